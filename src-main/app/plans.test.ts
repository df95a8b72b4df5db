import type { Handlers } from '@contract/channels'
import { MAX_GIVEN_FILES } from '@contract/files'
import type { OpenPlan } from '@contract/tree'
import { beforeEach, expect, it } from 'vitest'
import { type TestApp, testApp } from '../testing/test-app'
import { MOST_PLAN_BYTES } from './plans'

const GOOD = '2001,VIN,none,1,0,-1\n2002,IN,rail,0.05,0,2001,0,0\n'
const OTHER = `${GOOD}2003,CPU,cpu,0.1,3.3,0,2002,0\n`
const BAD = '2001,VIN,none,1,0,-1\n2002,IN,rail,0,12,0,0,0\n'

let house: TestApp
let ask: Handlers
let told: OpenPlan[]

beforeEach(async () => {
  house = await testApp()
  ask = house.app.handlers
  told = []
  house.app.teller.hear((message) => {
    if (message.topic === 'plan:changed') told.push(message.message.opened)
  })
})

async function dropped(text: string | Uint8Array, path = '/home/board.csv'): Promise<string> {
  house.files.put(path, text)
  const [given] = await house.app.give([path])
  return given?.token ?? ''
}

it('opens what was dropped: rows, problems, each row in words', async () => {
  const token = await dropped(BAD)
  expect(token).not.toContain('/')
  const opened = await ask['plan:take'](token)
  expect(opened).toMatchObject({ token, example: false, plan: { file: 'board.csv', rows: [] } })
  expect(opened.plan.problems).toMatchObject([{ code: 'E106', line: 2 }])
  expect(opened.explained).toEqual([
    { line: 1, text: 'V = V(2001)' },
    { line: 2, text: 'P = V(2002) / 0 Ω × 12 V, root of the tree' },
  ])
})

it('opens what the dialog named, and nothing when the person thought better of it', async () => {
  expect(await ask['plan:open']()).toBeNull()
  house.files.put('/home/board.csv', GOOD)
  house.openDialog.answer = '/home/board.csv'
  expect((await ask['plan:open']())?.plan).toMatchObject({ file: 'board.csv', hasTree: true })
})

it('opens the examples by name and says that they are examples', async () => {
  house.files.put('/examples/tinderboxC2.csv', GOOD)
  expect(await ask['plan:example']('tinderboxC2')).toMatchObject({ example: true, plan: { file: 'tinderboxC2.csv' } })
})

it('reads the file again when it changes, once for several changes, and tells only what is new', async () => {
  const token = await dropped(BAD)
  await ask['plan:take'](token)
  house.files.put('/home/board.csv', '')
  house.files.put('/home/board.csv', GOOD)
  await house.clock.advance(1_000)
  expect(told).toMatchObject([{ token, plan: { problems: [], hasTree: true } }])
  house.files.put('/home/board.csv', GOOD)
  await house.clock.advance(1_000)
  expect(told).toHaveLength(1)
})

it('a deleted file is a problem, and no problem once it is back', async () => {
  const token = await dropped(GOOD)
  await ask['plan:take'](token)
  house.files.put('/home/board.csv', null)
  await house.clock.advance(1_000)
  expect(told[0]?.plan).toMatchObject({ file: 'board.csv', rows: [], problems: [{ code: 'E100', severity: 'error' }] })
  await expect(
    ask['instruments:add']({ kind: '34980a', name: 'x', address: 'host', intervalMs: 1000, plan: token }),
  ).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  house.files.put('/home/board.csv', GOOD)
  await house.clock.advance(1_000)
  expect(told[1]?.plan).toMatchObject({ hasTree: true, problems: [] })
})

it('closes: nothing is watched or told any more; a page that is gone has closed all', async () => {
  await ask['plan:take'](await dropped(GOOD, '/a.csv'))
  const second = await dropped(GOOD, '/b.csv')
  await ask['plan:take'](second)
  await ask['plan:close'](second)
  expect(house.files.watched).toEqual(['/a.csv'])
  house.files.put('/b.csv', OTHER)
  await house.clock.advance(1_000)
  house.app.pageGone()
  expect(house.files.watched).toEqual([])
  expect(told).toEqual([])
})

it('gives a file that is handed over twice the same token', async () => {
  expect(await dropped(GOOD)).toBe(await dropped(OTHER))
})

it.each([
  ['a folder', ['/home/']],
  ['a file that is not there', ['/home/none.csv']],
  ['a relative path', ['board.csv']],
  ['the empty path of a file the page made', ['']],
  ['too many files', Array.from({ length: MAX_GIVEN_FILES + 1 }, (_, i) => `/${i}`)],
  ['what is no list', '/home/board.csv'],
])('refuses %s', async (_what, paths) => {
  house.files.put('/home/board.csv', GOOD)
  await expect(house.app.give(paths)).rejects.toMatchObject({
    code: expect.stringMatching(/BAD_REQUEST|FILE_UNREADABLE/),
  })
})

