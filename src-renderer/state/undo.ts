import type { SettingsView } from '@contract/settings'
import { createStore } from 'zustand/vanilla'
import { type History, NO_HISTORY, remember, stepAgain, stepBack } from '../lib/undo'
import { isSameRange } from '../lib/x-range'
import type { createLayout, Layout } from './layout'
import type { createSettings } from './settings'
import type { createView, View, ViewStep } from './view'

/** What one step brings back: the view, the locked value axes and the followed window. */
interface Step {
  readonly view: ViewStep
  readonly y: Layout['y']
  /** Seconds a following view shows. */
  readonly followS: number
}

interface Surroundings {
  readonly view: ReturnType<typeof createView>
  readonly layout: Pick<ReturnType<typeof createLayout>, 'store' | 'restore'>
  readonly settings: Pick<ReturnType<typeof createSettings>, 'store' | 'set'>
  readonly nowMs: () => number
}

const stepOf = (view: View, { y }: Layout, { followS }: SettingsView): Step => {
  const { mode, range, cursors, selection, statsOpen, statsScope, statsTab } = view
  return { view: { mode, range, cursors, selection, statsOpen, statsScope, statsTab }, y, followS }
}

/** Which part of the view a change was about; null when it is no step (another tab, another scope). */
function partOf(now: View, before: View): string | null {
  if (now.mode === 'paused' && before.mode === 'live') return 'pause'
  if (now.mode !== before.mode || !isSameRange(now.range, before.range)) return 'range'
  const { a, b } = now.cursors
  if (a !== before.cursors.a) return 'a'
  if (b !== before.cursors.b) return 'b'
  return isSameRange(now.selection, before.selection) ? null : 'selection'
}

/**
 * Takes back and repeats what was done to the view, at most 100 steps. It listens to the stores, so that no way of
 * changing the view can be forgotten; opening another session starts afresh.
 */
export function createUndo({ view, layout, settings, nowMs }: Surroundings) {
  const store = createStore<History<Step>>()(() => NO_HISTORY)
  let held: number | null = null
  let holds = 0
  let quiet = false
  const note = (before: Step, part: string): void => {
    const kind = held === null ? part : `held ${held}`
    store.setState(remember(store.getState(), before, { kind, held: held !== null }, nowMs()), true)
  }
  const silently = (change: () => void): void => {
    quiet = true
    try {
      change()
    } finally {
      quiet = false
    }
  }
  const present = (): Step => stepOf(view.store.getState(), layout.store.getState(), settings.store.getState())
  const stopView = view.store.subscribe((now, before) => {
    if (now.session?.id !== before.session?.id) store.setState(NO_HISTORY, true)
    else if (!quiet) {
      const part = partOf(now, before)
      if (part) note(stepOf(before, layout.store.getState(), settings.store.getState()), part)
    }
  })
  const stopLayout = layout.store.subscribe((now, before) => {
    if (!quiet && now.y !== before.y) note(stepOf(view.store.getState(), before, settings.store.getState()), 'y')
  })
  const go = (step: typeof stepBack<Step>): void => {
    const found = step(store.getState(), present())
    if (!found) return
    const [history, { view: shown, y, followS }] = found
    silently(() => {
      view.restore(shown)
      layout.restore({ ...layout.store.getState(), y })
      if (followS !== settings.store.getState().followS) void settings.set({ followS })
    })
    store.setState(history, true)
  }
  return {
    store,
    undo: (): void => go(stepBack),
    redo: (): void => go(stepAgain),
    /** Until `release`, all changes are one step. */
    hold(): void {
      held = holds++
    },
    release(): void {
      held = null
    },
    /** Another window is chosen: one step with all that comes of it. Main may change the setting too, which is no step. */
    window(change: () => void): void {
      note(present(), 'window')
      silently(change)
    },
    /** A change nobody made by hand, such as a view that grows with its recording. */
    silently,
    stop(): void {
      stopView()
      stopLayout()
    },
  }
}
