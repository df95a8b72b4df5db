import type { FaultView } from './fault'
import type { TimeUs } from './model'

/** One line of the log pane. Identical lines are merged: `times` counts them, `atUs` is the newest. */
export interface LogEntry {
  /** Rises with every new entry; a merged entry keeps its id. */
  readonly id: number
  readonly atUs: TimeUs
  readonly level: 'info' | 'warn' | 'fault'
  /** Instrument name, "Recording", "Settings" … */
  readonly subject: string
  readonly text: string
  readonly fault: FaultView | null
  readonly times: number
}

/** Entries the pane keeps. The log file keeps more. */
export const LOG_KEPT = 500

export interface LogRequests {
  'log:recent': () => readonly LogEntry[]
}

export interface LogEvents {
  'log:added': { readonly seq: number; readonly entry: LogEntry }
}
