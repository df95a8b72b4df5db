import type { Handlers } from '@contract/channels'
import type { SolvedTree, TreeMoment, TreeReply } from '@contract/tree'
import { beforeEach, expect, it } from 'vitest'
import { DEMO_PLAN } from '../instruments/agilent-34980a/demo-plan'
import type { ManualClock } from '../testing/manual-clock'
import { type TestApp, testApp } from '../testing/test-app'
import type { App } from './app'

let house: TestApp
let clock: ManualClock
let app: App
let ask: Handlers

beforeEach(async () => {
  house = await testApp()
  ;({ clock, app } = house)
  ask = app.handlers
})

const LIVE = { kind: 'live' } as const
const POWER_ROOT = 'power_2004'

/** Opens the demo plan as a file, adds a voltmeter with it and scans every two seconds for a while. */
async function scanning(ms: number): Promise<string> {
  house.files.put('/home/board.csv', DEMO_PLAN.text)
  const [given] = await app.give(['/home/board.csv'])
  await ask['plan:take'](given?.token)
  const what = { kind: '34980a', name: 'rails', address: 'meter.lab', intervalMs: 2_000, plan: given?.token, nplc: 1 }
  const { id } = await ask['instruments:add'](what)
  await ask['instruments:connect'](id)
  await clock.advance(ms)
  return id
}

const treeAt = (sourceId: string, moment: TreeMoment, scope: object = LIVE): Promise<TreeReply> =>
  ask['tree:get']({ scope, sourceId, moment })

const wattsOf = (tree: SolvedTree | null, channel: number): number | null | undefined =>
  tree?.rows.find((row) => row.channel === channel)?.value

const session = (id: string | null) => ({ kind: 'session', id: id ?? '' }) as const

it('shows the newest scan with its age, skew and settings', async () => {
  const id = await scanning(9_000)
  const reply = await treeAt(id, { at: 'live' })
  expect(reply).toMatchObject({ sourceId: id, scans: 1, expected: 1, nplc: 1, intervalMs: 2_000, channels: 29 })
  expect(reply.plan).toMatchObject({ file: 'board.csv', hasTree: true, problems: [] })
  expect(reply.tree?.rows.every(({ status }) => status === 'ok')).toBe(true)
  expect(clock.nowUs() - (reply.tree?.endUs ?? 0)).toBeLessThan(4e6)
  const tookMs = ((reply.tree?.endUs ?? 0) - (reply.tree?.startUs ?? 0)) / 1000
  expect(reply.skewMs).toBeCloseTo((tookMs * 28) / 29, 2)
})

it('has the plan, and no tree, before the voltmeter was ever connected', async () => {
  const id = await scanning(0)
  const reply = await treeAt(id, { at: 'live' })
  expect(reply).toMatchObject({ tree: null, skewMs: null, scans: 0, channels: 29 })
  expect(reply.plan.rows).toHaveLength(40)
})

it('gives for a time the scan that is closest, and none where nothing was measured', async () => {
  const id = await scanning(20_500)
  const newest = (await treeAt(id, { at: 'live' })).tree
  const stamp = Math.round(((newest?.startUs ?? 0) + (newest?.endUs ?? 0)) / 2)
  expect((await treeAt(id, { at: 'time', tUs: stamp + 900_000 })).tree).toEqual(newest)
  const before = (await treeAt(id, { at: 'time', tUs: stamp - 1_100_000 })).tree
  expect(before?.endUs).toBeLessThan(newest?.startUs ?? 0)
  expect((await treeAt(id, { at: 'time', tUs: stamp - 60e6 })).tree).toBeNull()
  expect((await treeAt(id, { at: 'time', tUs: stamp + 60e6 })).tree).toBeNull()
})

it('means over a span what the statistics of the same span mean', async () => {
  const id = await scanning(21_000)
  const span = { fromUs: clock.nowUs() - 14e6, toUs: clock.nowUs() }
  const reply = await treeAt(id, { at: 'mean', ...span })
  const channels = [POWER_ROOT, 'power_n11', 'volts_2001'].map((key) => `${id}/${key}`)
  const { rows } = await ask['series:stats']({ scope: LIVE, channels, ...span })
  expect([2004, -11, 2001].map((channel) => wattsOf(reply.tree, channel))).toEqual(rows.map(({ mean }) => mean))
  expect(reply).toMatchObject({ scans: rows[0]?.n, expected: rows[0]?.expected, partial: [] })
  expect([6, 7]).toContain(reply.scans)
})

