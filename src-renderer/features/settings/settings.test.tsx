import { DEFAULT_SETTINGS } from '@contract/settings'
import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { show } from '../../testing/show'
import { reserveProblem, SettingsPane } from './SettingsPane'

const open = (onSet = vi.fn()) => {
  show(<SettingsPane settings={DEFAULT_SETTINGS} about={null} onSet={onSet} onCopy={() => {}} />)
  return onSet
}

it('takes a disk reserve on Enter and refuses an unusable one where it is typed', async () => {
  const onSet = open()
  const field = screen.getByRole('textbox', { name: 'Disk reserve' })
  await userEvent.clear(field)
  await userEvent.type(field, '99{Enter}')
  expect(screen.getByRole('alert').textContent?.replaceAll('\u00a0', ' ')).toBe('Whole megabytes, 100 to 10 000 000')
  expect(onSet).not.toHaveBeenCalled()
  await userEvent.type(field, '9{Enter}')
  expect(onSet).toHaveBeenCalledWith({ diskReserveMb: 999 })
  expect(['100', '10000000'].map(reserveProblem)).toEqual([null, null])
  expect(['', '1e3', '-500', '500.5', '10000001'].map(reserveProblem)).not.toContain(null)
})

it('offers every choice at once, by name', async () => {
  const onSet = open()
  await userEvent.click(screen.getByRole('radio', { name: '200 %' }))
  await userEvent.click(screen.getByRole('radio', { name: 'UTC' }))
  await userEvent.click(screen.getByRole('radio', { name: 'J' }))
  await userEvent.click(screen.getByRole('radio', { name: 'Light' }))
  await userEvent.click(screen.getByRole('switch', { name: 'Letter keys' }))
  expect(onSet.mock.calls.map(([patch]) => patch)).toEqual([
    { fontScale: 200 },
    { timeMode: 'utc' },
    { energyUnit: 'J' },
    { theme: 'light' },
    { letterKeys: false },
  ])
})
