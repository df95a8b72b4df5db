import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../testing/manual-clock'
import { type BenchOptions, goodBench, PowerspyBench } from './bench'
import { parseFaults } from './bench-faults'
import { decodeFrame } from './codec'
import { demoLoad } from './demo-load'
import { parseLoad } from './loads'
import { implausibleFrame } from './reading'

/** A host that writes text and keeps what comes back. */
function plugged(over: Partial<BenchOptions> = {}) {
  const clock = new ManualClock()
  const bench = new PowerspyBench({ ...goodBench(clock), ...over })
  let heard = ''
  bench.plug(
    (bytes) => {
      heard += String.fromCharCode(...bytes)
    },
    () => undefined,
  )
  return {
    clock,
    bench,
    ask: (request: string): string => {
      heard = ''
      bench.hear(Uint8Array.from(request, (c) => c.charCodeAt(0)))
      return heard
    },
    heard: () => heard,
  }
}

describe('what programs of other people ask', () => {
  it.each([
    ['<?>', '<POWERSPYR010035030457>'],
    ['<V0E>', '<6C>'],
    ['<V00>', '<57>'],
    ['<F>', '<F6C00>'],
    ['<S>', '<K>'],
    ['<C>', '<Z>'],
    ['<L0A>', '<K>'],
    ['<L00>', '<Z>'],
    ['<L65>', '<Z>'],
    [`<T${'0'.repeat(36)}>`, '<K>'],
    ['<T00>', '<Z>'],
    ['<R>', ''],
    ['<M0032>', '<K>'],
    ['<M32>', '<K>'],
    ['<M1389>', '<Z>'],
    ['<O>', '<K>'],
    ['<P>', '<K>'],
    ['<U>', '<>'],
    ['<E0C081E100D00>', '<K>'],
    ['<E0C0D1E100D00>', '<Z>'],
    ['<J0000>', '<Z>'],
    ['<J32>', '<Z>'],
    ['<Q>', '<K>'],
    ['<N>', '<Z>'],
    ['<>', '<Z>'],
    ['<VXX>', '<Z>'],
  ])('%s is answered %s', (request, reply) => {
    expect(plugged().ask(request)).toBe(reply)
  })

  it.each([
    ['<?>', '<POWERSPYR010035020457>'],
    ['<F>', '<F4E20>'],
    ['<J32>', '<K>'],
    ['<J0032>', '<Z>'],
    ['<J65>', '<Z>'],
    ['<G>', '<Z>'],
    ['<R>', ''],
  ])('hardware 1: %s is answered %s', (request, reply) => {
    expect(plugged({ hardware: 1 }).ask(request)).toBe(reply)
  })

  it('keeps its clock once it is set', async () => {
    const { ask, clock } = plugged()
    ask('<E0C081E100D00>')
    await clock.advance(61_000)
    expect(ask('<G>')).toBe('<0C081E100E01>')
  })

  it('captures, completes and cancels', async () => {
    const { ask, clock } = plugged()
    ask('<L0A>')
    ask('<S>')
    expect(ask('<?>')).toContain('POWERSPYA')
    await clock.advance(201)
    expect(ask('<?>')).toContain('POWERSPYC')
    ask('<C>')
    expect(ask('<?>')).toContain('POWERSPYR')
  })

  it('streams frames of 38 characters with LF CR behind, one a window, until Q', async () => {
    const { ask, clock, heard } = plugged()
    expect(ask('<J000C>')).toBe('<K>')
    expect(ask('<?>')).toContain('POWERSPYT')
    await clock.advance(720)
    const lines = heard().split('\n\r')
    expect(lines).toHaveLength(4)
    expect(lines[1]).toMatch(/^<[0-9A-F]{8} [0-9A-F]{8} [0-9A-F]{8} [0-9A-F]{4} [0-9A-F]{4}>$/)
    expect(ask('<Q>')).toBe('<K>')
    await clock.advance(1_000)
    expect(heard()).toBe('<K>')
  })

  it('sends the frames under way before the acknowledgement of Q', async () => {
    const { ask, clock } = plugged({ faults: { bunch: 4 } })
    ask('<J000A>')
    await clock.advance(500)
    expect(ask('<Q>')).toMatch(/^(<[^>]+>\n\r){2}<K>$/)
  })

  it('keeps streaming while nobody is plugged in', async () => {
    const { bench, ask, clock } = plugged()
    ask('<J000A>')
    bench.unplug()
    await clock.advance(5_000)
    let heard = ''
    const say = (bytes: Uint8Array): void => {
      heard += String.fromCharCode(...bytes)
    }
    bench.plug(say, () => undefined)
    await clock.advance(200)
    expect(heard).toMatch(/^<[^>]{36}>\n\r$/)
  })
})

describe('loads and faults by text', () => {
  it.each([
    ['constant:60', [0, 10], [60, 60]],
    ['sine:100:20:4', [0, 1, 3], [100, 120, 80]],
    ['steps:10,20,30:5', [0, 5, 14, 15], [10, 20, 30, 10]],
    ['burst:5:80:2:8', [0, 1.9, 2, 9.9, 10], [80, 80, 5, 5, 80]],
    ['list:0,100:10', [0, 5, 10, 15], [0, 50, 100, 50]],
    ['none', [0], [null]],
  ])('%s', (spec, seconds, watts) => {
    const load = parseLoad(spec, 1)
    if (typeof load === 'string' || load.kind !== 'watts') throw new Error('no load of watts')
    seconds.forEach((at, index) => {
      const value = load.wattsAt(at)
      if (value === null) expect(watts[index]).toBeNull()
      else expect(value).toBeCloseTo(watts[index] ?? Number.NaN, 6)
    })
  })

  it('says what it does not understand', () => {
    for (const spec of ['', 'constant', 'constant:x', 'constant:1:2', 'sine:1:2:0', 'steps:1,2:0', 'fire:1'])
      expect(typeof parseLoad(spec, 1)).toBe('string')
    for (const spec of ['', 'silent:1', 'silent-after', 'silent-after:0', 'bunch:x', 'refuse:', 'bunch:2:back', 'fire'])
      expect(typeof parseFaults([spec])).toBe('string')
  })

  it('joins faults', () => {
    expect(
      parseFaults(['silent-after:20:back', 'bunch:4', 'k-dot', 'swap:912', 'refuse:JQ', 'calibration:NaN']),
    ).toEqual({
      silentAfter: { frames: 20, back: true },
      bunch: 4,
      dotted: true,
      swap: 912,
      refuse: 'JQ',
      calibration: Number.NaN,
    })
  })

  it('shows a believable day: boot, idle, bursts, the same for the same seed, and only plausible frames', async () => {
    const load = demoLoad(1)
    const day = Array.from({ length: 600 }, (_, second) => load(second))
    expect(Math.min(...day)).toBeGreaterThan(5)
    expect(Math.max(...day)).toBeLessThan(200)
    expect(day.slice(30).filter((watts) => watts < 45).length).toBeGreaterThan(200)
    expect(day.slice(30).filter((watts) => watts > 80).length).toBeGreaterThan(60)
    expect(demoLoad(1)(321.5)).toBe(load(321.5))
    const { ask, clock, heard } = plugged()
    ask('<J0005>')
    await clock.advance(60_000)
    const frames = heard().match(/<[^>]{36}>/g) ?? []
    expect(frames.length).toBeGreaterThanOrEqual(599)
    for (const frame of frames) {
      const raw = decodeFrame(frame.slice(1, -1))
      expect(raw && implausibleFrame(raw)).toBeNull()
    }
  })
})
