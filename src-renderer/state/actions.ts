import type { ClockChoice } from '@contract/clocks'
import type { FileToken } from '@contract/files'
import { type ChannelId, type ChannelInfo, channelId, type SourceInfo } from '@contract/model'
import { formatQuantity, joined } from '@contract/quantity'
import type { Reply } from '@contract/reply'
import type { SessionView } from '@contract/sessions'
import type { Edge } from '../lib/gestures'
import { isImported } from '../lib/imported'
import { marksOf, markTimes, nextMark } from '../lib/marks'
import { type Bounds, holding, lengthOf, panBy, type Range, zoomAbout } from '../lib/x-range'
import { readTime, sampleAt } from './cursor'
import { eventsShown } from './marks'
import { followEnd, isSilent } from './newest'
import { periodsOf, shortestOf } from './periods'
import type { Stores } from './stores'
import { scopeOf, wholeSession } from './view'

/** Air at the right of a following chart, as a share of the window. */
const AIR = 0.02

/** Everything that can be shown: what came in so far, or the whole opened session. Null while there is nothing. */
export function boundsOf(stores: Stores): Bounds | null {
  const { session } = stores.view.store.getState()
  const shortestUs = shortestOf(periodsOf(session, stores.instruments.store.getState().list))
  if (session) return { ...wholeSession(session, stores.nowUs()), shortestUs }
  const { firstUs, nowUs } = stores.live.store.getState()
  if (firstUs === null || nowUs === null) return null
  return { fromUs: firstUs, toUs: Math.max(nowUs, firstUs + 1_000), shortestUs }
}

/** The following chart's range at a moment. */
export function followedRange(nowUs: number, firstUs: number, windowUs: number | null): Range {
  const length = windowUs ?? Math.max(nowUs - firstUs, 1e6)
  return { fromUs: nowUs - length, toUs: Math.round(nowUs + length * AIR) }
}

/** What the chart shows now; null while there is nothing to show. */
export function visibleRange(stores: Stores): Range | null {
  const { range } = stores.view.store.getState()
  if (range) return range
  const { nowUs, firstUs, windowUs } = stores.live.store.getState()
  if (nowUs === null || firstUs === null) return null
  const endUs = followEnd(
    nowUs,
    stores.shell.store.getState().nowUs,
    isSilent(stores.instruments.store.getState().list),
  )
  return followedRange(endUs, firstUs, windowUs)
}

/** The first series of a machine tell when it was watched. */
const ENOUGH_SERIES = 64
/** Shown beside the time two sources share, as a share of it. */
const MARGIN = 0.04

const isPower = ({ unit }: ChannelInfo): boolean => unit === 'W'

/** The time two ranges share, with a margin; null when there is none. */
function sharedBy(a: Range, b: Range): Range | null {
  const [fromUs, toUs] = [Math.max(a.fromUs, b.fromUs), Math.min(a.toUs, b.toUs)]
  if (fromUs >= toUs) return null
  const margin = Math.round((toUs - fromUs) * MARGIN)
  return { fromUs: fromUs - margin, toUs: toUs + margin }
}

