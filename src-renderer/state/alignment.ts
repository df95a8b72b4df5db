import type { AlignPicture, AlignSubject, AlignView } from '@contract/alignment'
import { type ClockChoice, type HostClock, MAX_OFFSET_US } from '@contract/clocks'
import type { FaultView } from '@contract/fault'
import { createStore } from 'zustand/vanilla'
import type { Bridge } from '../bridge/bridge'
import { createLatest } from '../lib/latest'
import { lengthOf, type Range } from '../lib/x-range'

export type AlignMethod = 'sync' | 'edges' | 'hand' | 'none'

/** A machine's clock under a person's hands. Nothing is applied by it. */
export interface Alignment {
  readonly subject: AlignSubject | null
  readonly view: AlignView | null
  readonly method: AlignMethod
  /** What is set by hand; it begins with what was tried before. */
  readonly hand: HostClock
  readonly range: Range | null
  readonly picture: AlignPicture | null
  readonly fault: FaultView | null
}

/** Shown around an edge. */
const WINDOW_US = 60e6
const SHORTEST_US = 0.5e6
export const ALIGN_BUCKETS = 600

/** A proposal of load edges that fits less well than this is not chosen beforehand. */
export const ENOUGH = 0.8

export const BY_HAND: HostClock = { offsetUs: 0, driftPpm: 0, refUs: 0, residualUs: null, method: 'offset', points: 0 }

const NOTHING: Alignment = {
  ...{ subject: null, view: null, method: 'none', hand: BY_HAND, range: null, picture: null, fault: null },
}

/** The clock that is tried: of the chosen method. */
export function clockTried({ view, method, hand }: Pick<Alignment, 'view' | 'method' | 'hand'>): HostClock | null {
  if (method === 'none') return null
  if (method === 'hand') return hand
  return view?.[method]?.clock ?? null
}

/** The same as a decision. */
export function choiceTried(state: Alignment): ClockChoice {
  const clock = clockTried(state)
  return clock ? { by: 'proposal', clock } : { by: 'none' }
}

/** What a person most likely wants: what was decided before, sync messages, then edges that fit well. */
function firstMethod(view: AlignView, decided: ClockChoice | null): Pick<Alignment, 'method' | 'hand'> {
  const before = decided ?? (view.clock ? ({ by: 'proposal', clock: view.clock } as const) : null)
  if (before?.by === 'none') return { method: 'none', hand: BY_HAND }
  if (before?.by === 'offset') return { method: 'hand', hand: { ...BY_HAND, offsetUs: before.offsetUs } }
  if (before) {
    const { clock } = before
    const same = (['sync', 'edges'] as const).find((way) => view[way] && isSame(view[way].clock, clock))
    return { method: same ?? 'hand', hand: { ...clock, method: 'offset', residualUs: null, points: 0 } }
  }
  const { sync, edges } = view
  if (sync) return { method: 'sync', hand: handOf(sync.clock) }
  if (edges && (edges.confidence ?? 0) >= ENOUGH) return { method: 'edges', hand: handOf(edges.clock) }
  return { method: 'none', hand: BY_HAND }
}

const isSame = (a: HostClock, b: HostClock): boolean =>
  a.offsetUs === b.offsetUs && a.driftPpm === b.driftPpm && a.refUs === b.refUs

const handOf = (clock: HostClock): HostClock => ({ ...clock, method: 'offset', residualUs: null, points: 0 })

