import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { quoted, shellWord } from './shell-word'

it.each(['/dev/ttyUSB0', '/srv/not mounted/x', "it's", '$HOME `id` "x"', 'a\nb', '-R', '/a;b', ''])(
  'means exactly %j to a shell',
  (words) => {
    for (const word of [quoted(words), shellWord(words)])
      expect(spawnSync('sh', ['-c', `printf %s ${word}`], { encoding: 'utf8' }).stdout).toBe(words)
  },
)

it('leaves plain paths as they are read', () => {
  expect(shellWord('/dev/pts/3')).toBe('/dev/pts/3')
  expect(shellWord('/srv/a b')).toBe("'/srv/a b'")
})
