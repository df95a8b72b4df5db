import type { Clock } from '../base/clock'
import { Asker } from './asker'
import { ScpiFramer } from './scpi-framer'
import type { ScpiCommand, ScpiQuery } from './scpi-text'

/** Far above a scan of 500 channels with all fields (40 kB), far below what would hurt. */
const MOST_BYTES = 4 << 20

export interface ScpiDialogueIo {
  readonly clock: Clock
  /** Resolves when the line took the bytes. */
  write(bytes: Uint8Array): Promise<void>
  /** What ends the dialogue when a query is not answered in time, or something comes that nobody asked for. */
  silent(query: string, seconds: number): Error
  unasked(message: string): Error
  traffic(direction: 'sent' | 'received', text: string): void
}

/**
 * SCPI over a byte line: what is told and asked goes out in order, a query only when the one before it was answered.
 * Answers carry no address, so a dialogue that lost step (no answer in time, an answer nobody asked for) is over: all
 * that waits and all that follows rejects with the same error, and the line must be dropped.
 */
export class ScpiDialogue {
  private readonly asker: Asker
  private readonly framer: ScpiFramer
  private turn: Promise<unknown> = Promise.resolve()
  private over: Error | null = null

  constructor(private readonly io: ScpiDialogueIo) {
    this.asker = new Asker(io.clock, (bytes) => io.write(bytes))
    this.framer = new ScpiFramer(MOST_BYTES, {
      message: (text) => this.hear(text),
      discarded: (count) => this.fail(io.unasked(`${count} bytes without an end`)),
    })
  }

  /** Resolves when the line took it. */
  tell(command: ScpiCommand): Promise<void> {
    return this.inTurn(async () => {
      this.io.traffic('sent', command)
      await this.io.write(lineOf(command))
    })
  }

  /** The answer without its line end. */
  ask(query: ScpiQuery, timeoutMs: number): Promise<string> {
    return this.inTurn(async () => {
      this.io.traffic('sent', query)
      try {
        return await this.asker.ask({
          bytes: lineOf(query),
          accept: (answer) => ({ answer }),
          timeoutMs,
          silent: () => this.io.silent(query, timeoutMs / 1000),
        })
      } catch (error) {
        this.fail(error instanceof Error ? error : new Error(String(error)))
        throw error
      }
    })
  }

  received(bytes: Uint8Array): void {
    this.framer.push(bytes)
  }

  /** Ends the dialogue; the first reason stays. */
  fail(error: Error): void {
    this.over ??= error
    this.asker.fail(this.over)
  }

  private hear(text: string): void {
    this.io.traffic('received', text)
    if (this.over) return
    if (!this.asker.take(text)) this.fail(this.io.unasked(text))
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(() => {
      if (this.over) throw this.over
      return work()
    })
    this.turn = mine.catch(() => undefined)
    return mine
  }
}

const lineOf = (message: string): Uint8Array => Uint8Array.from(`${message}\n`, (c) => c.charCodeAt(0))
