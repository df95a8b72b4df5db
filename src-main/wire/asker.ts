import type { Clock } from '../base/clock'

/** What a received frame means to the question that is open. `undefined`: not the answer, go on waiting. */
export type Accept<T> = (frame: string) => { readonly answer: T } | { readonly refused: Error } | undefined

export interface Question<T> {
  readonly bytes: Uint8Array
  readonly accept: Accept<T>
  readonly timeoutMs: number
  /** What the question rejects with when the time is over. */
  readonly silent: () => Error
}

interface Pending {
  take(frame: string): boolean
  fail(error: Error): void
}

/**
 * One question at a time: writes, then waits for the frame that answers it or for the time-out.
 * Frames arrive through take(); what no question wants is reported back as `false`.
 */
export class Asker {
  private pending: Pending | null = null

  constructor(
    private readonly clock: Clock,
    private readonly write: (bytes: Uint8Array) => Promise<void>,
  ) {}

  /** Rejects with the refusal, the time-out's fault, or the error given to fail(). */
  ask<T>(question: Question<T>): Promise<T> {
    if (this.pending) throw new Error('one question at a time')
    return new Promise<T>((resolve, reject) => {
      const settle = (then: () => void): void => {
        this.pending = null
        cancel()
        then()
      }
      const fail = (fault: unknown): void => settle(() => reject(fault))
      const cancel = this.clock.after(question.timeoutMs, () => fail(question.silent()))
      const pending: Pending = {
        take: (frame) => {
          const meaning = question.accept(frame)
          if (!meaning) return false
          if ('answer' in meaning) settle(() => resolve(meaning.answer))
          else fail(meaning.refused)
          return true
        },
        fail,
      }
      this.pending = pending
      this.write(question.bytes).catch((error: unknown) => {
        if (this.pending === pending) fail(error)
      })
    })
  }

  /** True when the frame settled the open question. */
  take(frame: string): boolean {
    return this.pending?.take(frame) ?? false
  }

  /** Ends the open question, if there is one. */
  fail(error: Error): void {
    this.pending?.fail(error)
  }
}
