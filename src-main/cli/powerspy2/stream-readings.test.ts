import { describe, expect, it } from 'vitest'
import { Fault } from '../../base/fault'
import { type BenchOptions, goodBench, PowerspyBench } from '../../instruments/powerspy2/bench'
import { powerspy2 } from '../../instruments/powerspy2/index'
import { constantLoad } from '../../instruments/powerspy2/loads'
import type { RfcommNode } from '../../ports/rfcomm'
import type { OpenLine } from '../../ports/transport'
import { untilSettled } from '../../testing/instrument.suite'
import { ManualClock } from '../../testing/manual-clock'
import { noBluetooth } from '../../testing/no-bluetooth'
import { openCable } from '../../transports/sim/cable'
import { type StreamSettings, streamReadings } from './stream-readings'

const SETTINGS: StreamSettings = {
  device: 'cable',
  intervalMs: 200,
  debug: false,
  trace: false,
  count: null,
  reconnect: false,
}

const METER = '00:0B:CE:2A:41:7F'
const node = (number: number, bluetooth: string): RfcommNode => ({
  number,
  path: `/dev/rfcomm${number}`,
  bluetooth,
  channel: 1,
})

function start(over: Partial<StreamSettings>, faults: BenchOptions['faults'] = {}) {
  const clock = new ManualClock()
  const bench = new PowerspyBench({ ...goodBench(clock), load: constantLoad(100), faults })
  const cable = openCable(bench, clock)
  const written: string[] = []
  const opened: string[] = []
  const kernel: { nodes: readonly RfcommNode[] } = { nodes: [node(0, METER)] }
  const openLine: OpenLine = async (address, events, signal) => {
    opened.push(address)
    const line = await cable(address, events, signal)
    const write = (bytes: Uint8Array): Promise<void> => {
      written.push(String.fromCharCode(...bytes))
      return line.write(bytes)
    }
    return { ...line, label: line.label, write, close: () => line.close() }
  }
  const printed: (readonly [atUs: number, watts: number, windowMs: number])[] = []
  const said: string[] = []
  const stop = new AbortController()
  let ended: { readonly fault: Fault | null } | null = null
  streamReadings(
    { ...SETTINGS, ...over },
    {
      instrument: powerspy2,
      openLine,
      rfcomm: { ...noBluetooth.rfcomm, nodes: async () => kernel.nodes },
      clock,
      print: (atUs, watts, windowMs) => printed.push([atUs, watts, windowMs]),
      complain: (text) => said.push(text),
      stop,
    },
  ).then(
    () => {
      ended = { fault: null }
    },
    (fault: unknown) => {
      ended = { fault: fault instanceof Fault ? fault : null }
    },
  )
  return { clock, printed, said, stop, written, opened, kernel, ended: () => ended }
}

describe('without --reconnect', () => {
  it('prints until interrupted, then says goodbye and ends well', async () => {
    const { clock, printed, stop, written, ended } = start({})
    await clock.advance(20)
    await clock.advance(1_000)
    expect(printed).toHaveLength(5)
    expect(printed[0]?.slice(1)).toEqual([expect.closeTo(100, 3), 200])
    stop.abort()
    await clock.advance(0)
    expect(ended()).toEqual({ fault: null })
    expect(written.at(-1)).toBe('<Q>')
  })

  it('ends after --count readings', async () => {
    const { clock, printed, written, ended } = start({ count: 3 }, { bunch: 5 })
    await clock.advance(3_000)
    expect(ended()).toEqual({ fault: null })
    expect(printed).toHaveLength(3)
    expect(written.at(-1)).toBe('<Q>')
  })

  it('gives up after 10 s of silence in mid-stream', async () => {
    const { clock, printed, ended } = start({}, { silentAfter: { frames: 4, back: false } })
    await clock.advance(10_700)
    expect(printed).toHaveLength(4)
    expect(ended()).toBeNull()
    await clock.advance(1_500)
    expect(ended()?.fault).toMatchObject({ code: 'METER_STOPPED' })
    expect(ended()?.fault?.view.cause).toContain('For 10 s no reading came')
  })

  it('waits five periods of a long interval', async () => {
    const { clock, ended } = start({ intervalMs: 4_000 }, { silentAfter: { frames: 2, back: false } })
    await clock.advance(23_500)
    expect(ended()).toBeNull()
    await clock.advance(2_000)
    expect(ended()?.fault?.code).toBe('METER_STOPPED')
  })

  it('gives up at once when the line hangs up', async () => {
    const { clock, ended } = start({}, { hangUpAfter: 3 })
    await clock.advance(700)
    expect(ended()?.fault?.code).toBe('LINE_HUNG_UP')
  })

  it('gives up on a meter that never answers', async () => {
    const { clock, ended } = start({}, { silent: true })
    const settled = await untilSettled(clock, ended)
    expect(settled.fault?.code).toBe('METER_SILENT')
  })

  it('can be interrupted while a dead meter is asked', async () => {
    const { clock, stop, ended } = start({}, { silent: true })
    await clock.advance(2_500)
    stop.abort()
    await clock.advance(1_000)
    expect(ended()).toEqual({ fault: null })
  })
})

