import { lengthOf, panBy, type Range, zoomAbout } from '../lib/x-range'
import { followEnd, isSilent } from './newest'
import type { Stores } from './stores'
import { wholeSession } from './view'

/** Air at the right of a following chart, as a share of the window. */
const AIR = 0.02

/** Everything that can be shown: what came in so far, or the whole opened session. Null while there is nothing. */
export function boundsOf(stores: Stores): Range | null {
  const { session } = stores.view.store.getState()
  if (session) return wholeSession(session, stores.nowUs())
  const { firstUs, nowUs } = stores.live.store.getState()
  if (firstUs === null || nowUs === null) return null
  return { fromUs: firstUs, toUs: Math.max(nowUs, firstUs + 1_000) }
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

/** What keys, buttons and gestures can do to the chart and the recording. */
export function createActions(stores: Stores) {
  const { view, series, live, shell, recording } = stores
  const seedFromLive = (): void => {
    const { mode, session } = view.store.getState()
    const { lanes, gaps } = live.store.getState()
    if (mode === 'live' && !session) series.seed(lanes, gaps)
  }
  const show = (range: Range): void => {
    seedFromLive()
    view.show(range)
  }
  const withRange = (run: (range: Range, bounds: Range) => void): void => {
    const [range, bounds] = [visibleRange(stores), boundsOf(stores)]
    if (range && bounds) run(range, bounds)
  }
  return {
    show,
    zoom: (factor: number): void =>
      withRange((range, bounds) => {
        const about = stores.cursor.getState().tUs ?? (range.fromUs + range.toUs) / 2
        show(zoomAbout(range, about, factor, bounds))
      }),
    pan: (share: number): void => withRange((range, bounds) => show(panBy(range, lengthOf(range) * share, bounds))),
    start: (): void =>
      withRange((range, bounds) => show({ fromUs: bounds.fromUs, toUs: bounds.fromUs + lengthOf(range) })),
    fit: (): void =>
      withRange((range, bounds) => {
        seedFromLive()
        view.fit(bounds, range)
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
    clear(): void {
      view.clearSelection()
    },
    /** Starts a recording; a running one is only stopped after asking. */
    toggleRecord(): void {
      const { now, busy } = recording.store.getState()
      if (busy) return
      if (now.sessionId !== null) shell.ask('stop-recording')
      else void recording.start(null)
    },
    async openSession(id: string): Promise<void> {
      const session = await stores.sessions.open(id)
      if (!session) return
      series.shown.setState({ scopeKey: '', lanes: new Map(), gaps: [], fault: null })
      view.openSession(session, stores.nowUs())
      shell.go('live')
    },
  }
}

export type Actions = ReturnType<typeof createActions>
