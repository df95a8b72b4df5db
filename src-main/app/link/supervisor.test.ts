import type { Gap, SourceInfo } from '@contract/model'
import { beforeEach, expect, it } from 'vitest'
import type { Fault } from '../../base/fault'
import { silentLog } from '../../base/log'
import { ManualClock, settle } from '../../testing/manual-clock'
import { scriptedInstrument, testFault } from '../../testing/scripted-instrument'
import { Sources } from '../sources'
import { Supervisor } from './supervisor'

let clock: ManualClock
let gaps: Gap[]
let rows: number
let infos: SourceInfo[]
let learned: string[]
let remarks: (readonly [text: string, level: string])[]

beforeEach(() => {
  clock = new ManualClock()
  gaps = []
  rows = 0
  infos = []
  learned = []
  remarks = []
})

function supervise(answers: (string | Fault)[], serial: string | null = null, reconnect = true) {
  const { instrument, lives } = scriptedInstrument(answers)
  const sources = new Sources()
  sources.join({
    source: (info) => infos.push(info),
    segment: () => undefined,
    samples: (_id, block) => {
      rows += block.timesUs.length
    },
    gap: (_id, gap) => gaps.push(gap),
    event: () => undefined,
    gone: () => undefined,
  })
  const supervisor = new Supervisor(
    {
      instrument,
      openLine: () => Promise.reject(testFault()),
      clock,
      log: silentLog,
      sources,
      changed: () => undefined,
      learned: (_id, number) => learned.push(number),
      traffic: ({ text, level = 'plain' }) => remarks.push([text, level]),
    },
    { id: 'm1', name: 'desk', address: '/dev/x', intervalMs: 100, reconnect, serial, simulated: false },
  )
  return { supervisor, lives }
}

const at = (s: Supervisor) => s.view().link.at

it('becomes live with the first sample and learns the serial number', async () => {
  const { supervisor, lives } = supervise(['0457'])
  supervisor.connect()
  await settle()
  expect(at(supervisor)).toBe('connecting')
  lives[0]?.send(40)
  expect(at(supervisor)).toBe('live')
  expect([rows, learned, infos[0]?.identity?.serial]).toEqual([1, ['0457'], '0457'])
})

it('is stale after max(3 periods, 1 s), reset after max(5 periods, 3 s), back after 1 s with one gap', async () => {
  const { supervisor, lives } = supervise(['0457'])
  supervisor.connect()
  await settle()
  lives[0]?.send(40)
  const lastUs = clock.nowUs()
  await clock.advance(900)
  expect(at(supervisor)).toBe('live')
  await clock.advance(300)
  expect(at(supervisor)).toBe('stale')
  await clock.advance(1700)
  expect([at(supervisor), lives[0]?.stopped]).toEqual(['stale', 0])
  await clock.advance(300)
  expect([at(supervisor), lives[0]?.stopped]).toEqual(['reconnecting', 1])
  expect(gaps).toMatchObject([{ fromUs: lastUs, toUs: null, cause: 'silent' }])
  await clock.advance(1000)
  lives[1]?.send(41)
  expect(at(supervisor)).toBe('live')
  expect(gaps[1]).toMatchObject({ fromUs: lastUs, toUs: clock.nowUs(), cause: 'silent' })
  expect(gaps[1]?.lost).toBe(Math.round((clock.nowUs() - lastUs) / 100_000) - 1)
  expect(supervisor.view().health).toMatchObject({
    reconnects: 1,
    lastOutage: { fromUs: lastUs, lengthS: (clock.nowUs() - lastUs) / 1e6 },
  })
})

it('comes back from stale without a gap when the frames were only late', async () => {
  const { supervisor, lives } = supervise(['0457'])
  supervisor.connect()
  await settle()
  lives[0]?.send(40)
  await clock.advance(2000)
  expect(at(supervisor)).toBe('stale')
  lives[0]?.send(...Array(20).fill(40))
  expect([at(supervisor), gaps]).toEqual(['live', []])
})

it('waits longer after each failed try', async () => {
  const { supervisor, lives } = supervise(['0457', testFault('PORT_MISSING'), testFault('PORT_MISSING'), '0457'])
  supervisor.connect()
  await settle()
  lives[0]?.send(40)
  lives[0]?.end(testFault())
  await settle()
  const waits: number[] = []
  for (let i = 0; i < 3; i++) {
    const link = supervisor.view().link
    if (link.at !== 'reconnecting') throw new Error(link.at)
    const waitMs = (link.nextAtUs - clock.nowUs()) / 1000
    waits.push(waitMs)
    await clock.advance(waitMs)
  }
  expect(waits).toEqual([1000, 2000, 4000])
  lives[1]?.send(40)
  expect(at(supervisor)).toBe('live')
})

