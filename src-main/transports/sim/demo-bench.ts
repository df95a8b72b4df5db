import type { Clock } from '../../base/clock'
import { Fault } from '../../base/fault'
import type { DemoBench, DemoMeter } from '../../ports/demo'
import type { Instrument } from '../../ports/instrument'
import type { Bench, OpenLine, SharedBench } from '../../ports/transport'
import { openCable } from './cable'
import { openPty } from './pty'
import { openTcpBench } from './tcp-bench'

/** The demo bench shows the same day on every start. */
const SEED = 1

/** How each reach opens a line. */
type Lines = Readonly<Record<Instrument['reach'], OpenLine>>

/**
 * One simulated meter of each kind, behind what its reach has: a real pseudo-terminal, a real socket on any free port of
 * this computer. Where that cannot be had, on a cable inside this process: no meter takes another down.
 */
export function createDemoBench(kinds: readonly Instrument[], clock: Clock, lines: Lines): DemoBench {
  let running: Promise<readonly Started[]> | null = null
  return {
    start: async () => {
      running ??= Promise.all(kinds.map((kind) => startMeter(kind, clock, lines)))
      return (await running).map(({ meter }) => meter)
    },
    stop: async () => {
      const started = await running
      running = null
      await Promise.all(started?.map(({ close }) => close()) ?? [])
    },
  }
}

interface Started {
  readonly meter: DemoMeter
  close(): Promise<void>
}

async function startMeter(kind: Instrument, clock: Clock, lines: Lines): Promise<Started> {
  const bench = kind.demoBench(clock, SEED)
  const known = { kind: kind.kind, settings: kind.demoSettings }
  try {
    if (kind.reach === 'tcp') {
      const tcp = await openTcpBench(sharedSeat(bench), { port: 0 })
      const meter = { ...known, address: tcp.address, openLine: lines.tcp, wiring: 'on a TCP port of this computer' }
      return { meter, close: () => tcp.close() }
    }
    const pty = await openPty(bench, { name: kind.kind })
    const meter = { ...known, address: pty.path, openLine: lines.serial, wiring: 'over a pseudo-terminal' }
    return { meter, close: () => pty.close() }
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    const wiring = `inside this process (${error.view.cause})`
    const meter = { ...known, address: 'demo', openLine: openCable(bench, clock), wiring }
    return { meter, close: async () => undefined }
  }
}

/** A bench with one plug on a socket: the host that came last has it. */
export function sharedSeat(bench: Bench): SharedBench {
  let plugged: object | null = null
  return {
    seat: (say, hangUp) => {
      const host = {}
      if (plugged) bench.unplug()
      plugged = host
      bench.plug(say, hangUp)
      return {
        hear: (bytes) => {
          if (plugged === host) bench.hear(bytes)
        },
        leave: () => {
          if (plugged !== host) return
          plugged = null
          bench.unplug()
        },
      }
    },
  }
}
