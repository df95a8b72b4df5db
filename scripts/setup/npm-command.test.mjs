import { expect, test } from 'vitest'
import { explainNpm } from './npm-command.mjs'

test.each([
  ['npm error code ENOTFOUND\nnpm error network request to …', 'registry could not be reached', 'proxy'],
  [
    'npm error `npm ci` can only install packages when your package.json and …',
    'do not describe the same',
    'npm install',
  ],
  ['npm error Missing: @biomejs/cli-darwin-arm64@ from lock file', 'do not describe the same', 'npm install'],
  ['npm error code ENOSPC', 'disk is full', 'Free'],
  ['npm error code EACCES', 'belong to somebody else', 'chown'],
  ['npm error code EINTEGRITY', 'not what package-lock.json promises', 'npm cache verify'],
])('%s', (output, because, next) => {
  const explained = explainNpm(output)
  expect(explained.because).toContain(because)
  expect(explained.next).toContain(next)
})

test('an unknown failure shows its first lines and its last', () => {
  const lines = Array.from({ length: 50 }, (_, i) => `npm error line ${i}`)
  const { because } = explainNpm(['npm error', ...lines].join('\n'))
  expect(because).toContain('line 0\n')
  expect(because).toMatch(/line 49$/)
  expect(because.split('\n').length).toBeLessThan(10)
  expect(explainNpm('').because).toBe('npm said nothing.')
})
