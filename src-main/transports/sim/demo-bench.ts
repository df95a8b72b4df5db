import type { Clock } from '../../base/clock'
import { Fault } from '../../base/fault'
import type { DemoBench, DemoMeter } from '../../ports/demo'
import type { Instrument } from '../../ports/instrument'
import type { OpenLine } from '../../ports/transport'
import { openCable } from './cable'
import { openPty, type Pty } from './pty'

/** The demo bench shows the same day on every start. */
const SEED = 1

/**
 * One simulated meter of each kind: serial ones behind a real pseudo-terminal opened through `openLine`; those of the
 * network, and where socat is missing, on a cable inside this process.
 */
export function createDemoBench(kinds: readonly Instrument[], clock: Clock, openLine: OpenLine): DemoBench {
  let running: Promise<readonly Started[]> | null = null
  return {
    start: async () => {
      running ??= Promise.all(kinds.map((kind) => startMeter(kind, clock, openLine)))
      return (await running).map(({ meter }) => meter)
    },
    stop: async () => {
      const started = await running
      running = null
      await Promise.all(started?.map(({ pty }) => pty?.close()) ?? [])
    },
  }
}

interface Started {
  readonly meter: DemoMeter
  readonly pty: Pty | null
}

async function startMeter(kind: Instrument, clock: Clock, openLine: OpenLine): Promise<Started> {
  const bench = kind.demoBench(clock, SEED)
  const settings = kind.demoSettings
  if (kind.reach === 'tcp') {
    const meter = {
      kind: kind.kind,
      address: 'demo',
      openLine: openCable(bench, clock),
      settings,
      wiring: 'inside this process',
    }
    return { meter, pty: null }
  }
  try {
    const pty = await openPty(bench, { name: kind.kind })
    const wiring = 'over a pseudo-terminal'
    return { meter: { kind: kind.kind, address: pty.path, openLine, settings, wiring }, pty }
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    const wiring = `inside this process (${error.view.cause})`
    return {
      meter: { kind: kind.kind, address: 'demo', openLine: openCable(bench, clock), settings, wiring },
      pty: null,
    }
  }
}