/** Aligning one machine at a time, in the wizard and for a session. */
export function createAlignment(bridge: Bridge) {
  const store = createStore<Alignment>()(() => NOTHING)
  const draw = createLatest<void>(async () => {
    const { range, view, subject } = store.getState()
    if (!range || !view) return
    const { fromUs, toUs } = range
    const look = { clock: clockTried(store.getState()), fromUs, toUs, buckets: ALIGN_BUCKETS }
    const reply = await bridge.ask('align:look', look)
    if (store.getState().subject !== subject) return
    store.setState(reply.ok ? { picture: reply.value, fault: null } : { fault: reply.fault })
  })
  const set = (patch: Partial<Alignment>): void => {
    store.setState(patch)
    draw()
  }
  const show = (range: Range): void => {
    const length = Math.max(SHORTEST_US, lengthOf(range))
    const fromUs = Math.round((range.fromUs + range.toUs - length) / 2)
    set({ range: { fromUs, toUs: Math.round(fromUs + length) } })
  }
  const byHand = (offsetUs: number): void => {
    const tried = clockTried(store.getState())
    const hand = { ...handOf(tried ?? BY_HAND), offsetUs: clamp(Math.round(offsetUs)) }
    set({ method: 'hand', hand })
  }
  return {
    store,
    /** Reads the curves of a machine; `decided` is what a person decided before. */
    async open(subject: AlignSubject, decided: ClockChoice | null): Promise<void> {
      store.setState({ ...NOTHING, subject })
      const reply = await bridge.ask('align:open', subject)
      if (store.getState().subject !== subject) return
      if (!reply.ok) {
        store.setState({ fault: reply.fault })
        return
      }
      const view = reply.value
      const first = firstMethod(view, decided)
      const range = firstRange(view, clockTried({ view, ...first }))
      set({ view, ...first, range })
      await centred()
    },
    choose(method: AlignMethod): void {
      const tried = clockTried(store.getState())
      const { hand } = store.getState()
      set({ method, hand: method === 'hand' && tried ? handOf(tried) : hand })
    },
    /** Moves the machine with all its series. */
    nudge: (byUs: number): void => byHand((clockTried(store.getState())?.offsetUs ?? 0) + byUs),
    type: byHand,
    show,
    /** To the edge before or after the middle of what is shown; without one nothing happens. */
    edge(side: 'before' | 'after'): void {
      const { range, picture } = store.getState()
      if (!range || !picture) return
      const midUs = (range.fromUs + range.toUs) / 2
      const at = picture.edges.map(({ atUs }) => atUs)
      const found =
        side === 'after'
          ? at.find((t) => t > midUs + lengthOf(range) / 1_000)
          : at.findLast((t) => t < midUs - lengthOf(range) / 1_000)
      if (found !== undefined) show({ fromUs: found - lengthOf(range) / 2, toUs: found + lengthOf(range) / 2 })
    },
    close(): void {
      if (store.getState().subject === null) return
      store.setState(NOTHING)
      void bridge.ask('align:close')
    },
  }

  /** The first look shows an edge in the middle, when there is one. */
  async function centred(): Promise<void> {
    const { range, subject } = store.getState()
    if (!range) return
    const { fromUs, toUs } = range
    const look = { clock: clockTried(store.getState()), fromUs, toUs, buckets: ALIGN_BUCKETS }
    const reply = await bridge.ask('align:look', look)
    if (!reply.ok || store.getState().subject !== subject) return
    const { edges } = reply.value
    const middle = edges[Math.floor(edges.length / 2)]
    const half = lengthOf(range) / 2
    if (middle) show({ fromUs: middle.atUs - half, toUs: middle.atUs + half })
  }
}

const clamp = (us: number): number => Math.max(-MAX_OFFSET_US, Math.min(MAX_OFFSET_US, us))

/** Where both curves are, else where the machine is. */
function firstRange({ wall, machine }: AlignView, clock: HostClock | null): Range | null {
  const curve = machine ?? wall
  if (!curve) return null
  const shiftUs = machine ? (clock?.offsetUs ?? 0) : 0
  const [fromUs, toUs] = [curve.fromUs + shiftUs, curve.toUs + shiftUs]
  const from = wall ? Math.max(fromUs, wall.fromUs) : fromUs
  const to = wall ? Math.min(toUs, wall.toUs) : toUs
  const [start, end] = from < to ? [from, to] : [fromUs, toUs]
  // A little more than both have in common, so that what sticks out is seen.
  const length = Math.max(SHORTEST_US, Math.min((end - start) * 1.4, WINDOW_US))
  const midUs = (start + end) / 2
  return { fromUs: Math.round(midUs - length / 2), toUs: Math.round(midUs + length / 2) }
}
