import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FrameClock, type FrameClockOptions, type TimedFrame } from './frame-clock'

const START_US = 1_767_225_600_000_000

/** A read of the operating system: which frames came, and when. */
interface Read {
  readonly frames: readonly number[]
  readonly atUs: number
}

interface Link {
  readonly periodUs: number
  /** True period / nominal period − 1. */
  readonly drift: number
  readonly frames: number
  /** µs on top of a constant delay, per frame. */
  readonly jitterUs: (frame: number) => number
  /** Frames that wait for each other. */
  readonly bunch: number
  readonly lost: ReadonlySet<number>
}

const steady: Link = { periodUs: 240_000, drift: 0, frames: 400, jitterUs: () => 0, bunch: 1, lost: new Set() }

const sentUs = (link: Link, frame: number): number => START_US + frame * link.periodUs * (1 + link.drift)

/** What a host sees of a meter: delayed, never out of order. */
function receive(link: Link): Read[] {
  const reads: Read[] = []
  let waiting: number[] = []
  let beforeUs = 0
  for (let frame = 0; frame < link.frames; frame++) {
    if (!link.lost.has(frame)) waiting.push(frame)
    if ((frame + 1) % link.bunch !== 0 || waiting.length === 0) continue
    beforeUs = Math.round(Math.max(beforeUs, sentUs(link, frame) + 8_000 + link.jitterUs(frame)))
    reads.push({ frames: waiting, atUs: beforeUs })
    waiting = []
  }
  return reads
}

function run(link: Link, mode: FrameClockOptions['mode'] = 'settled'): { timed: TimedFrame<number>[]; reads: Read[] } {
  const clock = new FrameClock<number>({ periodUs: link.periodUs, mode })
  const reads = receive(link)
  const timed = reads.flatMap(({ frames, atUs }) => clock.read(frames, atUs))
  return { timed: [...timed, ...clock.flush()], reads }
}

const errorsUs = (link: Link, timed: readonly TimedFrame<number>[]): number[] =>
  timed.map(({ frame, sendUs }) => sendUs - sentUs(link, frame) - 8_000)

const lostIn = (timed: readonly TimedFrame<number>[]): number =>
  timed.reduce((sum, { lostBefore }) => sum + lostBefore, 0)

const rises = (timed: readonly TimedFrame<number>[]): boolean =>
  timed.every(({ sendUs }, index) => index === 0 || sendUs - (timed[index - 1]?.sendUs ?? 0) >= 1)

/** Repeatable jitter from a seed. */
const noise = (seed: number, up: number) => (frame: number) => {
  const turned = Math.sin(frame * 12.9898 + seed * 78.233) * 43_758.5453
  return (turned - Math.floor(turned)) * up
}

