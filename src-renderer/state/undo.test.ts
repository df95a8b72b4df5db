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
  const settings = { store: createStore<SettingsView>()(() => DEFAULT_SETTINGS), set: async () => {} }
  const [view, layout] = [createView(), createLayout(settings)]
  const undo = createUndo({ view, layout, nowMs: () => nowMs })
  return { view, layout, undo, later: () => (nowMs += 10_000) }
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