it('refuses another meter during a reconnect, lets none of its samples through and stops trying', async () => {
  const { supervisor, lives } = supervise(['0457', '0912'])
  supervisor.connect()
  await settle()
  lives[0]?.send(40)
  lives[0]?.end(testFault())
  await settle()
  await clock.advance(1000)
  lives[1]?.send(99)
  const { link } = supervisor.view()
  expect(link).toMatchObject({ at: 'failed', fault: { code: 'METER_OTHER' } })
  expect([rows, lives[1]?.stopped]).toEqual([1, 1])
  await clock.advance(60_000)
  expect(lives.length).toBe(2)
})

it('refuses another meter than the saved one at the first connect', async () => {
  const { supervisor } = supervise(['0912'], '0457')
  supervisor.connect()
  await settle()
  expect(supervisor.view().link).toMatchObject({ at: 'failed', fault: { code: 'METER_OTHER' } })
  expect(infos).toEqual([])
})

it('fails instead of retrying when reconnecting is switched off', async () => {
  const { supervisor, lives } = supervise(['0457'], null, false)
  supervisor.connect()
  await settle()
  lives[0]?.send(40)
  lives[0]?.end(testFault())
  await settle()
  expect(at(supervisor)).toBe('failed')
})

it('stops the meter on disconnect and on pressing twice, and can connect again', async () => {
  const { supervisor, lives } = supervise(['0457'])
  supervisor.connect()
  supervisor.connect()
  await settle()
  expect(lives.length).toBe(1)
  lives[0]?.send(40)
  await Promise.all([supervisor.disconnect(), supervisor.disconnect()])
  expect([at(supervisor), lives[0]?.stopped]).toEqual(['closed', 1])
  supervisor.connect()
  await settle()
  await clock.advance(500)
  lives[1]?.send(40)
  expect(gaps.at(-1)).toMatchObject({ cause: 'disconnected', toUs: clock.nowUs() })
})

it('says who answered only while that connection stands', async () => {
  const { supervisor, lives } = supervise(['0457', '0457', '0912'])
  expect(supervisor.answered).toBeNull()
  supervisor.connect()
  expect(supervisor.answered).toBeNull()
  await settle()
  const first = supervisor.answered
  expect(first?.serial).toBe('0457')
  lives[0]?.send(40)
  lives[0]?.end(testFault())
  await settle()
  expect([supervisor.answered, supervisor.view().identity?.serial]).toEqual([null, '0457'])
  await clock.advance(1000)
  expect(supervisor.answered).toEqual(first)
  expect(supervisor.answered).not.toBe(first)
  await supervisor.disconnect()
  expect(supervisor.answered).toBeNull()
  supervisor.connect()
  await settle()
  expect([at(supervisor), supervisor.answered]).toEqual(['failed', null])
})

it('restarts the stream when the interval changes', async () => {
  const { supervisor, lives } = supervise(['0457'])
  supervisor.connect()
  await settle()
  lives[0]?.send(40)
  await supervisor.retarget({
    id: 'm1',
    name: 'desk',
    address: '/dev/x',
    intervalMs: 500,
    reconnect: true,
    serial: '0457',
    simulated: false,
  })
  await settle()
  expect([lives[0]?.stopped, lives[1]?.settings.intervalMs]).toEqual([1, 500])
})

it('remarks every turn of the link and every rejected frame among the traffic', async () => {
  const { supervisor, lives } = supervise(['0457', testFault('PORT_MISSING'), '0912'])
  supervisor.connect()
  await settle()
  lives[0]?.send(40)
  lives[0]?.send(41)
  lives[0]?.io.events.rejected(1, 'power above voltage × current')
  lives[0]?.end(testFault())
  await settle()
  await clock.advance(1000)
  await clock.advance(2000)
  expect(remarks).toEqual([
    ['connecting: open', 'plain'],
    ['connecting: start', 'plain'],
    ['live: samples are coming in', 'plain'],
    ['frame rejected: power above voltage × current', 'warn'],
    ['lost: The line broke; next try in 1 s', 'fault'],
    ['connecting, try 1: open', 'plain'],
    ['lost: The line broke; next try in 2 s', 'fault'],
    ['connecting, try 2: open', 'plain'],
    ['connecting, try 2: start', 'plain'],
    [expect.stringMatching(/^other meter: refused, link closed\. .*#0912/), 'fault'],
  ])
})
