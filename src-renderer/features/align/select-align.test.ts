import type { AlignView } from '@contract/alignment'
import type { HostClock } from '@contract/clocks'
import { describe, expect, it } from 'vitest'
import { type Alignment, BY_HAND } from '../../state/alignment'
import { figures, methodLines, readOffset, reasons, whereWords } from './select-align'

const clock = (patch: Partial<HostClock> = {}): HostClock => ({
  ...{ offsetUs: -2_417_000, driftPpm: 12, refUs: 0, residualUs: 4_000, method: 'sync', points: 3 },
  ...patch,
})
const VIEW: AlignView = {
  host: 'mypc',
  wall: { label: 'PowerSpy2 Power', unit: 'W', fromUs: 0, toUs: 60e6 },
  machine: { label: 'package-0', unit: 'W', fromUs: 0, toUs: 60e6 },
  clock: null,
  sync: { clock: clock(), confidence: null, text: '3 sync messages' },
  edges: { clock: clock({ method: 'edges', residualUs: 50_000 }), confidence: 0.4, text: 'package-0 compared' },
}
const state = (patch: Partial<Alignment> = {}): Alignment => ({
  ...{ subject: null, view: VIEW, method: 'sync', hand: BY_HAND, range: null, picture: null, fault: null },
  ...patch,
})

describe('what an alignment is worth', () => {
  it('is said with every way to align, and why one cannot be chosen', () => {
    expect(methodLines(state()).map(({ worth, proposed }) => [worth, proposed])).toEqual([
      ['±4\u00a0ms', true],
      ['±50\u00a0ms', false],
      ['offset', false],
      ['clock as recorded', false],
    ])
    const bare = { ...VIEW, sync: null, edges: null, wall: null }
    expect(methodLines(state({ view: bare })).map(({ why }) => why)).toEqual([
      'The session holds no sync posts of this machine.',
      'There is no wall power at that time to compare with.',
      null,
      null,
    ])
  })

  it('is said in numbers and in the sentence every report has', () => {
    expect(figures(state())).toMatchObject({
      offset: '−2.417',
      drift: '12.0',
      residual: '±4',
      sentence: 'Aligned by 3 sync points, ±4 ms, drift 12 ppm',
    })
    expect(figures(state({ method: 'none' }))).toMatchObject({
      offset: '0.000',
      residual: '—',
      sentence: 'Not aligned',
    })
  })

  it('counts load edges that agree, and warns of a proposal that fits badly', () => {
    const edges = [10e6, 20e6, 30e6].map((atUs, i) => ({ atUs, offUs: i === 2 ? null : 20_000 }))
    const picture = { wall: null, recorded: null, aligned: null, edges }
    const range = { fromUs: 10e6, toUs: 32e6 }
    expect(whereWords(picture, range)).toContain('around load edge 2 of 3')
    expect(reasons(state({ method: 'edges', picture }))).toEqual([
      { good: false, words: 'Confidence 0.40, enough from 0.80' },
      { good: true, words: 'package-0 compared' },
      { good: true, words: '2 of 3 load edges agree within 100\u00a0ms' },
    ])
  })
})

it('reads an offset as it is typed', () => {
  expect(readOffset('−2.417 s')).toBe(-2_417_000)
  expect(readOffset('+0.5')).toBe(500_000)
  for (const text of ['', 'soon', '1,5', 'Infinity']) expect(readOffset(text)).toBeNull()
})
