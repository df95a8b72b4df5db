import { expect, test } from 'vitest'
import { judge } from './check-walls.mjs'

const rule = { name: 'page-not-main', severity: 'error' }

/** @param {string[]} sources @param {Parameters<typeof judge>[0]['summary']['violations']} [violations] */
const result = (sources, violations = []) => ({
  modules: sources.map((source) => ({ source })),
  summary: { violations, ruleSetUsed: { forbidden: [{ name: 'page-not-main', comment: 'Ask through the bridge.' }] } },
})

test('good when every source was looked at and no wall is broken', () => {
  const { good, lines } = judge(result(['src-main/a.ts', 'node_modules/zod/index.js']), ['src-main/a.ts'])
  expect(good).toBe(true)
  expect(lines).toEqual(['1 modules looked at, 1 source files exist, 0 walls broken'])
})

test('fails when it looked at fewer modules than exist', () => {
  const { good, lines } = judge(result(['src-main/a.ts', 'node_modules/zod/index.js']), [
    'src-main/a.ts',
    'src-main/b.ts',
  ])
  expect(good).toBe(false)
  expect(lines.join()).toMatch(/1 modules looked at, 2 source files exist.*src-main\/b\.ts/)
})

test('fails when there is nothing to look at', () => {
  expect(judge(result([]), []).good).toBe(false)
})

test('a broken wall names both sides and says what to do instead', () => {
  const { good, lines } = judge(
    result(['src-renderer/a.ts'], [{ from: 'src-renderer/a.ts', to: 'src-main/b.ts', rule }]),
    ['src-renderer/a.ts'],
  )
  expect(good).toBe(false)
  expect(lines.slice(0, 2)).toEqual([
    'error page-not-main: src-renderer/a.ts → src-main/b.ts',
    '      Ask through the bridge.',
  ])
})

test('a circle is printed as one', () => {
  const circle = { from: 'a.ts', to: 'b.ts', rule, cycle: [{ name: 'b.ts' }, { name: 'a.ts' }] }
  expect(judge(result(['a.ts'], [circle]), ['a.ts']).lines[0]).toContain('a.ts → b.ts → a.ts')
})
