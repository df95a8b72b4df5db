import { expect, it } from 'vitest'
import { silentLog } from '../base/log'
import { instruments } from '../instruments/index'
import type { Instrument } from '../ports/instrument'
import { memorySessions } from '../store/memory-sessions'
import { ManualClock } from '../testing/manual-clock'
import { openCable } from '../transports/sim/cable'
import { Supervisor } from './link/supervisor'
import { Recorder } from './recording'
import { Sources } from './sources'

it('two instruments record at once into one session, each with its own clock and channels', async () => {
  const clock = new ManualClock()
  const store = memorySessions()
  const sources = new Sources()
  const common = { clock, log: silentLog, sources, changed: () => undefined, learned: () => undefined }
  const supervise = (instrument: Instrument): Supervisor =>
    new Supervisor(
      { ...common, instrument, openLine: openCable(instrument.demoBench(clock, 1), clock) },
      {
        ...instrument.demoSettings,
        id: instrument.kind,
        name: instrument.title,
        address: 'cable',
        reconnect: true,
        serial: null,
        simulated: true,
      },
    )
  const supervisors = instruments.map(supervise)
  for (const supervisor of supervisors) supervisor.connect()
  await clock.advance(3_000)
  const recorder = new Recorder({
    ...common,
    store,
    appVersion: 'test',
    diskReserveBytes: () => 0,
    changed: () => undefined,
    libraryChanged: () => undefined,
  })
  const { sessionId } = await recorder.start('both')
  await clock.advance(60_000)
  await recorder.stop()
  for (const supervisor of supervisors) {
    const stopped = supervisor.disconnect()
    await clock.advance(2_000)
    await stopped
  }
  const reader = await store.open(sessionId ?? '')
  const counts = new Map<string, number>()
  for (const { id, channels } of (await reader.view()).sourceInfos) {
    const times: number[] = []
    for await (const { block } of reader.rows({ fromUs: 0, toUs: Number.MAX_SAFE_INTEGER, sourceId: id })) {
      expect(block.values).toHaveLength(channels.length)
      times.push(...block.timesUs)
    }
    expect(times.every((time, at) => at === 0 || time > (times[at - 1] ?? 0))).toBe(true)
    counts.set(id, times.length)
  }
  expect(counts.get('powerspy2')).toBeGreaterThan(595)
  expect(counts.get('34980a')).toBeGreaterThanOrEqual(58)
  expect(counts.get('34980a')).toBeLessThanOrEqual(61)
})
