import { describe, expect, test } from 'vitest'
import { lockStamp, sameAsInstalled } from './lock-state.mjs'

const zod = { version: '4.6.7', integrity: 'sha512-z' }
const mac = { version: '1.0.0', integrity: 'sha512-m', optional: true }

/** @param {Record<string, object>} packages @returns {string} */
const lock = (packages) => JSON.stringify({ packages })
const wanted = lock({ '': { name: 'wattbench' }, 'node_modules/zod': zod, 'node_modules/mac-only': mac })

describe('sameAsInstalled', () => {
  test('the same packages, with or without those of other platforms', () => {
    expect(sameAsInstalled(wanted, lock({ 'node_modules/zod': zod }))).toBe(true)
    expect(sameAsInstalled(wanted, lock({ 'node_modules/zod': zod, 'node_modules/mac-only': mac }))).toBe(true)
  })

  test('stale: another version, other content, one missing, one too many', () => {
    expect(sameAsInstalled(wanted, lock({ 'node_modules/zod': { ...zod, version: '4.6.6' } }))).toBe(false)
    expect(sameAsInstalled(wanted, lock({ 'node_modules/zod': { ...zod, integrity: 'sha512-q' } }))).toBe(false)
    expect(sameAsInstalled(wanted, lock({}))).toBe(false)
    expect(sameAsInstalled(wanted, lock({ 'node_modules/zod': zod, 'node_modules/old': zod }))).toBe(false)
  })

  test('stale: nothing installed, or an unreadable list', () => {
    expect(sameAsInstalled(wanted, null)).toBe(false)
    expect(sameAsInstalled(wanted, '{ "packages": {')).toBe(false)
  })
})

test('the stamp changes with every byte of the lock and names the platform', () => {
  expect(lockStamp('a')).not.toBe(lockStamp('b'))
  expect(lockStamp('a')).toContain(`${process.platform}-${process.arch}`)
})
