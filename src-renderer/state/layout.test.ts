import { DEFAULT_SETTINGS, MAX_SHOWN_CHANNELS, type SettingsView } from '@contract/settings'
import { describe, expect, it } from 'vitest'
import { createFakeBridge } from '../testing/fake-bridge'
import { createLayout } from './layout'
import { createSettings } from './settings'

function make(kept: SettingsView = DEFAULT_SETTINGS) {
  let saved = kept
  const fake = createFakeBridge({
    'settings:get': () => saved,
    'settings:set': (patch) => {
      saved = { ...saved, ...patch }
      return saved
    },
  })
  const settings = createSettings(fake.bridge, () => {})
  return { layout: createLayout(settings), settings, saved: () => saved }
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 0))

describe('the layout of lanes', () => {
  it('keeps what was added and hidden over a restart', async () => {
    const { layout, saved } = make()
    layout.show('a/voltage_peak', true)
    layout.show(['a/voltage', 'a/current'], false)
    await settled()
    const again = make(saved())
    await again.settings.load()
    expect(again.layout.store.getState().shown).toEqual({
      'a/voltage_peak': true,
      'a/voltage': false,
      'a/current': false,
    })
  })

  it('forgets the oldest choices when there are too many', async () => {
    const { layout, saved } = make()
    const many = Array.from({ length: MAX_SHOWN_CHANNELS + 2 }, (_, i) => `a/c${i}`)
    layout.show(many, false)
    layout.show('a/c2', true)
    await settled()
    const kept = Object.keys(saved().shownChannels)
    expect(kept).toHaveLength(MAX_SHOWN_CHANNELS)
    expect(kept).not.toContain('a/c0')
    expect(kept.at(-1)).toBe('a/c2')
  })

  it('isolates one signal or one lane, and brings all back when told so again', () => {
    const { layout } = make()
    const now = () => layout.store.getState()
    layout.isolate('a/power')
    expect(now()).toMatchObject({ only: 'a/power', onlyLane: null })
    layout.isolateLane('a/voltage')
    expect(now()).toMatchObject({ only: null, onlyLane: 'a/voltage' })
    layout.isolateLane('a/voltage')
    expect(now()).toMatchObject({ only: null, onlyLane: null })
    layout.isolate('a/power')
    layout.isolate('a/power')
    expect(now().only).toBeNull()
  })

  it('ends an isolation when something is added, so that it is seen', () => {
    const { layout } = make()
    layout.isolate('a/power')
    layout.show('a/current', true)
    expect(layout.store.getState().only).toBeNull()
  })

  it('locks and frees value axes', () => {
    const { layout } = make()
    layout.lockY('a/power', { low: 0, high: 80 })
    layout.lockY('a/voltage', { low: 220, high: 240 })
    layout.freeY('a/power')
    expect([...layout.store.getState().y]).toEqual([['a/voltage', { low: 220, high: 240 }]])
  })

  it('goes back to an earlier layout, also in the settings', async () => {
    const { layout, saved } = make()
    const before = layout.store.getState()
    layout.show('a/power', false)
    layout.lockY('a/voltage', { low: 220, high: 240 })
    await settled()
    layout.restore(before)
    await settled()
    expect(layout.store.getState()).toEqual(before)
    expect(saved().shownChannels).toEqual({})
    layout.lockY('a/power', { low: 0, high: 1 })
    layout.showDefaults()
    expect(layout.store.getState().y.size).toBe(1)
  })
})
