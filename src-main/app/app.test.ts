import type { Handlers } from '@contract/channels'
import { beforeEach, expect, it } from 'vitest'
import type { ManualClock } from '../testing/manual-clock'
import { type TestApp, testApp } from '../testing/test-app'
import type { App } from './app'

let clock: ManualClock
let app: App
let saved: TestApp['saved']
let ask: Handlers

beforeEach(async () => {
  ;({ app, clock, saved } = await testApp())
  ask = app.handlers
})

/** Adds a meter, connects it and lets it stream for a while. */
async function live(ms = 3000): Promise<string> {
  const { id } = await ask['instruments:add']({
    kind: 'powerspy2',
    name: 'desk',
    address: '/dev/rfcomm0',
    intervalMs: 100,
  })
  await ask['instruments:connect'](id)
  await clock.advance(ms)
  return id
}

it('goes from a typed device node to live samples, and remembers the meter', async () => {
  const id = await live()
  const [view] = await ask['instruments:list']()
  expect(view).toMatchObject({ id, link: { at: 'live' }, timing: { trueMs: 100, periods: 5 } })
  expect(saved().instruments).toMatchObject([{ id, name: 'desk', serial: view?.identity?.serial }])
})

it('gives the same statistics for the live view and for the recorded session', async () => {
  const id = await live(1000)
  const { sessionId, startUs } = await ask['recording:start']('run')
  await clock.advance(10_000)
  const fromUs = (startUs ?? 0) + 1_000_000
  const request = { channels: [`${id}/power`], fromUs, toUs: fromUs + 5_000_000 }
  const inRecording = await ask['series:stats']({ scope: { kind: 'live' }, ...request })
  await ask['recording:stop']()
  const recorded = await ask['series:stats']({ scope: { kind: 'session', id: sessionId }, ...request })
  expect(recorded).toEqual(inRecording)
  expect(recorded).toMatchObject({ rows: [{ n: 50 }], gaps: [], gapsLeftOut: 0 })
  const memory = await ask['series:stats']({ scope: { kind: 'live' }, ...request })
  expect(memory).toEqual(recorded)
})

it('verifies a session of the library, and not the one that is being recorded', async () => {
  await live(1000)
  const { sessionId } = await ask['recording:start']('run')
  await clock.advance(2_000)
  await expect(ask['sessions:verify'](sessionId ?? '')).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  await ask['recording:stop']()
  const check = await ask['sessions:verify'](sessionId ?? '')
  expect(check).toMatchObject({ id: sessionId, damages: [], moreDamages: 0 })
  expect(check.sources[0]?.readable).toBeGreaterThan(10)
})

it('gives the sample at a time from memory, and from the session file', async () => {
  const id = await live(1000)
  const { sessionId } = await ask['recording:start']('run')
  await clock.advance(3000)
  const request = { channels: [`${id}/power`, `${id}/voltage`, 'nobody/power'], tUs: clock.nowUs() - 1_500_000 }
  const before = await ask['series:nearest']({ scope: { kind: 'live' }, ...request, side: 'before' })
  expect(before.map(({ channel }) => channel)).toEqual([`${id}/power`, `${id}/voltage`])
  expect(before[0]?.tUs).toBeLessThan(request.tUs)
  await ask['recording:stop']()
  expect(
    await ask['series:nearest']({ scope: { kind: 'session', id: sessionId ?? '' }, ...request, side: 'before' }),
  ).toEqual(before)
})

it('keeps recording when the page goes away', async () => {
  await live()
  await ask['recording:start'](null)
  await ask['live:follow']({ windowUs: 10_000_000, buckets: 100 })
  app.pageGone()
  await clock.advance(5000)
  await ask['recording:stop']()
  const [row] = await ask['sessions:list']()
  expect(row?.samples).toBeGreaterThanOrEqual(49)
})

