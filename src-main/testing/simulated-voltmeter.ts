import { systemClock } from '../base/clock'
import { goodBench, VoltmeterBench } from '../instruments/agilent-34980a/bench'
import { parseFaults } from '../instruments/agilent-34980a/bench-faults'
import { playedLoad } from '../instruments/agilent-34980a/bench-loads'
import { openTcpBench } from '../transports/sim/tcp-bench'

/** A voltmeter on a TCP port of this computer, played inside this process. */
export interface SimulatedVoltmeter {
  /** HOST:PORT. */
  readonly address: string
  stop(): Promise<void>
}

/** Plays readings of somebody's measurement, one object per scan, over and over; channels take a millisecond each. */
export async function simulatedVoltmeter(
  readings: readonly Readonly<Record<string, number>>[],
  ...faults: readonly string[]
): Promise<SimulatedVoltmeter> {
  const parsed = parseFaults(faults)
  if (typeof parsed === 'string') throw new Error(parsed)
  const timing = { relayMs: 1, integrations: 0, mainsHz: 60 }
  const bench = new VoltmeterBench({ ...goodBench(systemClock()), load: playedLoad(readings), timing, faults: parsed })
  const tcp = await openTcpBench(bench, { port: 0 })
  return {
    address: tcp.address,
    stop: () => {
      bench.off()
      return tcp.close()
    },
  }
}
