import { uptime } from 'node:os'
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

/** Where the time of this computer is read. */
export interface TimeSource {
  /** Wall clock, ms; asked once. */
  readonly wallMs: () => number
  /** µs of a clock that stands still while the computer sleeps: CLOCK_MONOTONIC. */
  readonly monotonicUs: () => number
  /** s since the computer was started, sleep included: CLOCK_BOOTTIME, to a hundredth. */
  readonly upS: () => number
}

const THIS_COMPUTER: TimeSource = {
  wallMs: Date.now,
  monotonicUs: () => Number(process.hrtime.bigint() / 1000n),
  upS: uptime,
}

/** A sleep is looked for this often: until then stamps after it are too early by its length. */
const LOOK_EVERY_US = 50_000
/** A difference between the two clocks that no reading explains. */
const SLEPT_S = 0.5

/**
 * The clock of this computer. It is anchored to the wall clock once and never follows its steps. CLOCK_MONOTONIC stands still while
 * the computer sleeps, so that sleep is added: stamps after it are true again.
 */
export function systemClock(source: TimeSource = THIS_COMPUTER): Clock {
  let lookedUs = source.monotonicUs()
  let anchorUs = source.wallMs() * 1000 - lookedUs
  let awakeS = source.upS() - lookedUs / 1e6
  const look = (us: number): void => {
    lookedUs = us
    const sleptS = source.upS() - us / 1e6 - awakeS
    if (sleptS < SLEPT_S) return
    awakeS += sleptS
    anchorUs += Math.round(sleptS * 1e6)
  }
  return {
    nowUs: () => {
      const us = source.monotonicUs()
      if (us - lookedUs > LOOK_EVERY_US) look(us)
      return anchorUs + us
    },
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
