import { expect, it } from 'vitest'
import { findFolders } from './folders'

it('uses the XDG folders when they are absolute', () => {
  const env = { XDG_DATA_HOME: '/d', XDG_CONFIG_HOME: '/c', XDG_STATE_HOME: '/s' }
  expect(findFolders(env, '/home/ann')).toEqual({
    sessions: '/d/wattbench/sessions',
    settingsFile: '/c/wattbench/settings.json',
    state: '/s/wattbench',
  })
})

it('falls back below home when they are unset, empty or relative', () => {
  const expected = {
    sessions: '/home/ann/.local/share/wattbench/sessions',
    settingsFile: '/home/ann/.config/wattbench/settings.json',
    state: '/home/ann/.local/state/wattbench',
  }
  expect(findFolders({}, '/home/ann')).toEqual(expected)
  expect(findFolders({ XDG_DATA_HOME: '', XDG_CONFIG_HOME: 'conf', XDG_STATE_HOME: './x' }, '/home/ann')).toEqual(
    expected,
  )
})
