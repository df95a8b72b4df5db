import { expect, test } from 'vitest'
import { interruptedIsGood } from './window-ending.mjs'

/** @param {number} code @param {NodeJS.Signals | null} signal @param {NodeJS.Signals | null} asked */
const codeOf = (code, signal, asked) => interruptedIsGood({ code, signal }, asked, () => {})

test('asked to stop and ended: good', () => {
  expect(codeOf(0, null, 'SIGINT')).toBe(0)
  expect(codeOf(130, 'SIGINT', 'SIGINT')).toBe(0)
  expect(codeOf(143, null, 'SIGTERM')).toBe(0)
})

test('not asked, or ended in another way: its own code', () => {
  expect(codeOf(3, null, null)).toBe(3)
  expect(codeOf(143, 'SIGTERM', null)).toBe(143)
  expect(codeOf(1, null, 'SIGINT')).toBe(1)
})

test('a crash stays a crash', () => {
  expect(codeOf(139, 'SIGSEGV', 'SIGINT')).toBe(139)
  expect(codeOf(137, 'SIGKILL', 'SIGINT')).toBe(137)
})
