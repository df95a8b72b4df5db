import type { Gap } from '@contract/model'
import { render, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { laneRows } from '../../lib/rows'
import { anEnvelope } from '../../testing/builders'
import { type FakeCanvas, installFakeCanvas } from '../../testing/fake-canvas'
import { LaneChart, type LaneChartProps } from './LaneChart'

const S = 1e6
const RANGE = { fromUs: 0, toUs: 10 * S }
const GAP: Gap = { fromUs: 2 * S, toUs: 5 * S, lost: 3, cause: 'silent', text: 'silent' }
const single = (means: readonly number[]) => {
  const many = anEnvelope(0, S, means)
  return { ...many, n: many.n.map((n) => (n > 0 ? 1 : 0)) }
}
const signal = (envelope = anEnvelope(0, S, [10, 20, Number.NaN, Number.NaN, 50]), gaps: readonly Gap[] = [GAP]) => ({
  id: 'a/p',
  colour: 's1' as const,
  dash: 'solid' as const,
  step: null,
  rows: laneRows(envelope, gaps, RANGE, 0, 100),
})
// 100 px for 10 s; 82 px between the paddings of 11 and 7 for 0 … 82 W: one pixel a watt below 93.
const CHART: LaneChartProps = { signals: [signal()], width: 100, height: 100, seconds: 10, low: 0, high: 82 }

let canvas: FakeCanvas
beforeEach(() => {
  canvas = installFakeCanvas()
  document.documentElement.dataset.theme = 'dark'
  document.documentElement.style.setProperty('--s1', '#ffb402')
  document.documentElement.style.setProperty('--s2', '#26c0ff')
})
afterEach(() => canvas.restore())

describe('curves on the canvas', () => {
  it('are a band at 30 % and a thin line above it, broken exactly at the stamps beside a gap', () => {
    render(<LaneChart {...CHART} />)
    expect(canvas.drawn).toMatchObject([
      { how: 'fill', style: '#ffb402', alpha: 0.3, path: 'M5 82L20 72L20 74L5 84ZM50 42L50 44Z' },
      { how: 'fill', path: 'M52 43o50 43' },
      { how: 'stroke', style: '#ffb402', alpha: 1, width: 1.25, path: 'M5 83L20 73M50 43' },
    ])
  })

  it('are a thicker line without band where each bucket holds one sample, with dots where they are sparse', () => {
    render(<LaneChart {...CHART} signals={[signal(single([10, 20, 30]), [])]} />)
    expect(canvas.drawn.map(({ how, width }) => [how, width])).toEqual([
      ['fill', 1.5],
      ['stroke', 1.5],
    ])
    expect(canvas.drawn[0]?.path.match(/o/g)).toHaveLength(3)
  })

  it('are redrawn with new data and another axis on the same canvas', () => {
    const { rerender } = render(<LaneChart {...CHART} />)
    rerender(<LaneChart {...CHART} signals={[signal(single([10, 20, 30]), [])]} high={41} />)
    expect(canvas.made()).toBe(1)
    expect(canvas.drawn.at(-1)).toMatchObject({ how: 'stroke', path: 'M5 73L15 53L25 33' })
  })

  it('have their dashes where two share the lane, and a canvas of their own look', () => {
    const { rerender } = render(<LaneChart {...CHART} />)
    const two = [signal(), { ...signal(), id: 'a/q', colour: 's2' as const, dash: 'dashed' as const }]
    rerender(<LaneChart {...CHART} signals={two} />)
    expect(canvas.drawn.filter(({ how }) => how === 'stroke').map(({ dash }) => dash)).toEqual([[], [8, 3]])
    rerender(<LaneChart {...CHART} signals={[]} />)
    expect(document.querySelector('canvas')).toBeNull()
  })

  it('take the colours of another theme at once', async () => {
    render(<LaneChart {...CHART} />)
    document.documentElement.style.setProperty('--s1', '#c67a00')
    document.documentElement.dataset.theme = 'light'
    await waitFor(() => expect(canvas.drawn.at(-1)?.style).toBe('#c67a00'))
    expect(canvas.made()).toBe(1)
  })
})
