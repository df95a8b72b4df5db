import type { SessionEvent } from '@contract/model'
import type { NearestRequest } from '@contract/series'
import { NOT_RECORDING } from '@contract/sessions'
import { DEFAULT_SETTINGS, type SettingsView } from '@contract/settings'
import { describe, expect, it, vi } from 'vitest'
import { aSession, aSessionView, NOON_US } from '../testing/builders'
import { createFakeBridge } from '../testing/fake-bridge'
import { createActions } from './actions'
import { createStores } from './stores'

const around = { nowUs: () => NOON_US, afterPaint: (job: () => void) => job() }
const [meter] = aSessionView().sourceInfos
if (!meter) throw new Error('a session without source')
const imported = {
  ...meter,
  id: 'mypc-rapl',
  kind: 'collectd',
  name: 'mypc intel-rapl/counter-package-0',
  machineName: 'mypc/intel-rapl/counter-package-0',
  channels: [{ key: 'value.rate', label: 'rate', unit: 'W', kind: 'rate', type: 'f64' }],
  settings: { host: 'mypc', path: 'intel-rapl/counter-package-0', group: 'Power' },
} as const
const S = 1e6

/** Settings that keep what they are given. */
function keeping() {
  let settings: SettingsView = DEFAULT_SETTINGS
  return {
    'settings:get': () => settings,
    'settings:set': (patch: Partial<SettingsView>) => {
      settings = { ...settings, ...patch }
      return settings
    },
  }
}

/** A session in which the meter has samples from 0 s to 100 s of it and the import from `from` to `to`. */
function opened(fromS: number, toS: number) {
  const view = aSessionView({
    startUs: NOON_US,
    endUs: NOON_US + 200 * S,
    sourceInfos: [meter as never, imported as never],
  })
  const nearest = ({ channels, side }: NearestRequest) =>
    channels.map((channel) => {
      const [from, to] = channel.startsWith('mypc') ? [fromS, toS] : [0, 100]
      return { channel, tUs: NOON_US + (side === 'after' ? from : to) * S, value: 1 }
    })
  const fake = createFakeBridge({ ...keeping(), 'sessions:show': () => view, 'series:nearest': nearest })
  const stores = createStores(fake.bridge, around)
  return { view, stores, actions: createActions(stores), fake }
}

describe('showing what was imported', () => {
  it('opens the session on the time that power and import share', async () => {
    const { stores, actions, view } = opened(50, 150)
    await actions.showImported(view.id)
    expect(stores.view.store.getState().session?.id).toBe(view.id)
    expect(stores.view.store.getState().range).toEqual({ fromUs: NOON_US + 48 * S, toUs: NOON_US + 102 * S })
    expect(stores.shell.store.getState().screen).toBe('live')
  })

  it('shows everything where they share none', async () => {
    const { stores, actions, view } = opened(120, 150)
    await actions.showImported(view.id)
    expect(stores.view.store.getState().range).toEqual({ fromUs: NOON_US, toUs: NOON_US + 200 * S })
  })

  it('brings back wall power and imported lanes that were hidden, and keeps what was added', async () => {
    const { stores, actions, view } = opened(0, 100)
    stores.layout.show(['bench-a/p', 'mypc-rapl/value.rate'], false)
    stores.layout.show('other/x', false)
    stores.layout.show('mypc-rapl/value', true)
    stores.layout.isolate('bench-a/u')
    await actions.showImported(view.id)
    expect(stores.settings.store.getState().shownChannels).toEqual({ 'other/x': false, 'mypc-rapl/value': true })
    expect(stores.layout.store.getState().only).toBeNull()
  })
})

describe('marks of the recording under way', () => {
  const event = (atUs: number, text: string): SessionEvent => ({ atUs, kind: 'marker', sourceId: null, text })
  const recording = { ...NOT_RECORDING, sessionId: 'abc', startUs: NOON_US }
  const begin = () => {
    const shown = vi.fn(() =>
      aSessionView({ id: 'abc', events: [event(NOON_US, 'first'), event(NOON_US + S, 'missed')] }),
    )
    const fake = createFakeBridge({ ...keeping(), 'sessions:show': shown, 'sessions:list': () => [aSession()] })
    const stores = createStores(fake.bridge, around)
    return { fake, stores, shown }
  }

  it('are those of the session so far, then what is told, and read again when one was missed', async () => {
    const { fake, stores, shown } = begin()
    await stores.start()
    fake.tell('recording:changed', { seq: 1, recording })
    const names = () => stores.marks.store.getState().events.map(({ text }) => text)
    await vi.waitFor(() => expect(names()).toEqual(['first', 'missed']))
    fake.tell('session:event', { seq: 5, sessionId: 'abc', event: event(NOON_US + 2 * S, 'next') })
    expect(names()).toEqual(['first', 'missed', 'next'])
    fake.tell('session:event', { seq: 6, sessionId: 'other', event: event(NOON_US, 'of another') })
    expect(names()).toHaveLength(3)
    expect(shown).toHaveBeenCalledTimes(1)
    fake.tell('session:event', { seq: 8, sessionId: 'abc', event: event(NOON_US + 3 * S, 'after a missed one') })
    await vi.waitFor(() => expect(names()).toEqual(['first', 'missed']))
    expect(shown).toHaveBeenCalledTimes(2)
  })

  it('never grow without bound', async () => {
    const { fake, stores } = begin()
    await stores.start()
    fake.tell('recording:changed', { seq: 1, recording })
    for (let seq = 1; seq <= 5_200; seq++)
      fake.tell('session:event', { seq, sessionId: 'abc', event: event(seq, `${seq}`) })
    expect(stores.marks.store.getState().events.length).toBeLessThanOrEqual(5_000)
  })

  it('are numbered when a person sets them, and not set while nothing is recorded', async () => {
    const { fake, stores } = begin()
    const actions = createActions(stores)
    await stores.start()
    actions.mark()
    expect(fake.of('recording:mark')).toEqual([])
    fake.tell('recording:changed', { seq: 1, recording })
    await vi.waitFor(() => expect(stores.marks.store.getState().events).toHaveLength(2))
    actions.mark()
    expect(fake.of('recording:mark')).toEqual([['Marker 3']])
  })
})

describe('an opened session', () => {
  it('is read again when the library changed: series were imported or a clock aligned', async () => {
    const { fake, stores, actions, view } = opened(0, 100)
    await actions.openSession(view.id)
    const before = stores.view.store.getState().range
    const aligned = { host: 'mypc', sourceIds: ['mypc-rapl'], clock: null }
    Object.assign(view, { clocks: [aligned] })
    fake.tell('sessions:changed', { seq: 1 })
    await vi.waitFor(() => expect(stores.view.store.getState().session?.clocks).toEqual([aligned]))
    expect(stores.view.store.getState().range).toEqual(before)
  })

  it('is walked from mark to mark, also back', async () => {
    const { stores, actions, view } = opened(0, 100)
    Object.assign(view, {
      events: [10, 20].map((s) => ({ atUs: NOON_US + s * S, kind: 'marker', sourceId: null, text: `${s}` })),
    })
    await actions.openSession(view.id)
    const at = () => ((stores.cursor.store.getState().tUs ?? 0) - NOON_US) / S
    actions.jump(1)
    expect(at()).toBe(10)
    actions.jump(1)
    expect(at()).toBe(20)
    actions.jump(1)
    expect(at()).toBe(20)
    actions.jump(-1)
    expect(at()).toBe(10)
  })
})
