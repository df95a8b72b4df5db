import type { FaultView } from '@contract/fault'
import { LOG_KEPT, type LogEntry } from '@contract/log'
import type { Clock } from '../base/clock'
import type { Log } from '../base/log'
import type { Teller } from './teller'

/** Identical lines within this time are one entry with a count: a meter that drops out all night must not bury the rest. */
const MERGE_US = 60_000_000

/** The log people read: bounded, merged, told to the page and handed to a file. */
export class LogBook implements Log {
  private readonly kept: LogEntry[] = []
  private nextId = 1

  constructor(
    private readonly clock: Clock,
    private readonly teller: Teller,
    private readonly write: (entry: LogEntry) => void,
  ) {}

  say(level: LogEntry['level'], subject: string, text: string, fault: FaultView | null = null): void {
    const atUs = this.clock.nowUs()
    const same = this.kept.findIndex(
      (e) => e.subject === subject && e.text === text && e.level === level && atUs - e.atUs < MERGE_US,
    )
    const before = same >= 0 ? this.kept.splice(same, 1)[0] : undefined
    const entry: LogEntry = before
      ? { ...before, atUs, times: before.times + 1 }
      : { id: this.nextId++, atUs, level, subject, text, fault, times: 1 }
    this.kept.push(entry)
    if (this.kept.length > LOG_KEPT) this.kept.shift()
    this.write(entry)
    this.teller.tell('log:added', { entry })
  }

  /** Oldest first, at most LOG_KEPT. */
  recent(): readonly LogEntry[] {
    return [...this.kept]
  }
}
