import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { show } from '../../testing/show'
import { RangeFields } from './RangeFields'

const NOON = Date.UTC(2026, 10, 22, 12) * 1e3
const open = () => {
  const onShow = vi.fn()
  show(
    <RangeFields
      range={{ fromUs: NOON - 60e6, toUs: NOON + 123 }}
      bounds={{ fromUs: NOON - 3_600e6, toUs: NOON, shortestUs: 20_000 }}
      context={{ scale: { mode: 'utc', zone: 'UTC', originUs: NOON }, nowUs: NOON, dayUs: NOON }}
      onShow={onShow}
    />,
  )
  return {
    onShow,
    from: screen.getByLabelText<HTMLInputElement>('From'),
    to: screen.getByLabelText<HTMLInputElement>('To'),
  }
}

describe('the typed range', () => {
  it('shows what was typed on Enter; the end that was not touched stays to the microsecond', async () => {
    const { onShow, from } = open()
    expect(from.value).toBe('11:59:00.000')
    await userEvent.clear(from)
    await userEvent.type(from, '-10 min{Enter}')
    expect(onShow).toHaveBeenCalledWith({ fromUs: NOON - 600e6, toUs: NOON + 123 })
  })

  it('takes both ends together', async () => {
    const { onShow, from, to } = open()
    await userEvent.clear(to)
    await userEvent.type(to, '11:10')
    expect(screen.getByRole('alert').textContent).toContain('From must be before to.')
    await userEvent.clear(from)
    await userEvent.type(from, '11:05{Enter}')
    expect(onShow).toHaveBeenCalledWith({ fromUs: NOON - 3_300e6, toUs: NOON - 3_000e6 })
  })

  it('says in place what is wrong and shows nothing then; Esc and leaving take it back', async () => {
    const { onShow, from } = open()
    await userEvent.clear(from)
    await userEvent.type(from, '9:7{Enter}')
    expect(from.getAttribute('aria-invalid')).toBe('true')
    expect(screen.getByRole('alert').textContent).toContain('Write a time like 14:07:59.')
    expect(onShow).not.toHaveBeenCalled()
    await userEvent.keyboard('{Escape}')
    expect(from.value).toBe('11:59:00.000')
    await userEvent.type(from, 'x')
    await userEvent.click(document.body)
    expect(from.value).toBe('11:59:00.000')
  })
})