/** What keys, buttons, menus and gestures can do to the chart and the recording. */
export function createActions(stores: Stores) {
  const { view, series, live, shell, recording, cursor, layout, places, undo, tree, ends } = stores
  const seedFromLive = (): void => {
    const { mode, session } = view.store.getState()
    const { lanes, gaps } = live.store.getState()
    if (mode === 'live' && !session) series.seed(lanes, gaps)
  }
  const show = (range: Range): void => {
    seedFromLive()
    view.show(range)
  }
  const withRange = (run: (range: Range, bounds: Bounds) => void): void => {
    const [range, bounds] = [visibleRange(stores), boundsOf(stores)]
    if (range && bounds) run(range, bounds)
  }
  /** Where a key acts: at the cursor, or in the middle of what is shown. */
  const here = (range: Range): number => readTime(cursor.store.getState()) ?? (range.fromUs + range.toUs) / 2
  /** The data cursor goes to a time; the view follows it. */
  const moveTo = (tUs: number): void => {
    cursor.move(tUs)
    withRange((range, bounds) => {
      const wanted = holding(range, tUs, bounds)
      if (wanted !== range) show(wanted)
    })
  }
  const exportId = (): string | null => view.store.getState().session?.id ?? recording.store.getState().now.sessionId
  const showSession = (session: SessionView): void => {
    series.shown.setState({ scopeKey: '', lanes: new Map(), gaps: [], fault: null })
    view.openSession(session, stores.nowUs())
    shell.go('live')
  }
  const open = async (id: string): Promise<SessionView | null> => {
    const session = await stores.sessions.open(id)
    if (session) showSession(session)
    return session
  }
  const settle = (reply: Reply<SessionView | null>): void => {
    if (!reply.ok) stores.log.refused(reply.fault)
    else if (reply.value) showSession(reply.value)
  }
  return {
    show,
    zoom: (factor: number): void =>
      withRange((range, bounds) => {
        const about = cursor.store.getState().tUs ?? (range.fromUs + range.toUs) / 2
        show(zoomAbout(range, about, factor, bounds))
      }),
    pan: (share: number): void => withRange((range, bounds) => show(panBy(range, lengthOf(range) * share, bounds))),
    start: (): void =>
      withRange((range, bounds) => show({ fromUs: bounds.fromUs, toUs: bounds.fromUs + lengthOf(range) })),
    /** The newest data: back to live, or the end of the opened session. */
    end: (): void => {
      if (!view.store.getState().session) view.backToLive()
      else withRange((range, bounds) => show({ fromUs: bounds.toUs - lengthOf(range), toUs: bounds.toUs }))
    },
    /** The view of a session that is being recorded goes on to its new end: longer when it shows all, else farther. */
    growTo: (endUs: number): void =>
      withRange((range, bounds) => {
        const byUs = endUs - range.toUs
        const fromUs = range.fromUs <= bounds.fromUs ? range.fromUs : range.fromUs + byUs
        if (byUs > 0) undo.silently(() => view.show({ fromUs, toUs: endUs }))
      }),
    fit: (): void =>
      withRange((range, bounds) => {
        seedFromLive()
        view.fit({ fromUs: bounds.fromUs, toUs: bounds.toUs }, range)
      }),
    backToLive(): void {
      view.backToLive()
    },
    /** Freezes the view, or lets it follow again. */
    togglePause(): void {
      const { mode, session } = view.store.getState()
      if (session) return
      if (mode !== 'live') view.backToLive()
      else {
        withRange((range) => {
          seedFromLive()
          view.pause(range)
        })
      }
    },
    /** Selects what is visible of the data; the air beside them is no time without data. */
    selectVisible: (): void =>
      withRange((range, bounds) => {
        const [fromUs, toUs] = [Math.max(range.fromUs, bounds.fromUs), Math.min(range.toUs, bounds.toUs)]
        if (fromUs < toUs) view.select({ fromUs, toUs })
      }),
    zoomToSelection(): void {
      const { selection } = view.store.getState()
      if (selection) show(selection)
    },
    /** One level back: selection and statistics first, then the cursors. */
    close(): void {
      view.closeOne()
    },
    /** The power tree at the moment that is read: at the crosshair, or in the middle of what is shown. */
    treeHere: (): void =>
      withRange((range) => {
        tree.lookAt(here(range))
        shell.go('tree')
      }),
    undo: undo.undo,
    redo: undo.redo,
    /** Moves the data cursor to the sample before or after the one that is read; the view follows it. */
    async step(side: 'before' | 'after'): Promise<void> {
      const range = visibleRange(stores)
      const from = range && here(range)
      const found = from === null ? null : await cursor.neighbour(from, side)
      if (found) moveTo(found.tUs)
    },
    /** Sets a cursor on the sample that is read: at the crosshair, or in the middle of what is shown. */
    async place(edge: Edge): Promise<void> {
      const range = visibleRange(stores)
      if (!range) return
      const atUs = here(range)
      const held = cursor.store.getState()
      const sample = sampleAt(held, held.lead) ?? (await cursor.neighbour(Math.round(atUs), 'nearest'))
      view.place(edge, sample?.tUs ?? atUs)
    },
    /** Sets a cursor on the sample nearest to a time. */
    async snap(edge: Edge, tUs: number): Promise<void> {
      view.place(edge, tUs)
      const sample = await cursor.neighbour(Math.round(tUs), 'nearest')
      const range = visibleRange(stores)
      // A sample farther than a hundredth of what is shown is not what the hand meant.
      if (sample && range && Math.abs(sample.tUs - tUs) < lengthOf(range) / 100) view.place(edge, sample.tUs)
    },
    /** Copies the value that is read, with its unit. */
    copyValue(): void {
      const held = cursor.store.getState()
      const sample = sampleAt(held, held.lead)
      const signal = places.of(held.lead)?.signals.find(({ id }) => id === held.lead)
      if (!sample || !signal) return
      void shell.copy(joined(formatQuantity(sample.value, signal.unit, { decimals: signal.decimals })))
    },
    /** Locks the value axis of the lane that is read as it stands, or frees it. */
    toggleLockY(): void {
      const place = places.of(cursor.store.getState().lead)
      if (!place) return
      if (layout.store.getState().y.has(place.laneId)) layout.freeY(place.laneId)
      else layout.lockY(place.laneId, place.domain)
    },
    exportId,
    /** Writes the samples of the session, or of its selection, to a CSV file. */
    exportCsv(): void {
      const id = exportId()
      if (id === null || stores.sessions.store.getState().exporting !== null) return
      const { selection } = view.store.getState()
      const part = { fromUs: selection?.fromUs ?? null, toUs: selection?.toUs ?? null }
      void stores.sessions.exportCsv({ id, ...part }).then((fault) => fault && stores.log.refused(fault))
    },
    /** Starts a recording; a running one is only stopped after asking. */
    toggleRecord(): void {
      const { now, busy } = recording.store.getState()
      if (busy) return
      if (now.sessionId !== null) shell.ask('stop-recording')
      else void recording.start(null)
    },
    /** Aligns a machine of a session; where the session is open its samples are read anew. True when it is done. */
    async alignMachine(id: string, host: string, choice: ClockChoice | null): Promise<boolean> {
      if (!choice || !(await stores.sessions.align(id, host, choice))) return false
      if (view.store.getState().session?.id === id) {
        const session = await stores.sessions.open(id)
        if (session) view.renewSession(session)
        series.shown.setState({ scopeKey: '', lanes: new Map(), gaps: [], fault: null })
      }
      return true
    },
    async openSession(id: string): Promise<void> {
      await open(id)
    },
    /**
     * Opens a session on what was imported into it beside the power: wall power and the lanes imported series have by
     * default are shown, over the time both have data, or over everything where there is no such time.
     */
    async showImported(id: string): Promise<void> {
      const session = await open(id)
      if (!session) return
      const scope = scopeOf({ session })
      const imported = session.sourceInfos.filter(isImported)
      const power = session.sourceInfos.filter((one) => !isImported(one) && one.channels.some(isPower))
      layout.unhide(new Set([...imported, ...power].map(({ id: sourceId }) => sourceId)))
      const first = (infos: readonly SourceInfo[], which: (channel: ChannelInfo) => boolean): readonly ChannelId[] =>
        infos.flatMap((info) => {
          const channel = info.channels.find(which)
          return channel ? [channelId(info.id, channel.key)] : []
        })
      const [theirs, ours] = await Promise.all([
        ends.rangeOf(
          scope,
          first(imported.slice(0, ENOUGH_SERIES), () => true),
        ),
        ends.rangeOf(scope, first(power, isPower)),
      ])
      const both = theirs && ours && sharedBy(theirs, ours)
      if (both && view.store.getState().session?.id === id) undo.silently(() => view.show(both))
    },
    /** The data cursor goes to the next marker or end of a span, or the one before. */
    jump(direction: 1 | -1): void {
      const range = visibleRange(stores)
      if (!range) return
      const { session } = view.store.getState()
      const marks = marksOf(eventsShown(session, stores.marks.store.getState()))
      const from = cursor.store.getState().tUs ?? (direction > 0 ? range.fromUs : range.toUs)
      const found = nextMark(markTimes(marks), from, direction)
      if (found !== null) moveTo(found)
    },
    moveTo,
    /** A marker now, in the session that is being recorded. */
    mark(): void {
      if (recording.store.getState().now.sessionId === null) return
      const { points } = marksOf(stores.marks.store.getState().events)
      void recording.mark(`Marker ${points.length + 1}`)
    },
    /** Shows a session file that was dropped, wherever it lies; a fault goes to banner and log. */
    openFile: async (token: FileToken): Promise<void> => settle(await stores.sessions.openFile(token)),
    /** Shows the session file that was handed over, when there is one. */
    openHanded: async (): Promise<void> => settle(await stores.sessions.takeHanded()),
  }
}

export type Actions = ReturnType<typeof createActions>
