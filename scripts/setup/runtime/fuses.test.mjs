import { describe, expect, test } from 'vitest'
import { FUSE, setFuses } from './fuses.mjs'

const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'

/** @param {string} digits @param {number} [version] @returns {Buffer} a binary with a fuse wire in the middle */
const binaryWith = (digits, version = 1) =>
  Buffer.concat([
    Buffer.alloc(1000, 0xcc),
    Buffer.from(SENTINEL),
    Buffer.from([version, digits.length]),
    Buffer.from(digits),
    Buffer.alloc(1000, 0xcc),
  ])

/** @param {Buffer} binary @param {Readonly<Record<number, boolean>>} wanted @returns {string} why it was refused */
function refusal(binary, wanted) {
  try {
    setFuses(binary, wanted)
    return 'accepted'
  } catch (error) {
    return /** @type {{ because: string }} */ (error).because
  }
}

describe('setFuses', () => {
  test('changes the named digits and nothing else', () => {
    const binary = binaryWith('10100011')
    setFuses(binary, { [FUSE.nodeCliInspect]: true, [FUSE.ownBrowserSnapshot]: false })
    expect(binary.equals(binaryWith('10110001'))).toBe(true)
  })

  test('is content with fuses that are right already', () => {
    const binary = binaryWith('10110001')
    setFuses(binary, { [FUSE.nodeCliInspect]: true, [FUSE.ownBrowserSnapshot]: false })
    expect(binary.equals(binaryWith('10110001'))).toBe(true)
  })

  test('refuses a binary without or with two sentinels', () => {
    expect(refusal(Buffer.alloc(100), { 0: true })).toContain('no fuse sentinel')
    expect(refusal(Buffer.concat([binaryWith('1'), binaryWith('1')]), { 0: true })).toContain('two fuse sentinels')
  })

  test('refuses another wire version, fuses beyond the count and removed ones', () => {
    expect(refusal(binaryWith('1010', 2), { 0: true })).toContain('version 2')
    expect(refusal(binaryWith('101'), { 3: true })).toContain('Fuse 3 of 3')
    expect(refusal(binaryWith('1r1'), { 1: true })).toContain('Fuse 1 of 3')
    expect(refusal(Buffer.from(`${SENTINEL}\x01`), { 0: true })).toContain('Fuse 0 of 0')
  })
})
