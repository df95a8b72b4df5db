import { describe, expect, it } from 'vitest'
import type { Clock } from '../base/clock'
import { Fault } from '../base/fault'
import type { Connection, Instrument, InstrumentSettings } from '../ports/instrument'
import type { Bench, OpenLine } from '../ports/transport'
import { type Bend, bunch, chop, delay, drop, garble } from '../transports/sim/bends'
import { openCable } from '../transports/sim/cable'
import { ManualClock, settle } from './manual-clock'
import { Recorder } from './recorder'

/** What a driver folder brings to the shared suite. */
export interface InstrumentUnderTest {
  readonly instrument: Instrument
  /** A working far end; `off` stops its timers. */
  bench(clock: Clock): Bench
  /** A far end that never answers. */
  silentBench(clock: Clock): Bench
  /** A far end that hangs up after a few samples. */
  hangingBench(clock: Clock): Bench
  readonly settings: InstrumentSettings
  /**
   * Pushed: the instrument sends frames by itself, and frames can be lost on the way. Asked: every sample is the answer to
   * a question on a line that loses nothing, so an answer that does not come means that the far end is gone.
   */
  readonly flow: 'pushed' | 'asked'
  /** The last request a driver sends before it leaves; it sends the same once while it connects. */
  readonly goodbye: string
}

/** A connected driver on a clock that is moved by hand. */
export async function connectOn(
  clock: ManualClock,
  instrument: Instrument,
  openLine: OpenLine,
  settings: InstrumentSettings,
  options: { readonly signal?: AbortSignal; readonly prompt?: boolean } = {},
): Promise<{ readonly recorder: Recorder; readonly outcome: () => Connection | Fault | null }> {
  const recorder = new Recorder()
  let outcome: Connection | Fault | null = null
  const { signal = new AbortController().signal, prompt = false } = options
  void instrument.connect({ address: 'cable', openLine, clock, events: recorder, signal, prompt }, settings).then(
    (connection) => {
      outcome = connection
    },
    (fault: unknown) => {
      if (!(fault instanceof Fault)) throw fault
      outcome = fault
    },
  )
  await clock.advance(0)
  return { recorder, outcome: () => outcome }
}

/** Moves the clock until the driver is connected or gave up; fails after a simulated minute. */
export async function untilSettled<T>(clock: ManualClock, outcome: () => T | null): Promise<T> {
  for (let step = 0; step < 6_000; step++) {
    await settle()
    const settled = outcome()
    if (settled !== null) return settled
    await clock.advance(10)
  }
  throw new Error('neither connected nor failed within a minute')
}

