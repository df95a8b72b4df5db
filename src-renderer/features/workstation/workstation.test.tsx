import type { AboutView } from '@contract/about'
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { show } from '../../testing/show'
import { Workstation } from './Workstation'

const ABOUT: AboutView = {
  version: '0.1.0',
  electron: '45',
  node: '22',
  fallbackRuntime: false,
  zone: 'UTC',
  sessionsFolder: '~',
  report: 'Wattbench 0.1.0\nwarn  Adapter',
  checks: [
    { group: 'system', name: 'System', state: 'ok', text: 'Debian' },
    {
      group: 'bluetooth',
      name: 'Adapter',
      state: 'warn',
      text: 'hci0 is off',
      next: 'Switch it on:',
      command: 'bluetoothctl power on',
    },
    { group: 'storage', name: 'Sessions', state: 'fault', text: 'cannot be kept', next: 'Is its disk mounted?' },
  ],
}

it('tells each check by shape and words, offers the command, and copies the report', async () => {
  const onCopy = vi.fn()
  const onAgain = vi.fn()
  show(<Workstation about={ABOUT} busy={false} onAgain={onAgain} onClose={vi.fn()} onCopy={onCopy} />)
  expect(screen.getByTestId('workstation-sum').textContent).toBe('2 of 3 need attention.')
  const line = within(screen.getByRole('region', { name: 'Bluetooth' })).getByRole('listitem')
  expect(line.textContent).toContain('warning: Adapterhci0 is offSwitch it on:')
  expect(screen.getByRole('region', { name: 'Disk and sessions' }).textContent).toContain('Is its disk mounted?')
  expect(line.querySelector('[data-shape=triangle]')).toBeTruthy()
  await userEvent.click(within(line).getByRole('button', { name: 'Copy the command bluetoothctl power on' }))
  await userEvent.click(screen.getByRole('button', { name: 'Copy report' }))
  await userEvent.click(screen.getByRole('button', { name: 'Check again' }))
  expect(onCopy.mock.calls).toEqual([['bluetoothctl power on'], [ABOUT.report]])
  expect(onAgain).toHaveBeenCalled()
  expect(screen.queryByRole('region', { name: 'Serial ports' })).toBeNull()
})

it('says that it is looking', () => {
  show(<Workstation about={null} busy={true} onAgain={vi.fn()} onClose={vi.fn()} onCopy={vi.fn()} />)
  expect(screen.getByTestId('workstation-sum').textContent).toBe('Looking …')
  expect(screen.getByRole('button', { name: 'Check again' })).toHaveProperty('disabled', true)
})