it.each([
  ['instruments:add', [{ kind: 'powerspy2', name: 'x', address: '/etc/passwd', intervalMs: 100 }]],
  ['instruments:add', [{ kind: 'powerspy2', name: 'x', address: '/dev/x', intervalMs: 0.5 }]],
  ['instruments:add', [{ kind: 'nothing', name: 'x', address: '/dev/x', intervalMs: 100 }]],
  ['instruments:add', [{ kind: 'powerspy2', name: '', address: '/dev/x', intervalMs: 100 }]],
  ['instruments:connect', ['no-such']],
  ['instruments:connect', [{ id: 1 }]],
  ['instruments:add', [{ kind: '34980a', name: 'x', address: 'a b', intervalMs: 1000 }]],
  ['instruments:add', [{ kind: '34980a', name: 'x', address: 'host:0', intervalMs: 1000 }]],
  ['instruments:add', [{ kind: '34980a', name: 'x', address: 'host', intervalMs: 1000 }]],
  ['instruments:add', [{ kind: '34980a', name: 'x', address: 'host', intervalMs: 1000, plan: 'unknown' }]],
  ['instruments:add', [{ kind: '34980a', name: 'x', address: 'host', intervalMs: 1000, nplc: -1 }]],
  [
    'instruments:add',
    [{ kind: '34980a', name: 'x', address: 'host', intervalMs: 1000, channelFile: { name: 'x', text: '' } }],
  ],
  ['instruments:add', [{ kind: 'powerspy2', name: 'x', address: '/dev/x', intervalMs: 100, nplc: 1 }]],
  ['plan:take', ['/etc/passwd']],
  ['plan:take', ['no-token']],
  ['plan:example', ['../../etc/passwd']],
  ['tree:get', [{ scope: { kind: 'live' }, sourceId: 'nobody', moment: { at: 'live' } }]],
  ['tree:get', [{ scope: { kind: 'live' }, sourceId: 'm', moment: { at: 'mean', fromUs: 2, toUs: 1 } }]],
  ['tree:get', [{ scope: { kind: 'live' }, sourceId: 'm', moment: { at: 'time', tUs: Number.NaN } }]],
  ['tree:follow', [{}]],
  ['tree:export', [{ scope: { kind: 'live' }, sourceId: 'm', moment: { at: 'live' } }, 'pdf']],
  ['live:follow', [{ windowUs: -1, buckets: 100 }]],
  ['live:follow', [{ windowUs: 1e6, buckets: 1e9 }]],
  ['series:window', [{ scope: { kind: 'live' }, channels: [], fromUs: 2, toUs: 1, buckets: 10 }]],
  ['series:stats', [{ scope: { kind: 'session', id: '../../etc' }, channels: [], fromUs: 1, toUs: 2 }]],
  ['series:nearest', [{ scope: { kind: 'live' }, channels: [], tUs: 1.5, side: 'before' }]],
  ['series:nearest', [{ scope: { kind: 'live' }, channels: [], tUs: 1, side: 'beside' }]],
  ['sessions:remove', ['../x']],
  ['settings:set', [{ theme: 'pink' }]],
  ['settings:set', [{ instruments: [] }]],
  ['settings:set', [{ diskReserveMb: 99 }]],
  ['settings:set', [{ shownChannels: { 'm/power': 'yes' } }]],
  ['settings:set', [{ shownChannels: Object.fromEntries(Array.from({ length: 501 }, (_, i) => [`m/${i}`, true])) }]],
  ['recording:start', ['x'.repeat(500)]],
  ['about:copy', [42]],
  ['api:set', [{ port: 0 }]],
  ['api:set', [{ port: 70_000 }]],
  ['api:set', [{ bind: 'example.org' }]],
  ['api:set', [{ allow: ['10.0.0.0'] }]],
  ['api:set', [{ allow: ['0.0.0.0/0'] }]],
  ['api:set', [{ token: 'short' }]],
  ['api:set', [{ token: `with:colon-${'x'.repeat(20)}` }]],
  ['api:set', [{ on: 'yes' }]],
  ['import:inspect', ['../x', null]],
  ['import:run', [{ token: 't', session: null, filters: null, offsetS: Number.POSITIVE_INFINITY }]],
  ['import:run', [{ token: 't', session: '/etc', filters: null, offsetS: 0 }]],
  ['import:run', [{ token: 't', session: null, filters: [1], offsetS: 0 }]],
  ['import:preview', ['t', 'pc', '']],
  ['clocks:set', ['abc', 'pc', { by: 'offset', offsetUs: Number.NaN }]],
  ['clocks:set', ['abc', 'pc', { by: 'guess' }]],
  ['clocks:propose', ['abc', 'pc', 'stars']],
  ['instruments:update', ['x', { labels: { power: '' } }]],
] as const)('refuses %s with %j and changes nothing', async (request, args) => {
  const before = JSON.stringify(saved())
  await expect(ask[request](...args)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  expect(JSON.stringify(saved())).toBe(before)
})

it('replaces the shown channels as a whole, and records with the disk reserve of the settings', async () => {
  await ask['settings:set']({ shownChannels: { 'm/power': false }, diskReserveMb: 2_000 })
  await ask['settings:set']({ shownChannels: { 'm/voltage': true } })
  await app.settings.saved()
  expect(saved()).toMatchObject({ shownChannels: { 'm/voltage': true }, diskReserveMb: 2_000 })
  expect(Object.keys(saved().shownChannels)).toEqual(['m/voltage'])
  expect((await ask['recording:get']()).diskReserveBytes).toBe(2e9)
})

it('tells the traffic of a meter in words until the page goes away', async () => {
  const told: string[] = []
  app.teller.hear((message) => {
    if (message.topic === 'traffic:added') told.push(...message.message.lines.map(({ meaning }) => meaning))
  })
  const id = await live(1000)
  expect(told).toEqual([])
  const kept = await ask['traffic:follow']()
  const said = kept.map(({ text, meaning }) => [text, meaning])
  expect(kept.every(({ instrumentId }) => instrumentId === id)).toBe(true)
  expect(said).toContainEqual(['<?>', 'identity'])
  expect(said).toContainEqual(['<V0E>', 'EEPROM 0E'])
  expect(said).toContainEqual(['<F6C00>', '50.00 Hz'])
  expect(said).toContainEqual(['live: samples are coming in', ''])
  await clock.advance(1000)
  expect(told.length).toBeGreaterThanOrEqual(8)
  expect(told.every((meaning) => /^P -?[\d.]+ W, [\d.]+ V, [\d.]+ A$/.test(meaning))).toBe(true)
  const before = told.length
  app.pageGone()
  await clock.advance(1000)
  expect(told.length).toBe(before)
})

it('says goodbye to meters before it closes the session, and stopping twice is stopping once', async () => {
  await live()
  await ask['recording:start'](null)
  const stopped = Promise.all([app.stop(), app.stop()])
  await clock.advance(2000)
  await stopped
  expect(app.recorder.sessionId).toBeNull()
  expect(app.bench.anyUp).toBe(false)
})

it('keeps the HTTP API off until it is switched on, and makes a token before it opens to the network', async () => {
  expect(await ask['api:get']()).toMatchObject({ settings: { on: false }, addresses: [], warnings: [] })
  expect(await ask['api:set']({ on: true, port: 9000 })).toMatchObject({ addresses: ['http://127.0.0.1:9000/api/v2/'] })
  expect(saved().api).toMatchObject({ on: true, port: 9000, bind: null, token: null })
  const open = await ask['api:set']({ bind: '0.0.0.0', allow: ['10.0.0.0/8'] })
  expect(open.settings.token).toMatch(/^token-/)
  expect(open.warnings.join(' ')).toContain('10.0.0.0/8')
  expect(await ask['api:set']({ on: false })).toMatchObject({ addresses: [] })
})

it('keeps labels given to channels, in the view and across a restart', async () => {
  const id = await live()
  await ask['instruments:update'](id, { labels: { power: 'PSU' } })
  const [view] = await ask['instruments:list']()
  expect(view?.channels.find(({ key }) => key === 'power')?.label).toBe('PSU')
  expect(saved().instruments[0]?.labels).toEqual({ power: 'PSU' })
})

it('sets a marker in the recording under way, tells the page at once, and finds it in the session', async () => {
  await live(1000)
  await expect(ask['recording:mark']('too early')).rejects.toMatchObject({ code: 'NOTHING_TO_RECORD' })
  const told: unknown[] = []
  app.teller.hear(({ topic, message }) => topic === 'session:event' && void told.push(message))
  const { sessionId } = await ask['recording:start']('run')
  await clock.advance(1000)
  const event = await ask['recording:mark']('kernel loaded')
  expect(event).toMatchObject({ atUs: clock.nowUs(), kind: 'marker', text: 'kernel loaded' })
  await expect(ask['recording:mark']('')).rejects.toMatchObject({ code: 'BAD_REQUEST' })

  // What scripts say is told too, what instruments do is not
  const script = { what: 'measurement', unit: 'mypc', name: 'warm-up', message: '' } as const
  await app.inbox.startSpan('latest', script, { atUs: clock.nowUs(), from: '127.0.0.1' })
  expect(told).toMatchObject([
    { seq: 1, sessionId, event },
    { seq: 2, sessionId, event: { kind: 'span-start', detail: { name: 'warm-up' } } },
  ])
  await ask['recording:stop']()
  const { events } = await ask['sessions:show'](sessionId)
  expect(events.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['marker', 'span-start', 'stopped']))
  expect(told).toHaveLength(2)
})
