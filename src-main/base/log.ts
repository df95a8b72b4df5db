import type { FaultView } from '@contract/fault'
import type { LogEntry } from '@contract/log'

/** Where the house says what it does. Adapters and use cases get one; the app keeps, merges and shows what is said. */
export interface Log {
  say(level: LogEntry['level'], subject: string, text: string, fault?: FaultView): void
}

export const silentLog: Log = { say: () => undefined }
