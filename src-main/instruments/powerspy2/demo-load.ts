import { randomFrom } from '../../base/random'

/** Firmware, then the system comes up, then it idles. Seconds. */
const POWERED = 2
const BOOTED = 26
/** One stretch of work may come in each slot. */
const SLOT_S = 21
const IDLE_W = 38.2

/**
 * Watts of a computer at second t since it was switched on: 2 s of firmware, a restless boot, then idle with short wake-ups and
 * a stretch of work (a build, a video, a download) every 20 s or so that ramps up, breathes and decays. The same seed gives
 * the same day.
 */
export function demoLoad(seed: number): (seconds: number) => number {
  const hiss = (seconds: number): number => noise(seed, seconds * 20) - 0.5
  return (seconds) => {
    if (seconds < POWERED) return 13.5 + 2 * hiss(seconds)
    if (seconds < BOOTED) return boot(seed, seconds) + 4 * hiss(seconds)
    const work = workAt(seed, seconds)
    return IDLE_W + wakeUp(seed, seconds) + work + (1.1 + 0.06 * work) * hiss(seconds)
  }
}

/** Restless and falling: everything starts at once, then settles. */
function boot(seed: number, seconds: number): number {
  const left = (BOOTED - seconds) / (BOOTED - POWERED)
  return (
    IDLE_W + left * 18 + 42 * left ** 0.5 * noise(seed + 1, seconds * 1.3) + 10 * noise(seed + 2, seconds * 5) * left
  )
}

/** A timer tick or a mail: half a second of a few watts, once in some seconds. */
function wakeUp(seed: number, seconds: number): number {
  const draw = randomFrom(seed ^ Math.floor(seconds / 1.7))
  const [chance, at, height] = [draw(), draw() * 1.2, draw()]
  const into = (seconds % 1.7) - at
  return chance < 0.3 && into >= 0 && into < 0.45 ? 3 + 7 * height : 0
}

function workAt(seed: number, seconds: number): number {
  const slot = Math.floor(seconds / SLOT_S)
  const draw = randomFrom(seed + 31 * slot)
  const [from, lasts, height] = [1 + draw() * 6, 5 + draw() * 8, 28 + draw() * 52]
  const into = seconds - slot * SLOT_S - from
  if (into < 0) return 0
  const breath = 0.78 + 0.3 * noise(seed + 7, seconds * 0.9) + 0.12 * noise(seed + 8, seconds * 6)
  // Turbo first, then the power limit; afterwards fans and caches come down.
  const turbo = 1 + 0.25 * Math.exp(-into / 1.5)
  if (into < lasts) return height * breath * turbo * (1 - Math.exp(-into / 0.15))
  return height * 0.25 * Math.exp(-(into - lasts) / 0.8)
}

/** Smooth repeatable noise in 0 … 1 that changes about once per unit of x. */
function noise(seed: number, x: number): number {
  const at = Math.floor(x)
  const [a, b] = [randomFrom(seed * 7919 + at)(), randomFrom(seed * 7919 + at + 1)()]
  const t = x - at
  return a + (b - a) * t * t * (3 - 2 * t)
}
