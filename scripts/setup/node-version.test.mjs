import { expect, test } from 'vitest'
import { atLeast, neededNode, nodeProblem } from './node-version.mjs'

test.each([
  ['20.15.0', '20.15', true],
  ['v20.20.2', '20.15', true],
  ['22.0.0', '20.15', true],
  ['20.9.0', '20.15', false],
  ['18.20.4', '20.15', false],
  ['20', '20.15', false],
  ['100.0.0', '20.15', true],
])('%s is at least %s: %s', (version, least, expected) => {
  expect(atLeast(version, least)).toBe(expected)
})

test('the needed version comes from package.json, and the message names both', () => {
  expect(neededNode()).toMatch(/^\d+(\.\d+)*$/)
  expect(nodeProblem(process.versions.node)).toBeNull()
  expect(nodeProblem('12.0.0')).toMatch(/needs Node .* this is Node 12\.0\.0[\s\S]*next:/)
})
