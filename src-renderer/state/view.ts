import type { SeriesScope } from '@contract/series'
import type { SessionView } from '@contract/sessions'
import { createStore } from 'zustand/vanilla'
import type { Edge } from '../lib/gestures'
import { isSameRange, type Range } from '../lib/x-range'

/** 'live' follows the newest sample; 'paused' and 'detached' show a fixed range while acquisition goes on. */
export type ViewMode = 'live' | 'paused' | 'detached'
export type StatsScope = 'all' | 'visible' | 'selection'
/** What the strip below the chart shows: statistics over a range, or the values at the two cursors. */
export type StatsTab = 'range' | 'cursors'

/** The two cursors, wherever they were put; null while one is not set. */
export type Cursors = Readonly<Record<Edge, number | null>>

/** What the chart shows of what. */
export interface View {
  readonly mode: ViewMode
  /** The session that is open, or null for what is coming in now. */
  readonly session: SessionView | null
  /** The shown range; null while it follows. */
  readonly range: Range | null
  /** What fitting all showed, and where fitting again goes back to; null for a following view. */
  readonly fitted: { readonly all: Range; readonly before: Range | null } | null
  readonly cursors: Cursors
  /** Between the cursors, since both are set; null again once it was closed, while the cursors stay. */
  readonly selection: Range | null
  readonly statsOpen: boolean
  readonly statsScope: StatsScope
  readonly statsTab: StatsTab
}

const NO_CURSORS: Cursors = { a: null, b: null }

export const LIVE_VIEW: View = {
  mode: 'live',
  session: null,
  range: null,
  fitted: null,
  cursors: NO_CURSORS,
  selection: null,
  statsOpen: false,
  statsScope: 'visible',
  statsTab: 'range',
}

export const scopeOf = (view: Pick<View, 'session'>): SeriesScope =>
  view.session ? { kind: 'session', id: view.session.id } : { kind: 'live' }

/** Everything a session holds; one without an end reaches to now. */
export function wholeSession(session: SessionView, nowUs: number): Range {
  const toUs = session.endUs ?? nowUs
  return { fromUs: session.startUs, toUs: Math.max(toUs, session.startUs + 1_000) }
}

/** The stretch between two cursors; null unless both are set, at different times. */
export const between = ({ a, b }: Cursors): Range | null =>
  a === null || b === null || a === b ? null : { fromUs: Math.min(a, b), toUs: Math.max(a, b) }

/** What undo brings back. */
export type ViewStep = Pick<View, 'mode' | 'range' | 'cursors' | 'selection' | 'statsOpen' | 'statsScope' | 'statsTab'>

/** The view and the only ways to change it. */
export function createView() {
  const store = createStore<View>()(() => LIVE_VIEW)
  const set = (patch: Partial<View>): void => store.setState(patch)
  const put = (cursors: Cursors): void => {
    const selection = between(cursors)
    const opens = selection !== null && store.getState().selection === null
    set({ cursors, selection, ...(opens ? { statsOpen: true, statsScope: 'selection' } : {}) })
    if (!selection && store.getState().statsScope === 'selection') set({ statsScope: 'visible' })
  }
  return {
    store,
    /** Any X gesture: the view lets go of the newest sample, or moves inside a session. */
    show(range: Range): void {
      set({ mode: 'detached', range })
    },
    /** Freezes what is shown now. */
    pause(range: Range): void {
      if (store.getState().mode === 'live') set({ mode: 'paused', range })
    },
    /** Back to the newest sample of what is coming in now; closes an opened session. */
    backToLive(): void {
      if (store.getState().session) set(LIVE_VIEW)
      else set({ mode: 'live', range: null, fitted: null })
    },
    /** Shows all; again goes back to what was shown before, also when more has come in since. */
    fit(all: Range, shown: Range): void {
      const { fitted, mode, session } = store.getState()
      if (fitted === null || !isSameRange(shown, fitted.all)) {
        const before = mode === 'live' && session === null ? null : shown
        set({ mode: 'detached', range: all, fitted: before && isSameRange(before, all) ? null : { all, before } })
      } else if (fitted.before) set({ mode: 'detached', range: fitted.before, fitted: null })
      else set({ mode: 'live', range: null, fitted: null })
    },
    /** Puts a cursor; both together are the selection. */
    place(edge: Edge, tUs: number): void {
      put({ ...store.getState().cursors, [edge]: Math.round(tUs) })
    },
    /** Puts both cursors. */
    select(range: Range): void {
      put({ a: range.fromUs, b: range.toUs })
      set({ statsOpen: true, statsScope: 'selection' })
    },
    /** Takes away selection and cursors. */
    clearSelection(): void {
      if (store.getState().selection) set({ statsOpen: false })
      put(NO_CURSORS)
    },
    /** One level back: first selection and statistics, then the cursors. False when there was nothing left. */
    closeOne(): boolean {
      const { selection, statsOpen, statsScope, cursors } = store.getState()
      if (selection || statsOpen) {
        set({ selection: null, statsOpen: false, statsScope: statsScope === 'selection' ? 'visible' : statsScope })
        return true
      }
      if (cursors.a === null && cursors.b === null) return false
      put(NO_CURSORS)
      return true
    },
    openStats(open: boolean): void {
      const { selection } = store.getState()
      set(open ? { statsOpen: true, statsScope: selection ? 'selection' : 'visible' } : { statsOpen: false })
    },
    scopeStats(statsScope: StatsScope): void {
      set({ statsScope })
    },
    turnStats(statsTab: StatsTab): void {
      set({ statsTab })
    },
    openSession(session: SessionView, nowUs: number): void {
      set({ ...LIVE_VIEW, mode: 'detached', session, range: wholeSession(session, nowUs) })
    },
    renewSession(session: SessionView): void {
      if (store.getState().session?.id === session.id) set({ session })
    },
    /** An earlier step, as it was. What is followed now stays what is followed. */
    restore(step: ViewStep): void {
      set({ ...step, fitted: null })
    },
  }
}
