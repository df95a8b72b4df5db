import { expect, it } from 'vitest'
import type { Instrument } from '../ports/instrument'
import type { RfcommNode } from '../ports/rfcomm'
import { memorySessions } from '../store/memory-sessions'
import { ManualClock } from '../testing/manual-clock'
import { noBluetooth } from '../testing/no-bluetooth'
import { scriptedInstrument, testFault } from '../testing/scripted-instrument'
import { recordRun } from './record-run'

const METER = '00:0B:CE:2A:41:7F'
const OTHER = '00:0B:CE:00:00:01'

const node = (number: number, bluetooth: string): RfcommNode => ({
  number,
  path: `/dev/rfcomm${number}`,
  bluetooth,
  channel: 1,
})

/** A recording from /dev/rfcomm0 that has its first sample; `places` are the nodes of the kernel. */
async function record(reach: Instrument['reach'], places: { nodes: readonly RfcommNode[] }) {
  const clock = new ManualClock()
  const { instrument, lives } = scriptedInstrument(['0457'])
  const said: string[] = []
  const stop = new AbortController()
  const ended = recordRun({
    instrument: { ...instrument, reach },
    openLine: () => Promise.reject(testFault()),
    rfcomm: { ...noBluetooth.rfcomm, nodes: async () => places.nodes },
    store: memorySessions(),
    clock,
    log: { say: (_level, _subject, text) => said.push(text) },
    appVersion: 'test',
    address: '/dev/rfcomm0',
    settings: { intervalMs: 100 },
    name: null,
    durationMs: null,
    diskReserveBytes: 0,
    samples: null,
    signal: stop.signal,
    started: () => undefined,
  })
  await clock.advance(200)
  lives[0]?.send(40)
  const finish = async () => {
    stop.abort()
    await clock.advance(100)
    return ended
  }
  return { clock, lives, said, finish, opened: () => lives.map(({ io }) => io.address) }
}

it('finds the meter of the command line again under another number, and opens nothing else', async () => {
  const places = { nodes: [node(0, METER)] }
  const { clock, lives, said, finish, opened } = await record('serial', places)
  places.nodes = [node(0, OTHER)]
  lives[0]?.end(testFault())
  await clock.advance(4_000)
  expect(opened()).toEqual(['/dev/rfcomm0'])
  expect(said).toContainEqual(expect.stringContaining(`/dev/rfcomm0 now leads to another device (${OTHER})`))
  places.nodes = [node(0, OTHER), node(1, METER)]
  await clock.advance(4_000)
  expect(opened()).toEqual(['/dev/rfcomm0', '/dev/rfcomm1'])
  lives[1]?.send(41)
  const row = await finish()
  expect(row.samples).toBe(2)
  expect(said).toContainEqual(expect.stringContaining('Found on /dev/rfcomm1 by its Bluetooth address'))
})

it('opens what is no Bluetooth node where it was named', async () => {
  for (const reach of ['serial', 'tcp'] as const) {
    const { clock, lives, finish, opened } = await record(reach, { nodes: reach === 'tcp' ? [node(0, METER)] : [] })
    lives[0]?.end(testFault())
    await clock.advance(2_000)
    lives[1]?.send(41)
    await finish()
    expect(opened()).toEqual(['/dev/rfcomm0', '/dev/rfcomm0'])
  }
})
