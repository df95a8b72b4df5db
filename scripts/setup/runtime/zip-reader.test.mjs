import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { zipOf } from './zip-of.mjs'
import { readDirectory, readEntry, safePath } from './zip-reader.mjs'

const folder = mkdtempSync(join(tmpdir(), 'wattbench zip '))
afterAll(() => rmSync(folder, { recursive: true }))

/** @param {Buffer} bytes @returns {Promise<Record<string, string>>} name → content of everything in it */
async function contentsOf(bytes) {
  const path = join(folder, 'a.zip')
  writeFileSync(path, bytes)
  const file = await open(path)
  try {
    /** @type {Record<string, string>} */
    const contents = {}
    for (const entry of await readDirectory(file)) contents[entry.name] = (await readEntry(file, entry)).toString()
    return contents
  } finally {
    await file.close()
  }
}

/** @param {Buffer} bytes @returns {Promise<string>} why it was refused */
const refusal = (bytes) =>
  contentsOf(bytes).then(
    () => 'accepted',
    (error) => error.because ?? `no Trouble but ${error}`,
  )

const watts = { name: 'a/watts.txt', content: '171.14 W\n'.repeat(1000) }

describe('reads', () => {
  test('deflated, stored and empty entries, and an archive comment', async () => {
    const bytes = zipOf([watts, { name: 'b', content: 'plain', stored: true }, { name: 'c', content: '' }], 'a comment')
    expect(await contentsOf(bytes)).toEqual({ 'a/watts.txt': watts.content, b: 'plain', c: '' })
  })

  test('mode, kind and folders', async () => {
    const path = join(folder, 'modes.zip')
    writeFileSync(
      path,
      zipOf([
        { name: 'd/', content: '', stored: true, mode: 0o040755 },
        { name: 'd/run', content: '#!', mode: 0o100755 },
      ]),
    )
    const file = await open(path)
    const entries = await readDirectory(file)
    await file.close()
    expect(entries.map(({ isFolder, mode, kind }) => ({ isFolder, mode, kind }))).toEqual([
      { isFolder: true, mode: 0o755, kind: 0o040000 },
      { isFolder: false, mode: 0o755, kind: 0o100000 },
    ])
  })
})

describe('refuses', () => {
  test('a wrong CRC', async () => {
    expect(await refusal(zipOf([{ ...watts, crc: 1 }]))).toContain('does not match its CRC')
    expect(await refusal(zipOf([{ ...watts, stored: true, crc: 1 }]))).toContain('does not match its CRC')
  })

  test('an entry that unpacks to more or less than it declares', async () => {
    expect(await refusal(zipOf([{ ...watts, size: 10 }]))).toContain('cannot be unpacked')
    expect(await refusal(zipOf([{ ...watts, size: 1e6 }]))).toContain('instead of 1000000')
  })

  test('a flipped bit in the packed bytes', async () => {
    const bytes = zipOf([watts])
    bytes.writeUInt8(bytes.readUInt8(60) ^ 0x10, 60)
    expect(await refusal(bytes)).toMatch(/cannot be unpacked|does not match|instead of/)
  })

  test('every archive that was cut off', async () => {
    const bytes = zipOf([{ name: 'x', content: 'watt' }])
    for (let length = 0; length < bytes.length; length += 1) {
      expect(await refusal(bytes.subarray(0, length))).not.toBe('accepted')
    }
  })

  test('encrypted entries', async () => {
    expect(await refusal(zipOf([{ ...watts, flags: 1 }]))).toContain('encrypted')
  })

  test('zip64 archives', async () => {
    const bytes = zipOf([watts])
    bytes.writeUInt32LE(0xffffffff, bytes.length - 6)
    expect(await refusal(bytes)).toContain('zip64')
  })

  test.each(['../out', 'a/../../out', '/etc/passwd', 'a//b', 'a/./b', '..', 'a\\b', 'a\0b', '', '/'])(
    'the path %j',
    async (name) => {
      expect(() => safePath(name)).toThrow('not usable')
      expect(await refusal(zipOf([{ name, content: 'x' }]))).toContain('leads outside')
    },
  )
})

test('safePath keeps ordinary names', () => {
  expect(safePath('locales/en-US.pak')).toBe('locales/en-US.pak')
  expect(safePath('folder/')).toBe('folder')
  expect(safePath('..hidden..')).toBe('..hidden..')
})
