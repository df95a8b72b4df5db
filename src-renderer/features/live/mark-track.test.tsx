import { fireEvent, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { MarkPoint, MarkSpan } from '../../lib/marks'
import { show } from '../../testing/show'
import { MarkTrack } from './MarkTrack'
import { markRows, placedIn } from './mark-places'

const span = (what: MarkSpan['what'], id: number, fromUs: number, toUs: number | null): MarkSpan => ({
  ...{ what, id, fromUs, toUs, unit: 'mypc', name: `${what} ${id}`, message: '', row: 0 },
  key: `${what} ${id}`,
})
const point = (atUs: number, name: string): MarkPoint => ({ key: name, atUs, name, unit: '', message: '' })
const RANGE = { fromUs: 0, toUs: 1_000 }

const track = (spans: readonly MarkSpan[], points: readonly MarkPoint[]) => {
  const does = { onSpan: vi.fn(), onPoint: vi.fn() }
  show(
    <MarkTrack
      {...{ spans, points, ...does }}
      range={RANGE}
      width={500}
      rem={1}
      nowUs={900}
      wordsOf={({ name, message }) => ({ name, kind: 'Kind', message, when: '12:00' })}
    />,
  )
  return does
}

describe('the track of marks', () => {
  it('selects exactly the time of the span that is clicked, up to now where it lasts', async () => {
    const { onSpan, onPoint } = track(
      [span('measurement', 1, 100, 300), span('run', 1, 400, null)],
      [point(700, 'kernel loaded')],
    )
    await userEvent.click(screen.getByRole('button', { name: /measurement 1/ }))
    await userEvent.click(screen.getByRole('button', { name: /run 1/ }))
    expect(onSpan.mock.calls).toEqual([[{ fromUs: 100, toUs: 300 }], [{ fromUs: 400, toUs: 900 }]])
    await userEvent.click(screen.getByRole('button', { name: /kernel loaded/ }))
    expect(onPoint).toHaveBeenCalledWith(700)
  })

  it('is one stop of the keyboard, walked with left and right, and tells what is focused', async () => {
    track([span('measurement', 1, 100, 300), span('measurement', 2, 400, 600)], [])
    const [first, second] = screen.getAllByRole('button')
    expect(screen.getAllByRole('button').filter(({ tabIndex }) => tabIndex === 0)).toEqual([first])
    first?.focus()
    await userEvent.keyboard('{ArrowRight}')
    expect(document.activeElement).toBe(second)
    expect(screen.getByRole('tooltip').textContent).toContain('measurement 2')
    if (second) fireEvent.blur(second)
    expect(screen.queryByRole('tooltip')).toBeNull()
  })

  it('is not there without marks', () => {
    track([], [])
    expect(screen.queryByTestId('marks')).toBeNull()
  })

  it('draws what is in sight, and no more buttons than can be hit', () => {
    const many = Array.from({ length: 1_000 }, (_, i) => span('run', i, i, i + 1))
    const [row] = markRows([], many)
    if (!row) throw new Error('no row')
    const all = placedIn(row, RANGE, 500, 900, 1)
    expect(all.marks).toHaveLength(0)
    expect(all.thin).toHaveLength(1_000)
    const near = placedIn(row, { fromUs: 100, toUs: 110 }, 500, 900, 1)
    expect(near.marks.length).toBeLessThan(14)
    expect(near.marks.every(({ hasName }) => hasName)).toBe(true)
  })
})
