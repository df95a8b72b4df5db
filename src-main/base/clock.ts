import type { TimeUs } from '@contract/model'

/**
 * Time as the house uses it: integer microseconds of UTC on a monotonic clock that was anchored to the wall clock once.
 * An NTP step or a changed wall clock never moves it, so differences are real durations.
 */
export interface Clock {
  /** Monotonic, anchored to UTC. */
  nowUs(): TimeUs
  /** Runs `then` once after at least `ms`; returns the function that cancels it. */
  after(ms: number, then: () => void): () => void
}

/** The clock of this computer. `hrtime` is CLOCK_MONOTONIC on Linux. */
export function systemClock(): Clock {
  const anchorUs = Date.now() * 1000 - Number(process.hrtime.bigint() / 1000n)
  return {
    nowUs: () => anchorUs + Number(process.hrtime.bigint() / 1000n),
    after: (ms, then) => {
      const timer = setTimeout(then, ms)
      return () => clearTimeout(timer)
    },
  }
}

/** Resolves after `ms` on the given clock, or at once when the signal is aborted. */
export function pause(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve()
    const done = () => {
      cancel()
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const cancel = clock.after(ms, done)
    signal?.addEventListener('abort', done, { once: true })
  })
}