/** Every driver folder runs this against its own bench. */
export function instrumentSuite(under: InstrumentUnderTest): void {
  const { instrument, settings, flow } = under
  const { intervalMs } = settings

  const run = async (bends: readonly Bend[], bench = under.bench) => {
    const clock = new ManualClock()
    const openLine = openCable(bench(clock), clock, ...bends)
    const { recorder, outcome } = await connectOn(clock, instrument, openLine, settings)
    const settled = await untilSettled<Connection | Fault>(clock, outcome)
    return { clock, recorder, settled, openLine }
  }
  const connected = (settled: Connection | Fault): Connection => {
    if (settled instanceof Fault) throw settled
    return settled
  }
  const strictlyRising = (times: readonly number[]) =>
    times.every((time, index) => index === 0 || time > (times[index - 1] ?? 0))

  describe(`${instrument.title}: every driver`, () => {
    it.each<[string, readonly Bend[]]>([
      ['whole', []],
      ['chopped into single bytes', [chop(1)]],
      ['delayed', [delay(() => intervalMs / 10)]],
      ...(flow === 'pushed' ? [['bunched', [bunch(4 * intervalMs)]] satisfies [string, readonly Bend[]]] : []),
    ])('streams finite samples at a steady pace: %s', async (_name, bends) => {
      const { clock, recorder, settled } = await run(bends)
      const connection = connected(settled)
      await clock.advance(40 * connection.timing.trueMs)
      const times = recorder.times()
      expect(times.length).toBeGreaterThanOrEqual(34)
      expect(strictlyRising(times)).toBe(true)
      instrument.channels(settings).forEach(({ kind }, index) => {
        const values = recorder.values(index)
        expect(values).toHaveLength(times.length)
        // A gauge may be followed for a while before it says anything, and must then go on.
        const first = kind === 'gauge' ? values.findIndex(Number.isFinite) : 0
        expect(first < 0 || values.slice(first).every(Number.isFinite)).toBe(true)
      })
      const spacing = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / (times.length - 1) / 1000
      expect(spacing).toBeCloseTo(connection.timing.trueMs, 0)
      expect(recorder.gaps).toEqual([])
      await stop(clock, connection)
    })

    it('tells its settings before the first sample, and the samples only to a caller that has the connection', async () => {
      const { clock, recorder, settled } = await run([])
      connected(settled)
      expect(recorder.segments).toHaveLength(1)
      expect(recorder.blocks).toEqual([])
      await clock.advance(4 * intervalMs)
      expect(recorder.blocks.length).toBeGreaterThan(0)
    })

    it.runIf(flow === 'pushed')('breaks at lost frames and goes on', async () => {
      const { clock, recorder, settled } = await run([drop(7)])
      const { timing } = connected(settled)
      await clock.advance(60 * timing.trueMs)
      expect(strictlyRising(recorder.times())).toBe(true)
      expect(recorder.gaps.length).toBeGreaterThanOrEqual(5)
      expect(recorder.gaps.every(({ cause, lost }) => cause === 'frames-lost' && lost === 1)).toBe(true)
    })

    it.runIf(flow === 'asked')('gives the line up when an answer does not come, and says so', async () => {
      const { clock, settled } = await run([drop(7)])
      const connection = connected(settled)
      const ended = connection.ended.then((fault) => fault?.code)
      await clock.advance(60 * connection.timing.trueMs + (connection.patienceMs ?? 0))
      expect(await Promise.race([ended, 'still up'])).toBe('METER_STOPPED')
      await connection.stop()
    })

    it('rejects damaged frames, counts them and goes on', async () => {
      const { clock, recorder, settled } = await run([garble(7)])
      const { timing } = connected(settled)
      await clock.advance(60 * timing.trueMs)
      expect(recorder.rejectedCount).toBeGreaterThanOrEqual(5)
      expect(recorder.times().length).toBeGreaterThan(45)
      expect(recorder.gaps.length).toBeGreaterThanOrEqual(5)
    })

    it('says goodbye when stopped in the middle, nothing after it, and the port is free again', async () => {
      const { clock, recorder, settled, openLine } = await run([])
      const connection = connected(settled)
      await clock.advance(2.5 * intervalMs)
      await stop(clock, connection)
      expect(recorder.sent().at(-1)).toBe(under.goodbye)
      expect(recorder.sent().filter((text) => text === under.goodbye)).toHaveLength(2)
      expect(await connection.ended).toBeNull()
      const again = await connectOn(clock, instrument, openLine, settings)
      connected(await untilSettled<Connection | Fault>(clock, again.outcome))
    })

    it('gives up at once when told to while connecting', async () => {
      const clock = new ManualClock()
      const abort = new AbortController()
      const openLine = openCable(under.silentBench(clock), clock)
      const { outcome } = await connectOn(clock, instrument, openLine, settings, { signal: abort.signal })
      await clock.advance(300)
      abort.abort()
      await clock.advance(1_000)
      expect(outcome()).toMatchObject({ code: 'CANCELLED' })
    })

    it('reports a line that hangs up', async () => {
      const { clock, settled } = await run([], under.hangingBench)
      const connection = connected(settled)
      await clock.advance(20 * intervalMs)
      expect(await connection.ended).toMatchObject({ code: 'LINE_HUNG_UP' })
      await connection.stop()
    })

    it('reports a far end that never answers', async () => {
      const { settled } = await run([], under.silentBench)
      expect(settled).toMatchObject({ code: 'METER_SILENT' })
    })
  })
}

async function stop(clock: ManualClock, connection: Connection): Promise<void> {
  const stopped = connection.stop()
  await clock.advance(1_000)
  await stopped
}
