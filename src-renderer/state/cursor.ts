import type { ChannelId } from '@contract/model'
import type { NearestRequest, SampleAt, SeriesScope } from '@contract/series'
import { createStore } from 'zustand/vanilla'
import type { Bridge } from '../bridge/bridge'
import type { Edge } from '../lib/gestures'
import { createLatest } from '../lib/latest'

/** Where the crosshair stands. Apart from the view, because it moves with every pointer event. */
export interface Cursor {
  readonly tUs: number | null
  /** Moved by the keyboard: then it is spoken as well. */
  readonly byKey: boolean
  /** The signal whose sample is read first: of the lane under the pointer, or the one chosen with the arrows. */
  readonly lead: ChannelId | null
  /** The samples nearest to `samplesAtUs`, as main answered. */
  readonly samples: ReadonlyMap<ChannelId, SampleAt>
  readonly samplesAtUs: number | null
}

/** The samples nearest to the cursors A and B. */
export type Marks = Readonly<
  Record<Edge, { readonly tUs: number; readonly samples: ReadonlyMap<ChannelId, SampleAt> } | null>
>

const NONE: ReadonlyMap<ChannelId, SampleAt> = new Map()
const AWAY: Cursor = { tUs: null, byKey: false, lead: null, samples: NONE, samplesAtUs: null }

/** The raw sample of a channel at the cursor; null until it was answered, and where there is none. */
export const sampleAt = ({ tUs, samples, samplesAtUs }: Cursor, channel: ChannelId | null): SampleAt | null =>
  tUs === null || channel === null || samplesAtUs !== tUs ? null : (samples.get(channel) ?? null)

/** The time that is read: of the leading sample where it is known, else where the hand is. */
export const readTime = (cursor: Cursor): number | null => sampleAt(cursor, cursor.lead)?.tUs ?? cursor.tUs

/** The crosshair and the raw samples under it. At most one question is under way; of the others only the newest waits. */
export function createCursor(bridge: Bridge) {
  const store = createStore<Cursor>()(() => AWAY)
  let scope: SeriesScope = { kind: 'live' }
  let channels: readonly ChannelId[] = []
  const ask = async (request: NearestRequest): Promise<readonly SampleAt[]> => {
    if (request.channels.length === 0) return []
    const reply = await bridge.ask('series:nearest', request)
    return reply.ok ? reply.value : []
  }
  const read = createLatest(async (request: NearestRequest) => {
    const found = await ask(request)
    if (request.scope !== scope) return
    store.setState({ samples: new Map(found.map((one) => [one.channel, one])), samplesAtUs: request.tUs })
  })
  const marks = createStore<Marks>()(() => ({ a: null, b: null }))
  const markReader = (edge: Edge) =>
    createLatest(async (request: NearestRequest) => {
      const found = await ask(request)
      if (request.scope !== scope) return
      const samples = new Map(found.map((one) => [one.channel, one]))
      marks.setState({ [edge]: { tUs: request.tUs, samples } })
    })
  const readers = { a: markReader('a'), b: markReader('b') }
  const put = (tUs: number, byKey: boolean, lead?: ChannelId | null): void => {
    const held = store.getState().lead
    const known = held !== null && channels.includes(held) ? held : (channels[0] ?? null)
    store.setState({ tUs, byKey, lead: lead ?? known })
    if (store.getState().samplesAtUs !== tUs) read({ scope, channels, tUs, side: 'nearest' })
  }
  const neighbour = (tUs: number, side: NearestRequest['side']): Promise<SampleAt | null> => {
    const { lead } = store.getState()
    const channel = lead !== null && channels.includes(lead) ? lead : channels[0]
    return ask({ scope, channels: channel === undefined ? [] : [channel], tUs, side }).then(([one]) => one ?? null)
  }
  return {
    store,
    /** Reads these channels of this scope from now on, the first of them first. */
    follow(of: SeriesScope, read: readonly ChannelId[]): void {
      if (of.kind !== scope.kind || (of.kind === 'session' && scope.kind === 'session' && of.id !== scope.id)) {
        store.setState(AWAY, true)
        marks.setState({ a: null, b: null })
        scope = of
      }
      channels = read
    },
    /** The channels that are read. */
    channels: (): readonly ChannelId[] => channels,
    /** Follows the pointer; `lead` is the first signal of the lane under it. */
    point: (tUs: number, lead?: ChannelId | null): void => put(Math.round(tUs), false, lead),
    /** Moved by a key. */
    move: (tUs: number): void => put(Math.round(tUs), true),
    /** Another signal is read first. */
    lead(channel: ChannelId): void {
      const { tUs } = store.getState()
      store.setState({ lead: channel, byKey: true })
      if (tUs !== null) put(tUs, true, channel)
    },
    leave: (): void => store.setState({ ...AWAY, lead: store.getState().lead }, true),
    /** The leading signal's sample nearest to a time, or the one before or after it; null when there is none. */
    neighbour,
    marks,
    /** Reads these channels at the cursor A or B; null forgets what was read. */
    readMark(edge: Edge, tUs: number | null, of: readonly ChannelId[]): void {
      if (tUs === null) marks.setState({ [edge]: null })
      else readers[edge]({ scope, channels: of, tUs, side: 'nearest' })
    },
  }
}
