import type { InstrumentSettings } from './instrument'
import type { OpenLine } from './transport'

/** A running simulated instrument and how to reach it. */
export interface DemoMeter {
  readonly kind: string
  readonly address: string
  readonly openLine: OpenLine
  readonly settings: InstrumentSettings
  /** How it is wired: "over a pseudo-terminal", "in the process (socat is not installed)". */
  readonly wiring: string
}

/** Starts the simulated bench once; later calls give the same meters. */
export interface DemoBench {
  start(): Promise<readonly DemoMeter[]>
  /** Ends what start() began. Idempotent. */
  stop(): Promise<void>
}
