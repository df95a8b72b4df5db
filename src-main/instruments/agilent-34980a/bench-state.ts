import { type MeterError, NPLCS } from './codec'

/** A reading kept in memory. `channel` null: the internal multimeter without a multiplexer. */
export interface Kept {
  readonly volts: number
  readonly channel: number | null
  /** Seconds since the scan began. */
  readonly atS: number
  /** Seconds since the epoch. */
  readonly epochS: number
}

/** Twenty entries on the 34970A. */
const QUEUE = 20

/** How much a real meter keeps at least. */
const MEMORY = 500_000

/** What the meter was told, shared by all its users. */
export class BenchState {
  scanList: readonly number[] = []
  ordered = true
  readonly nplcs = new Map<number, number>()
  readonly ranges = new Map<number, number>()
  readonly delays = new Map<number, number>()
  /** Of the internal multimeter. */
  nplc = 1
  format = { channel: false, time: false, unit: false, alarm: false, absolute: false }
  trigger = 'IMM'
  triggers = 1
  sweeps = 1
  memory: Kept[] = []
  eventStatus = 0
  questionable = 0
  private errors: MeterError[] = []

  /** As after `*RST`: the error queue stays. */
  reset(): void {
    this.scanList = []
    this.ordered = true
    for (const map of [this.nplcs, this.ranges, this.delays]) map.clear()
    this.nplc = 1
    this.plainFormat()
    this.trigger = 'IMM'
    this.triggers = 1
    this.sweeps = 1
    this.memory = []
  }

  plainFormat(): void {
    this.format = { channel: false, time: false, unit: false, alarm: false, absolute: false }
  }

  complain(code: number, text: string): void {
    this.eventStatus |= code > -200 && code < 0 ? 32 : code > -300 && code < 0 ? 16 : 8
    if (this.errors.length < QUEUE) this.errors.push({ code, text })
    else this.errors[QUEUE - 1] = { code: -350, text: 'Error queue overflow' }
  }

  nextError(): MeterError {
    return this.errors.shift() ?? { code: 0, text: 'No error' }
  }

  clearStatus(): void {
    this.errors = []
    this.eventStatus = 0
    this.questionable = 0
  }

  keep(reading: Kept): void {
    if (this.memory.length < MEMORY) this.memory.push(reading)
  }

  nplcOf(channel: number | null): number {
    return channel === null ? this.nplc : (this.nplcs.get(channel) ?? this.nplc)
  }
}

/** The integration time a meter sets when told one: the next it has. */
export const settableNplc = (asked: number): number | null =>
  asked >= 0 ? (NPLCS.find((nplc) => nplc >= asked * (1 - 1e-9)) ?? null) : null
