import { Fault } from '../base/fault'
import type { Connection, DriverIo, Instrument, InstrumentSettings } from '../ports/instrument'
import type { Bench } from '../ports/transport'

/** One life of a scripted connection: the test says when it sends, ends or answers. */
export interface Life {
  readonly io: DriverIo
  readonly settings: InstrumentSettings
  stopped: number
  end(fault: Fault | null): void
  /** Sends one row per value, `periodS` apart, ending now. */
  send(...watts: readonly number[]): void
}

export const testFault = (code: 'PORT_MISSING' | 'LINE_HUNG_UP' = 'LINE_HUNG_UP'): Fault =>
  new Fault({ code, title: 'The line broke', cause: 'A test cut it.', consequence: 'None.', next: 'Go on.' })

/** An instrument without wires, for testing what stands above drivers. Each connect() takes the next serial or fault. */
export function scriptedInstrument(answers: (string | Fault)[]): { instrument: Instrument; lives: Life[] } {
  const lives: Life[] = []
  const instrument: Instrument = {
    kind: 'scripted',
    title: 'Scripted meter',
    machineName: 'scripted_meter',
    reach: 'serial',
    defaultAddress: '/dev/null',
    takes: [],
    channels: () => [{ key: 'power', label: 'Power', unit: 'W', kind: 'windowed', type: 'f64' }],
    refuse: () => null,
    demoBench: () => unusable,
    demoSettings: { intervalMs: 100 },
    connect: async (io, settings) => {
      const answer = answers.length > 1 ? answers.shift() : answers[0]
      if (answer === undefined || answer instanceof Fault) throw answer ?? testFault()
      return live(lives, io, settings, answer)
    },
  }
  return { instrument, lives }
}

function live(lives: Life[], io: DriverIo, settings: InstrumentSettings, serial: string): Connection {
  let settle: (fault: Fault | null) => void = () => undefined
  const ended = new Promise<Fault | null>((resolve) => {
    settle = resolve
  })
  const timing = { askedMs: settings.intervalMs, trueMs: settings.intervalMs, periods: 1, windows: 1, mainsHz: 50 }
  const periodS = settings.intervalMs / 1000
  const life: Life = {
    io,
    settings,
    stopped: 0,
    end: (fault) => settle(fault),
    send: (...watts) => {
      const now = io.clock.nowUs()
      const timesUs = Float64Array.from(watts, (_w, i) => now - (watts.length - 1 - i) * periodS * 1e6)
      io.events.samples({ timesUs, values: [Float64Array.from(watts)] })
    },
  }
  lives.push(life)
  io.events.step('start')
  io.events.segment({ startUs: io.clock.nowUs(), periodS, settings: { intervalMs: settings.intervalMs } }, timing)
  return {
    identity: { model: 'Scripted', serial, hardware: '1', firmware: '1' },
    calibration: null,
    timing,
    ended,
    stop: async () => {
      life.stopped++
      settle(null)
    },
  }
}

const unusable: Bench = {
  plug: () => undefined,
  hear: () => undefined,
  unplug: () => undefined,
}
