import { DEFAULT_SETTINGS } from '@contract/settings'
import { describe, expect, it, vi } from 'vitest'
import { anInstrument, aSessionView, aTick, NOON_US } from '../testing/builders'
import { aFault, createFakeBridge, Refusal } from '../testing/fake-bridge'
import { createActions } from './actions'
import { withEntry } from './log'
import { createSeries } from './series'
import { createStores } from './stores'

const AROUND = { nowUs: () => NOON_US, afterPaint: (job: () => void) => job() }
const make = (answers: Parameters<typeof createFakeBridge>[0] = {}) => {
  const fake = createFakeBridge({ 'settings:get': () => DEFAULT_SETTINGS, ...answers })
  const stores = createStores(fake.bridge, AROUND)
  return { fake, stores, actions: createActions(stores) }
}

describe('view and gestures while live', () => {
  it('detaches on a gesture, keeps what was shown, and finds the way back', async () => {
    const { fake, stores, actions } = make()
    fake.tell('live:tick', aTick({ firstUs: NOON_US - 600e6 }))
    actions.zoom(0.5)
    expect(stores.view.store.getState().mode).toBe('detached')
    expect(stores.series.shown.getState().lanes).toBe(stores.live.store.getState().lanes)
    actions.backToLive()
    expect(stores.view.store.getState()).toMatchObject({ mode: 'live', range: null })
    stores.stop()
  })

  it('freezes and resumes, and does nothing before there is something to freeze', () => {
    const { fake, stores, actions } = make()
    actions.togglePause()
    expect(stores.view.store.getState().mode).toBe('live')
    fake.tell('live:tick', aTick())
    actions.togglePause()
    expect(stores.view.store.getState()).toMatchObject({ mode: 'paused', range: { fromUs: NOON_US - 60e6 } })
    actions.togglePause()
    expect(stores.view.store.getState().mode).toBe('live')
    stores.stop()
  })

  it('fits all, and goes back to what was shown before', () => {
    const { fake, stores, actions } = make()
    fake.tell('live:tick', aTick({ firstUs: NOON_US - 600e6 }))
    const close = { fromUs: NOON_US - 30e6, toUs: NOON_US - 10e6 }
    actions.show(close)
    actions.fit()
    expect(stores.view.store.getState().range).toEqual({ fromUs: NOON_US - 600e6, toUs: NOON_US })
    actions.fit()
    expect(stores.view.store.getState().range).toEqual(close)
    stores.stop()
  })

  it('goes back from all although samples came in since, and follows again when it followed', () => {
    const { fake, stores, actions } = make()
    fake.tell('live:tick', aTick({ firstUs: NOON_US - 600e6 }))
    const close = { fromUs: NOON_US - 30e6, toUs: NOON_US - 10e6 }
    actions.show(close)
    actions.fit()
    fake.tell('live:tick', aTick({ firstUs: NOON_US - 600e6, nowUs: NOON_US + 5e6 }))
    actions.fit()
    expect(stores.view.store.getState().range).toEqual(close)
    actions.backToLive()
    actions.fit()
    expect(stores.view.store.getState().mode).toBe('detached')
    actions.fit()
    expect(stores.view.store.getState()).toMatchObject({ mode: 'live', range: null })
    stores.stop()
  })

  it('opens a dropped session file by its token', async () => {
    const { fake, stores, actions } = make({ 'sessions:openFile': () => aSessionView({ id: 'guest-a', guest: true }) })
    await actions.openFile('token-1')
    expect(fake.of('sessions:openFile')).toEqual([['token-1']])
    expect(stores.view.store.getState().session).toMatchObject({ id: 'guest-a', guest: true })
    stores.stop()
  })

  it('opens a session into the same chart and leaves it again', async () => {
    const { stores, actions } = make({ 'sessions:show': () => aSessionView() })
    await actions.openSession('s')
    expect(stores.view.store.getState()).toMatchObject({
      session: { name: 'laptop-build-07' },
      range: { fromUs: NOON_US },
    })
    expect(stores.shell.store.getState().screen).toBe('live')
    stores.view.select({ fromUs: NOON_US, toUs: NOON_US + 1e6 })
    actions.backToLive()
    expect(stores.view.store.getState()).toMatchObject({ session: null, selection: null, mode: 'live' })
    stores.stop()
  })
})

