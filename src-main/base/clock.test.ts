import { afterEach, expect, it, vi } from 'vitest'
import { systemClock, type TimeSource } from './clock'

afterEach(() => vi.useRealTimers())

/** A computer whose clocks are moved by hand. */
function computer() {
  const at = { wallMs: 1_767_225_600_000, monotonicUs: 5_000_000, upS: 105 }
  const source: TimeSource = { wallMs: () => at.wallMs, monotonicUs: () => at.monotonicUs, upS: () => at.upS }
  const run = (s: number) => {
    at.wallMs += s * 1000
    at.monotonicUs += s * 1e6
    at.upS += s
  }
  const sleep = (s: number) => {
    at.wallMs += s * 1000
    at.upS += s
  }
  return { at, source, run, sleep }
}

it('does not follow a wall clock that is stepped by an hour, forth or back', () => {
  const { at, source, run } = computer()
  const clock = systemClock(source)
  const startUs = clock.nowUs()
  for (const hours of [1, -2]) {
    at.wallMs += hours * 3_600_000
    run(1)
  }
  expect(clock.nowUs() - startUs).toBe(2_000_000)
})

it('is true again after the computer slept, however often', () => {
  const { at, source, run, sleep } = computer()
  const clock = systemClock(source)
  for (const s of [480, 3 * 3600, 1]) {
    run(10)
    sleep(s)
    run(0.1)
    expect(clock.nowUs()).toBeCloseTo(at.wallMs * 1000, -4)
  }
})

it('takes the coarse steps of the one clock for no sleep, and never runs backwards', () => {
  const { at, source } = computer()
  const clock = systemClock(source)
  let before = clock.nowUs()
  for (let i = 0; i < 5_000; i++) {
    at.monotonicUs += 7_321
    // A hundredth at a time, up to two behind.
    at.upS = Math.floor((at.monotonicUs / 1e6 + 100) * 100 - (i % 3)) / 100
    const now = clock.nowUs()
    expect(now - before).toBe(7_321)
    before = now
  }
})

it('reads the clocks of this computer', () => {
  expect(systemClock().nowUs() / 1000).toBeGreaterThan(Date.now() - 1_000)
  expect(systemClock().nowUs() / 1000).toBeLessThan(Date.now() + 1_000)
})
