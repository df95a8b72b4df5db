import { DEFAULT_SETTINGS, type SettingsView } from '@contract/settings'
import { describe, expect, it } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { aSessionView, NOON_US } from '../testing/builders'
import { createLayout } from './layout'
import { createUndo } from './undo'
import { createView } from './view'

const RANGE = { fromUs: NOON_US - 60e6, toUs: NOON_US }
const make = () => {
  let nowMs = 0
  const store = createStore<SettingsView>()(() => DEFAULT_SETTINGS)
  const settings = { store, set: async (patch: Partial<SettingsView>) => store.setState(patch) }
  const [view, layout] = [createView(), createLayout(settings)]
  const undo = createUndo({ view, layout, settings, nowMs: () => nowMs })
  return { view, layout, settings, undo, later: () => (nowMs += 10_000) }
}

describe('undo of the view', () => {
  it('brings back range, mode, cursors, selection and locked axes, and repeats them', () => {
    const { view, layout, undo, later } = make()
    view.show(RANGE)
    later()
    view.select({ fromUs: 1, toUs: 2 })
    later()
    layout.lockY('bench-a/power', { low: 0, high: 10 })
    undo.undo()
    expect(layout.store.getState().y.size).toBe(0)
    undo.undo()
    expect(view.store.getState()).toMatchObject({ selection: null, statsOpen: false, range: RANGE })
    undo.undo()
    expect(view.store.getState()).toMatchObject({ mode: 'live', range: null })
    undo.undo()
    for (let i = 0; i < 3; i++) undo.redo()
    expect(view.store.getState().selection).toEqual({ fromUs: 1, toUs: 2 })
    expect(layout.store.getState().y.get('bench-a/power')).toEqual({ low: 0, high: 10 })
  })

  it('keeps a freeze and the zoom right after it apart', () => {
    const { view, undo } = make()
    view.pause(RANGE)
    view.show({ fromUs: NOON_US - 10e6, toUs: NOON_US })
    undo.undo()
    expect(view.store.getState()).toMatchObject({ mode: 'paused', range: RANGE })
    undo.undo()
    expect(view.store.getState().mode).toBe('live')
  })

  it('takes a rectangle, which is time and values together, as one step', () => {
    const { view, layout, undo, later } = make()
    undo.hold()
    view.show(RANGE)
    later()
    layout.lockY('bench-a/power', { low: 0, high: 10 })
    undo.release()
    undo.undo()
    expect(view.store.getState().mode).toBe('live')
    expect(layout.store.getState().y.size).toBe(0)
  })

  it('brings back the followed window, alone or with the range that was shown', () => {
    const { view, settings, undo, later } = make()
    const { followS } = settings.store.getState()
    undo.window(() => void settings.set({ followS: 10 }))
    later()
    view.show(RANGE)
    later()
    undo.window(() => {
      void settings.set({ followS: 600 })
      view.show({ fromUs: NOON_US - 600e6, toUs: NOON_US })
    })
    undo.undo()
    expect(view.store.getState().range).toEqual(RANGE)
    expect(settings.store.getState().followS).toBe(10)
    undo.undo()
    undo.undo()
    expect(settings.store.getState().followS).toBe(followS)
    for (let i = 0; i < 3; i++) undo.redo()
    expect(view.store.getState().range?.fromUs).toBe(NOON_US - 600e6)
    expect(settings.store.getState().followS).toBe(600)
  })

  it('knows nothing of what nobody did, and starts afresh with another session', () => {
    const { view, undo } = make()
    undo.silently(() => view.show(RANGE))
    view.turnStats('cursors')
    expect(undo.store.getState().past).toHaveLength(0)
    view.place('a', 5)
    view.openSession(aSessionView(), NOON_US)
    expect(undo.store.getState().past).toHaveLength(0)
  })
})