describe('asking main', () => {
  it('never has more than one window under way, and asks for the newest that waited', async () => {
    const { fake, stores } = make({ 'series:window': () => ({ lanes: [], gaps: [] }) })
    const ask = (fromUs: number) =>
      stores.series.askWindow({ scope: { kind: 'live' }, channels: [], fromUs, toUs: 100, buckets: 5_000 })
    for (const fromUs of [1, 2, 3, 4]) ask(fromUs)
    expect(fake.of('series:window')).toHaveLength(1)
    await vi.waitFor(() => expect(fake.of('series:window')).toHaveLength(2))
    expect(fake.of('series:window')[1]).toMatchObject([{ fromUs: 4, buckets: 1_000 }])
    stores.stop()
  })

  it('shows statistics of a new selection before those of an older one, and never the other way round', async () => {
    const answers: ((reply: unknown) => void)[] = []
    const ask = () => new Promise((resolve) => answers.push(resolve))
    const series = createSeries({ ask, listen: () => () => {} } as unknown as Parameters<typeof createSeries>[0])
    const request = (toUs: number) => ({ scope: { kind: 'live' } as const, channels: ['a/p'], fromUs: 0, toUs })
    for (const toUs of [1, 2, 3]) series.askStats(request(toUs))
    await vi.waitFor(() => expect(answers).toHaveLength(2))
    const reply = { ok: true, value: { rows: [], gaps: [], gapsLeftOut: 0 } }
    answers[1]?.(reply)
    await vi.waitFor(() => expect(series.stats.getState().of?.toUs).toBe(2))
    answers[0]?.(reply)
    await vi.waitFor(() => expect(answers).toHaveLength(3))
    expect(series.stats.getState()).toMatchObject({ of: { toUs: 2 }, asking: { toUs: 3 } })
    answers[2]?.(reply)
    await vi.waitFor(() => expect(series.stats.getState()).toMatchObject({ of: { toUs: 3 }, asking: null }))
  })

  it('asks before a running recording is stopped, starts one at once', async () => {
    const running = {
      sessionId: 's',
      name: 'run',
      startUs: NOON_US,
      bytes: 0,
      diskFreeBytes: null,
      diskLeftS: null,
      diskReserveBytes: 500e6,
      awake: false,
      fault: null,
    }
    const { fake, stores, actions } = make({
      'recording:start': () => running,
      'recording:stop': () => ({ ...running, sessionId: null }),
    })
    actions.toggleRecord()
    await vi.waitFor(() => expect(stores.recording.store.getState()).toMatchObject({ now: running, busy: false }))
    actions.toggleRecord()
    expect(fake.of('recording:stop')).toHaveLength(0)
    expect(stores.shell.store.getState().dialog).toBe('stop-recording')
    stores.stop()
  })

  it('keeps a refusal in the log, merged when it comes again', async () => {
    const { stores } = make({
      'recording:start': () => {
        throw new Refusal(aFault('Nothing to record'))
      },
    })
    await stores.recording.start(null)
    await stores.recording.start(null)
    expect(stores.log.store.getState().entries).toMatchObject([{ level: 'fault', text: 'Nothing to record', times: 2 }])
    stores.stop()
  })

  it('takes a setting back when main refuses it', async () => {
    const { stores } = make({
      'settings:set': () => {
        throw new Refusal(aFault())
      },
    })
    const change = stores.settings.set({ theme: 'light' })
    expect(stores.settings.store.getState().theme).toBe('light')
    await change
    expect(stores.settings.store.getState().theme).toBe('system')
    stores.stop()
  })

  it('follows the window of the settings from the start and when it changes', async () => {
    const { fake, stores } = make({ 'settings:set': () => ({ ...DEFAULT_SETTINGS, followS: 0 }) })
    await stores.start()
    expect(fake.of('live:follow')).toMatchObject([[{ windowUs: 60e6 }]])
    await stores.settings.set({ followS: 0 })
    expect(fake.of('live:follow').at(-1)).toMatchObject([{ windowUs: null }])
    stores.stop()
  })

  it('knows instruments from events', () => {
    const { fake, stores } = make()
    fake.tell('instruments:changed', { seq: 1, instruments: [anInstrument()] })
    expect(stores.instruments.store.getState()).toMatchObject({ loaded: true, list: [{ id: 'bench-a' }] })
    stores.stop()
  })
})

describe('the log', () => {
  const entry = (id: number, times = 1) =>
    ({ id, atUs: id, level: 'warn', subject: 'x', text: 'y', fault: null, times }) as const
  it('moves a merged entry to the top and stays bounded', () => {
    expect(withEntry([entry(2), entry(1)], entry(1, 2))).toEqual([entry(1, 2), entry(2)])
    const full = Array.from({ length: 500 }, (_, i) => entry(i))
    expect(withEntry(full, entry(900))).toHaveLength(500)
  })
})
