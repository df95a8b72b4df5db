import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { fromHome, shellPath, withoutHome } from './home'

it('shows paths below the home folder without the name of the account', () => {
  expect(fromHome('/home/me', '/home/me')).toBe('~')
  expect(fromHome('/home/me/x', '/home/me')).toBe('~/x')
  expect(fromHome('/home/me2/x', '/home/me')).toBe('/home/me2/x')
  expect(fromHome('/srv/x', null)).toBe('/srv/x')
})

it('takes it out of the words of the system too', () => {
  const words = "EACCES: permission denied, open '/home/me/x' or /home/me, not /home/me2, /home/me.old or /srv/home/me"
  expect(withoutHome(words, '/home/me')).toBe(
    "EACCES: permission denied, open '~/x' or ~, not /home/me2, /home/me.old or /srv/home/me",
  )
})

it.each(["/home/me/a b/it's", '/home/me/x', '/srv/$(id)/x', '/home/me'])('%j is one word of a shell', (path) => {
  const word = shellPath(path, '/home/me')
  const { stdout } = spawnSync('sh', ['-c', `printf '%s|' ${word}`], { encoding: 'utf8', env: { HOME: '/home/me' } })
  expect(stdout).toBe(`${path}|`)
})
