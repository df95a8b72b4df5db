import type { SeriesScope } from '@contract/series'
import type { SessionView } from '@contract/sessions'
import { createStore } from 'zustand/vanilla'
import type { Range } from '../lib/x-range'

/** 'live' follows the newest sample; 'paused' and 'detached' show a fixed range while acquisition goes on. */
export type ViewMode = 'live' | 'paused' | 'detached'
export type StatsScope = 'all' | 'visible' | 'selection'

/** What the chart shows of what. */
export interface View {
  readonly mode: ViewMode
  /** The session that is open, or null for what is coming in now. */
  readonly session: SessionView | null
  /** The shown range; null while it follows. */
  readonly range: Range | null
  /** What fitting all showed, and where fitting again goes back to; null for a following view. */
  readonly fitted: { readonly all: Range; readonly before: Range | null } | null
  readonly selection: Range | null
  readonly statsOpen: boolean
  readonly statsScope: StatsScope
}

export const LIVE_VIEW: View = {
  mode: 'live',
  session: null,
  range: null,
  fitted: null,
  selection: null,
  statsOpen: false,
  statsScope: 'visible',
}

export const scopeOf = (view: Pick<View, 'session'>): SeriesScope =>
  view.session ? { kind: 'session', id: view.session.id } : { kind: 'live' }

/** Everything a session holds; one without an end reaches to now. */
export function wholeSession(session: SessionView, nowUs: number): Range {
  const toUs = session.endUs ?? nowUs
  return { fromUs: session.startUs, toUs: Math.max(toUs, session.startUs + 1_000) }
}

const isSame = (a: Range, b: Range): boolean => a.fromUs === b.fromUs && a.toUs === b.toUs

/** The view and the only ways to change it. */
export function createView() {
  const store = createStore<View>()(() => LIVE_VIEW)
  const set = (patch: Partial<View>): void => store.setState(patch)
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
      const { session, selection, statsScope } = store.getState()
      if (session) set(LIVE_VIEW)
      else set({ mode: 'live', range: null, fitted: null, selection, statsScope })
    },
    /** Shows all; again goes back to what was shown before, also when more has come in since. */
    fit(all: Range, shown: Range): void {
      const { fitted, mode, session } = store.getState()
      if (fitted === null || !isSame(shown, fitted.all)) {
        const before = mode === 'live' && session === null ? null : shown
        set({ mode: 'detached', range: all, fitted: before && isSame(before, all) ? null : { all, before } })
      } else if (fitted.before) set({ mode: 'detached', range: fitted.before, fitted: null })
      else set({ mode: 'live', range: null, fitted: null })
    },
    select(selection: Range): void {
      set({ selection, statsOpen: true, statsScope: 'selection' })
    },
    clearSelection(): void {
      const { selection, statsScope } = store.getState()
      if (selection)
        set({ selection: null, statsOpen: false, statsScope: statsScope === 'selection' ? 'visible' : statsScope })
    },
    openStats(open: boolean): void {
      const { selection } = store.getState()
      set(open ? { statsOpen: true, statsScope: selection ? 'selection' : 'visible' } : { statsOpen: false })
    },
    scopeStats(statsScope: StatsScope): void {
      set({ statsScope })
    },
    openSession(session: SessionView, nowUs: number): void {
      set({ ...LIVE_VIEW, mode: 'detached', session, range: wholeSession(session, nowUs) })
    },
    renewSession(session: SessionView): void {
      if (store.getState().session?.id === session.id) set({ session })
    },
  }
}