it('gives the same trees from the session, while it is recorded and years later', async () => {
  const id = await scanning(1_000)
  const { sessionId } = await ask['recording:start']('board')
  await clock.advance(20_000)
  const moments: readonly TreeMoment[] = [
    { at: 'time', tUs: clock.nowUs() - 9e6 },
    { at: 'mean', fromUs: clock.nowUs() - 15e6, toUs: clock.nowUs() },
  ]
  const all = (scope: object) => Promise.all(moments.map((moment) => treeAt(id, moment, scope)))
  const live = await all(LIVE)
  expect(live.every(({ tree }) => tree !== null)).toBe(true)
  expect(await all(session(sessionId))).toEqual(live)
  const newest = (await treeAt(id, { at: 'live' })).tree
  await ask['recording:stop']()
  const removing = ask['instruments:remove'](id)
  await clock.advance(2_000)
  await removing
  expect(await all(session(sessionId))).toEqual(live)
  expect((await treeAt(id, { at: 'live' }, session(sessionId))).tree).toEqual(newest)
  await expect(treeAt(id, { at: 'live' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  await expect(treeAt('nobody', { at: 'live' }, session(sessionId))).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  const view = await ask['sessions:show'](sessionId)
  expect(view.sourceInfos[0]?.settings).toEqual({ intervalMs: 2_000, nplc: 1, channels: 29 })
  expect(view.sourceInfos[0]?.channelFile).toEqual({ name: 'board.csv', text: DEMO_PLAN.text })
})

it('names a session by the power of the root', async () => {
  const id = await scanning(1_000)
  const { sessionId, startUs } = await ask['recording:start']('board')
  await clock.advance(20_000)
  await ask['recording:stop']()
  const [row] = await ask['sessions:list']()
  const request = {
    scope: session(sessionId),
    channels: [`${id}/${POWER_ROOT}`],
    fromUs: startUs ?? 0,
    toUs: row?.endUs,
  }
  const { rows } = await ask['series:stats'](request)
  expect(row).toMatchObject({ meanW: rows[0]?.mean, energyJ: rows[0]?.energyJ })
  expect(row?.meanW).toBeGreaterThan(1)
})

it('tells scans to who follows, the newest of those that came together, until the page is gone', async () => {
  const id = await scanning(5_000)
  const told: TreeReply[] = []
  app.teller.hear((message) => {
    if (message.topic === 'tree:scan') told.push(message.message.reply)
  })
  await clock.advance(4_000)
  expect(told).toEqual([])
  await ask['tree:follow'](id)
  await clock.advance(8_000)
  expect(told).toHaveLength(4)
  expect(told.at(-1)).toEqual(await treeAt(id, { at: 'live' }))
  await ask['tree:follow']('somebody-else')
  await clock.advance(4_000)
  await ask['tree:follow'](id)
  app.pageGone()
  await clock.advance(4_000)
  expect(told).toHaveLength(4)
})

it('saves the tree of the moment it was asked for, under the name the dialog gave', async () => {
  const id = await scanning(9_000)
  const request = { scope: LIVE, sourceId: id, moment: { at: 'live' } }
  expect(await ask['tree:export'](request, 'csv')).toEqual({ cancelled: true })
  house.saveDialog.answer = '/tmp/power.csv'
  expect(await ask['tree:export'](request, 'csv')).toEqual({ saved: 'power.csv', rows: 40 })
  const [head, line, rest] = house.files.textAt('/tmp/power.csv')?.split('\n') ?? []
  expect(head?.startsWith('time,VIN [V],VBAT [V]')).toBe(true)
  const tree = (await treeAt(id, { at: 'live' })).tree
  expect(Number(line?.split(',')[4])).toBeCloseTo(wattsOf(tree, 2004) ?? 0, 6)
  expect(rest).toBe('')
  expect(house.saveDialog.asked.at(-1)).toMatchObject({ kind: 'CSV', extension: 'csv' })
  expect(house.saveDialog.asked.at(-1)?.suggestion).toMatch(/^board-power-20260101T0000\d\dZ\.csv$/)
})

it('says in the document that it is a mean', async () => {
  const id = await scanning(21_000)
  house.saveDialog.answer = '/tmp/tree.html'
  const moment = { at: 'mean', fromUs: clock.nowUs() - 14e6, toUs: clock.nowUs() }
  await ask['tree:export']({ scope: LIVE, sourceId: id, moment }, 'tree-plain')
  expect(house.files.textAt('/tmp/tree.html')).toMatch(
    /<p class="note">Mean of [67] of 7 scans, from 2026-01-01T00:00:0/,
  )
})

it('has nothing to save where nothing was measured', async () => {
  const id = await scanning(5_000)
  const request = { scope: LIVE, sourceId: id, moment: { at: 'time', tUs: 1 } }
  await expect(ask['tree:export'](request, 'svg')).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  expect(house.saveDialog.asked).toEqual([])
})

it('solves no tree for an instrument without a channel file', async () => {
  const { id } = await ask['instruments:add']({
    kind: 'powerspy2',
    name: 'wall',
    address: '/dev/rfcomm0',
    intervalMs: 500,
  })
  await expect(treeAt(id, { at: 'live' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  await ask['instruments:connect'](id)
  await clock.advance(3_000)
  await expect(treeAt(id, { at: 'live' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
})

it('starts both meters of the demo bench; the headline stays the wall', async () => {
  await ask['live:follow']({ windowUs: 60e6, buckets: 100, channels: [] })
  const readouts: string[][] = []
  app.teller.hear((message) => {
    if (message.topic === 'live:tick') readouts.push(message.message.readouts.map(({ channel }) => channel))
  })
  expect((await ask['instruments:demo']()).kind).toBe('powerspy2')
  await clock.advance(9_000)
  const all = await ask['instruments:list']()
  expect(all.map(({ id, simulated, link }) => [id, simulated, link.at])).toEqual([
    ['demo-powerspy2', true, 'live'],
    ['demo-34980a', true, 'live'],
  ])
  expect(readouts.at(-1)).toEqual(['demo-powerspy2/power', `demo-34980a/${POWER_ROOT}`])
  expect((await treeAt('demo-34980a', { at: 'live' })).tree?.totalW).toBeGreaterThan(1)
})