describe('frame clock', () => {
  it('stamps a steady stream exactly', () => {
    const { timed } = run(steady)
    expect(Math.max(...errorsUs(steady, timed).map(Math.abs))).toBeLessThanOrEqual(1)
    expect(lostIn(timed)).toBe(0)
  })

  it('takes a late frame for late when the next one is on time', () => {
    const link = { ...steady, jitterUs: (frame: number) => (frame === 50 ? 200_000 : 0) }
    const { timed } = run(link)
    expect(lostIn(timed)).toBe(0)
    expect(Math.max(...errorsUs(link, timed).map(Math.abs))).toBeLessThanOrEqual(1)
  })

  it('takes a bunch after a stall for late: nothing is lost', () => {
    const clock = new FrameClock<number>({ periodUs: 100_000, mode: 'settled' })
    const timed = [0, 1, 2, 3].flatMap((frame) => clock.read([frame], START_US + frame * 100_000))
    timed.push(...clock.read([4, 5, 6], START_US + 600_000), ...clock.read([7], START_US + 700_000))
    expect(timed.map(({ sendUs }) => sendUs - START_US)).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((k) => k * 100_000))
    expect(lostIn(timed)).toBe(0)
  })

  it('drains a stall that comes frame by frame', () => {
    const clock = new FrameClock<number>({ periodUs: 100_000, mode: 'settled' })
    const at = [0, 100, 200, 650, 652, 654, 656, 700, 800]
    const timed = at.flatMap((ms, frame) => clock.read([frame], START_US + ms * 1000))
    expect(lostIn(timed)).toBe(0)
    expect(timed.map(({ sendUs }) => (sendUs - START_US) / 100_000)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
  })

  it('renumbers when the next frame comes alone and is still late', () => {
    const link = { ...steady, lost: new Set([100, 101, 102, 250]) }
    const { timed } = run(link)
    expect(
      timed.filter(({ lostBefore }) => lostBefore > 0).map(({ frame, lostBefore }) => [frame, lostBefore]),
    ).toEqual([
      [103, 3],
      [251, 1],
    ])
    expect(Math.max(...errorsUs(link, timed).map(Math.abs))).toBeLessThanOrEqual(1)
  })

  it('never holds a frame back in prompt mode, and tells the loss with the frame that proves it', () => {
    const link = { ...steady, lost: new Set([100]) }
    const clock = new FrameClock<number>({ periodUs: link.periodUs, mode: 'prompt' })
    const told = receive(link).map(({ frames, atUs }) => ({ frames, out: clock.read(frames, atUs) }))
    expect(told.every(({ frames, out }) => out.length === frames.length)).toBe(true)
    const timed = told.flatMap(({ out }) => out)
    expect(timed.filter(({ lostBefore }) => lostBefore > 0).map(({ frame }) => frame)).toEqual([102])
    expect(rises(timed)).toBe(true)
    expect(Math.abs(errorsUs(link, timed).at(-1) ?? 0)).toBeLessThanOrEqual(1)
  })

  it('takes no jitter of short frames for a loss, and still finds a true one', () => {
    for (const up of [15_000, 30_000]) {
      const link = { ...steady, periodUs: 20_000, frames: 3_000, jitterUs: noise(5, up), lost: new Set([1_500]) }
      for (const mode of ['settled', 'prompt'] as const) {
        const { timed } = run(link, mode)
        expect(lostIn(timed)).toBe(1)
        expect(rises(timed)).toBe(true)
        expect(Math.max(...errorsUs(link, timed).slice(-500).map(Math.abs))).toBeLessThan(3_000)
      }
    }
  })

  it('finds a loss inside bunches once it did not vanish for half a minute', () => {
    const link = { ...steady, bunch: 4, lost: new Set([101]) }
    const { timed } = run(link)
    expect(lostIn(timed)).toBe(1)
    expect(rises(timed)).toBe(true)
    expect(Math.max(...errorsUs(link, timed).slice(-40).map(Math.abs))).toBeLessThan(5_000)
  })

  it('follows the mains within ±0.3 %', () => {
    for (const drift of [-0.003, 0.003]) {
      const link = { ...steady, drift, frames: 2_000, jitterUs: noise(3, 4_000) }
      const { timed } = run(link)
      expect(lostIn(timed)).toBe(0)
      expect(Math.max(...errorsUs(link, timed).slice(200).map(Math.abs))).toBeLessThan(4_000)
    }
  })

  it('goes no further than ±0.5 % from the nominal period', () => {
    const clock = new FrameClock<number>({ periodUs: 1_000_000, mode: 'settled' })
    for (let frame = 0; frame < 100; frame++) clock.read([frame], START_US + frame * 1_010_000)
    expect(clock.periodUs).toBeCloseTo(1_005_000, -1)
  })

  it('keeps time, order and count on any link', () => {
    const links = fc.record({
      periodUs: fc.constantFrom(40_000, 240_000, 1_000_000),
      driftPermille: fc.integer({ min: -3, max: 3 }),
      seed: fc.integer({ min: 0, max: 10_000 }),
      bunch: fc.constantFrom(1, 4),
      mode: fc.constantFrom<FrameClockOptions['mode']>('settled', 'prompt'),
    })
    fc.assert(
      fc.property(links, ({ periodUs, driftPermille, seed, bunch, mode }) => {
        const jitterUs = noise(seed, Math.min(20_000, periodUs * 0.3))
        const link = { ...steady, periodUs, drift: driftPermille / 1000, frames: 600, jitterUs, bunch }
        const { timed, reads } = run(link, mode)
        expect(timed.map(({ frame }) => frame)).toEqual(reads.flatMap(({ frames }) => frames))
        expect(rises(timed)).toBe(true)
        expect(lostIn(timed)).toBe(0)
        expect(timed.every(({ sendUs, receiptUs }, index) => sendUs <= receiptUs + index)).toBe(true)
        const spanUs = (timed.at(-1)?.sendUs ?? 0) - (timed[0]?.sendUs ?? 0)
        const wantedUs = (timed.length - 1) * periodUs * (1 + link.drift)
        expect(Math.abs(spanUs - wantedUs)).toBeLessThan(0.4 * periodUs + 20_000)
      }),
      { numRuns: 60 },
    )
  })

  it('accounts for every lost frame of a quiet link: frames + lost = time', () => {
    const lost = fc.uniqueArray(fc.integer({ min: 5, max: 380 }), { maxLength: 12 })
    fc.assert(
      fc.property(lost, fc.integer({ min: -3, max: 3 }), (gone, driftPermille) => {
        const link = { ...steady, drift: driftPermille / 1000, lost: new Set(gone), jitterUs: noise(1, 3_000) }
        const { timed } = run(link)
        expect(lostIn(timed)).toBe(gone.length)
        expect(timed.length + lostIn(timed)).toBe(link.frames)
        expect(Math.max(...errorsUs(link, timed).slice(60).map(Math.abs))).toBeLessThan(12_000)
      }),
      { numRuns: 60 },
    )
  })
})