describe('with --reconnect', () => {
  it('resets a silent meter and goes on with rising stamps', async () => {
    const { clock, printed, said, ended } = start({ reconnect: true }, { silentAfter: { frames: 4, back: true } })
    await clock.advance(12_000)
    expect(ended()).toBeNull()
    expect(printed.length).toBeGreaterThan(20)
    const times = printed.map(([atUs]) => atUs)
    expect(times.every((time, index) => index === 0 || time > (times[index - 1] ?? 0))).toBe(true)
    expect(said).toHaveLength(1)
    expect(said[0]).toContain('Trying again in 1 s.')
  })

  it('backs off 1, 2, 4, 8 s, and can be interrupted in between', async () => {
    const { clock, said, stop, ended } = start({ reconnect: true }, { refuse: 'J' })
    await clock.advance(20_000)
    expect(said.map((text) => text.split('\n').at(-1))).toEqual(
      [1, 2, 4, 8, 16].map((seconds) => `wattbench: Trying again in ${seconds} s.`),
    )
    stop.abort()
    await clock.advance(0)
    expect(ended()).toEqual({ fault: null })
  })

  it('finds a Bluetooth meter again under another number, and opens nothing else meanwhile', async () => {
    const faults = { silentAfter: { frames: 4, back: true } }
    const { clock, printed, said, opened, kernel } = start({ reconnect: true, device: '/dev/rfcomm0' }, faults)
    await clock.advance(2_000)
    kernel.nodes = [node(0, '00:0B:CE:00:00:01')]
    await clock.advance(6_000)
    expect(opened).toEqual(['/dev/rfcomm0'])
    expect(said.join('\n')).toContain(`no port leads to ${METER}`)
    kernel.nodes = [...kernel.nodes, node(3, METER)]
    await clock.advance(10_000)
    expect(opened).toEqual(['/dev/rfcomm0', '/dev/rfcomm3'])
    expect(printed.length).toBeGreaterThan(20)
  })

  it('never prints a reading of another meter', async () => {
    const faults = { silentAfter: { frames: 4, back: true }, swap: 912 }
    const { clock, printed, said, ended } = start({ reconnect: true }, faults)
    await clock.advance(30_000)
    expect(printed).toHaveLength(4)
    expect(ended()).toBeNull()
    expect(said.join('\n')).toContain('The readings so far came from meter #1111; now #0912 answers.')
  })
})

it('prints the traffic with --debug', async () => {
  const { clock, said } = start({ debug: true, count: 1 })
  await clock.advance(2_000)
  expect(said.slice(0, 4)).toEqual(['> <Q>', '< <K>', '> <?>', '< <POWERSPYR010035030457>'])
  expect(said.slice(-2)).toEqual(['> <Q>', '< <K>'])
})

it('prints what the traffic means with --trace', async () => {
  const { clock, said } = start({ trace: true, count: 1 })
  await clock.advance(2_000)
  expect(said.slice(0, 4)).toEqual([
    '> <Q>  stop stream',
    '< <K>  done',
    '> <?>  identity',
    '< <POWERSPYR010035030457>  ready, serial 1111',
  ])
  expect(said).toContain('< <F6C00>  50.00 Hz')
  expect(said.some((line) => /^< <[0-9A-F ]{36}> {2}P 100\.00 W, 2\d\d\.\d V, 0\.\d{3} A$/.test(line))).toBe(true)
})