it.each([
  ['too large', 'x'.repeat(MOST_PLAN_BYTES + 1)],
  ['no text', Uint8Array.of(0x41, 0xff, 0xfe)],
])('a file that is %s is refused in words', async (_what, content) => {
  const token = await dropped(content)
  await expect(ask['plan:take'](token)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' })
  expect(house.files.watched).toEqual([])
})

it('has a bound on what is open', async () => {
  for (let i = 0; i < 16; i++) await ask['plan:take'](await dropped(GOOD, `/${i}.csv`))
  await expect(ask['plan:take'](await dropped(GOOD, '/one-more.csv'))).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  await ask['plan:take'](await dropped(GOOD, '/3.csv'))
})

/** A voltmeter with this file, connected and scanning. */
async function measuring(text: string): Promise<{ readonly id: string; readonly token: string }> {
  const token = await dropped(text)
  await ask['plan:take'](token)
  const what = { kind: '34980a', name: 'rails', address: 'meter.lab:5025', intervalMs: 1_000, plan: token, nplc: 0.2 }
  const { id } = await ask['instruments:add'](what)
  await ask['instruments:connect'](id)
  await house.clock.advance(3_000)
  return { id, token }
}

const only = async () => (await ask['instruments:list']())[0]

it('keeps file and integration time with the instrument', async () => {
  const { id } = await measuring(GOOD)
  expect(await only()).toMatchObject({
    id,
    link: { at: 'live' },
    settings: { channelFile: 'board.csv', nplc: 0.2, intervalMs: 1_000 },
    timing: { periods: 0.2 },
  })
  expect(house.saved().instruments).toMatchObject([{ channelFile: { name: 'board.csv', text: GOOD }, nplc: 0.2 }])
})

it('does not change a running measurement because its file changed, but says so until it is applied', async () => {
  const { id, token } = await measuring(GOOD)
  await ask['plan:close'](token)
  house.files.put('/home/board.csv', BAD)
  await house.clock.advance(1_000)
  expect(await only()).not.toHaveProperty('newerPlan')
  house.files.put('/home/board.csv', OTHER)
  await house.clock.advance(2_000)
  const before = await only()
  expect(before).toMatchObject({ newerPlan: token, link: { at: 'live' } })
  expect(before?.channels.some(({ key }) => key === 'power_2003')).toBe(false)
  expect((await ask['log:recent']()).at(-1)).toMatchObject({ level: 'warn', subject: 'rails' })
  expect(told).toEqual([])
  const updating = ask['instruments:update'](id, { plan: token })
  await house.clock.advance(2_000)
  await updating
  await house.clock.advance(3_000)
  const after = await only()
  expect(after).not.toHaveProperty('newerPlan')
  expect(after?.channels.some(({ key }) => key === 'power_2003')).toBe(true)
  const { tree } = await ask['tree:get']({ scope: { kind: 'live' }, sourceId: id, moment: { at: 'live' } })
  expect(tree?.rows).toHaveLength(3)
})

it('the flag goes when the file is again what is measured with', async () => {
  await measuring(GOOD)
  house.files.put('/home/board.csv', OTHER)
  await house.clock.advance(1_000)
  house.files.put('/home/board.csv', GOOD)
  await house.clock.advance(1_000)
  expect(await only()).not.toHaveProperty('newerPlan')
})

it('takes no other file while it is being recorded, but another integration time', async () => {
  const { id } = await measuring(GOOD)
  await ask['recording:start'](null)
  const other = await dropped(OTHER, '/other.csv')
  await ask['plan:take'](other)
  await expect(ask['instruments:update'](id, { plan: other })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  const updating = ask['instruments:update'](id, { nplc: 1 })
  await house.clock.advance(2_000)
  await updating
  await house.clock.advance(3_000)
  expect(await only()).toMatchObject({ link: { at: 'live' }, settings: { nplc: 1 }, timing: { periods: 1 } })
})

it('another file names channels anew, but for those a person or a script labelled', async () => {
  const { id } = await measuring(GOOD)
  const named = async (key: string) => (await only())?.channels.find((channel) => channel.key === key)?.label
  const own = await named('power_2002')
  expect(own).toContain('IN')
  const all = (await only())?.channels.map(({ key, label }) => [key, key === 'volts_2001' ? 'mine' : label])
  await ask['instruments:update'](id, { labels: Object.fromEntries(all ?? []) })
  expect(await named('volts_2001')).toBe('mine')
  const other = await dropped(GOOD.replace('IN,rail', 'OUT,rail'), '/other.csv')
  await ask['plan:take'](other)
  const updating = ask['instruments:update'](id, { plan: other })
  await house.clock.advance(2_000)
  await updating
  expect([await named('volts_2001'), await named('power_2002')]).toEqual(['mine', own?.replace('IN', 'OUT')])
  await house.clock.advance(3_000)
  expect([await named('volts_2001'), await named('power_2002')]).toEqual(['mine', own?.replace('IN', 'OUT')])
})
