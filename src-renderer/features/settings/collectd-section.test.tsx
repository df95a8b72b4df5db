import { DEFAULT_COLLECTD_FILTERS, DEFAULT_IMPORT_LIMITS, type ImportLimits } from '@contract/collectd'
import type { FiltersInForce } from '@contract/imports'
import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { show } from '../../testing/show'
import { cleanTokens } from '../../ui/TokenField'
import { CollectdSection } from './CollectdSection'
import { LIMIT_FIELDS, limitProblem, limitText } from './limit-words'

function open(inForce: FiltersInForce, limits: ImportLimits = DEFAULT_IMPORT_LIMITS) {
  const onSet = vi.fn()
  show(<CollectdSection limits={limits} inForce={inForce} onSet={onSet} onHelp={() => {}} />)
  return onSet
}

it('says whose list of series is in force', () => {
  open({ filters: ['counter'], from: 'powergoblin' })
  expect(screen.getByTestId('filters-whose').textContent).toContain('The list of PowerGoblin on this computer')
  expect((screen.getByRole('button', { name: 'Reset series' }) as HTMLButtonElement).disabled).toBe(true)
})

it('adds series one by one or as a comma list, removes them, and resets to the default', async () => {
  const onSet = open({ filters: ['counter', 'load'], from: 'settings' })
  const field = screen.getByRole('combobox', { name: 'Series to import' })
  await userEvent.type(field, 'memory{Enter}')
  await userEvent.click(field)
  await userEvent.paste('"cpu-user", load, if_octets')
  await userEvent.type(field, '{Backspace}')
  await userEvent.click(screen.getByRole('button', { name: 'Remove counter' }))
  await userEvent.click(screen.getByRole('button', { name: 'Reset series' }))
  expect(onSet.mock.calls.map(([patch]) => patch.collectdFilters)).toEqual([
    ['counter', 'load', 'memory'],
    ['counter', 'load', 'cpu-user', 'if_octets'],
    ['counter'],
    ['load'],
    null,
  ])
  expect(cleanTokens([' a', ' ', '"b", x;y', "'c'\n", 'a'])).toEqual(['a', 'b', 'x', 'y', 'c'])
})

it('falls back to the default when the last entry goes', async () => {
  const onSet = open({ filters: ['counter'], from: 'settings' })
  await userEvent.click(screen.getByRole('button', { name: 'Remove counter' }))
  expect(onSet).toHaveBeenCalledWith({ collectdFilters: null })
})

it('takes limits in units people can type, checks them in place, and resets them', async () => {
  const limits = { ...DEFAULT_IMPORT_LIMITS, entries: 5 }
  const onSet = open({ filters: DEFAULT_COLLECTD_FILTERS, from: 'default' }, limits)
  const field = screen.getByRole('textbox', { name: 'Limit: One file' })
  expect((field as HTMLInputElement).value).toBe('1024')
  await userEvent.clear(field)
  await userEvent.type(field, '1.5{Enter}')
  expect(screen.getByRole('alert').textContent).toContain('Whole MiB')
  await userEvent.clear(field)
  await userEvent.type(field, '2')
  await userEvent.click(screen.getByRole('button', { name: 'Reset limits' }))
  expect(onSet.mock.calls.map(([patch]) => patch.importLimits)).toEqual([
    { ...limits, entryBytes: 2 * 1_048_576 },
    DEFAULT_IMPORT_LIMITS,
  ])
  for (const one of LIMIT_FIELDS) {
    expect(limitProblem(one, limitText(one, DEFAULT_IMPORT_LIMITS[one.key]))).toBeNull()
    expect(['0', '', '-1', String(one.most + 1)].map((text) => limitProblem(one, text))).not.toContain(null)
  }
})
