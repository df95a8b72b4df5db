import type { ImportProgress } from '@contract/imports'
import type { Clock } from '../base/clock'
import { badRequest, importCancelled } from './faults'

/** Progress is told at most this often. */
const TELL_MS = 100
/** No rate is known before. */
const RATE_MS = 1_000

export interface JobIo {
  readonly clock: Pick<Clock, 'nowUs'>
  readonly tell: (progress: ImportProgress | null) => void
}

/** What the work under way is given. */
export interface Job {
  readonly signal: AbortSignal
  readonly progress: (done: number, total: number) => void
  /** From here on it cannot be cancelled any more. */
  readonly seal: () => void
}

/**
 * Runs work on archives, one at a time. A cancelled one is answered at once, whatever it still has to clear away; the next one
 * waits for that.
 */
export class ImportJobs {
  private running: AbortController | null = null
  private sealed = false
  private cleared: Promise<unknown> = Promise.resolve()

  constructor(private readonly io: JobIo) {}

  /** Rejects with CANCELLED after cancel(), with BAD_REQUEST when something runs. */
  async run<T>(work: ImportProgress['work'], file: string, task: (job: Job) => Promise<T>): Promise<T> {
    if (this.running) throw badRequest('Import', 'another archive is being read')
    const abort = new AbortController()
    this.running = abort
    this.sealed = false
    try {
      await this.cleared
      const done = task(this.jobOf(work, file, abort.signal))
      this.cleared = done.catch(() => undefined)
      return await Promise.race([done, cancelledBy(abort.signal, file)])
    } finally {
      this.running = null
      this.io.tell(null)
    }
  }

  /** False when nothing runs, or its result is being put in place. */
  cancel(): boolean {
    if (!this.running || this.sealed) return false
    this.running.abort()
    return true
  }

  /** Ends what can be ended and waits for the rest. */
  async stop(): Promise<void> {
    this.cancel()
    await this.cleared
  }

  private jobOf(work: ImportProgress['work'], file: string, signal: AbortSignal): Job {
    const startUs = this.io.clock.nowUs()
    let toldUs = Number.NEGATIVE_INFINITY
    let last = { doneBytes: 0, totalBytes: 0, leftS: null as number | null }
    const tell = () => {
      if (!signal.aborted) this.io.tell({ work, file, ...last, cancellable: !this.sealed })
    }
    return {
      signal,
      progress: (doneBytes, totalBytes) => {
        const nowUs = this.io.clock.nowUs()
        const ranS = (nowUs - startUs) / 1e6
        const known = doneBytes > 0 && ranS * 1e3 >= RATE_MS
        last = { doneBytes, totalBytes, leftS: known ? ((totalBytes - doneBytes) * ranS) / doneBytes : null }
        if (nowUs - toldUs < TELL_MS * 1e3) return
        toldUs = nowUs
        tell()
      },
      seal: () => {
        this.sealed = true
        tell()
      },
    }
  }
}

const cancelledBy = (signal: AbortSignal, file: string): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(importCancelled(file)), { once: true })
  })
