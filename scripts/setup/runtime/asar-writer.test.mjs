import { expect, test } from 'vitest'
import { asarOf } from './asar-writer.mjs'

/** Reads as Chromium's pickles are read: each size field counts what follows it. @param {Buffer} archive */
function filesOf(archive) {
  expect(archive.readUInt32LE(0)).toBe(4)
  const headerSize = archive.readUInt32LE(4)
  const payload = archive.readUInt32LE(8)
  const jsonLength = archive.readUInt32LE(12)
  expect(payload).toBe(headerSize - 4)
  expect(payload % 4).toBe(0)
  expect(payload - 4 - jsonLength).toBeGreaterThanOrEqual(0)
  expect(payload - 4 - jsonLength).toBeLessThan(4)
  const { files } = JSON.parse(archive.toString('utf8', 16, 16 + jsonLength))
  const body = archive.subarray(8 + headerSize)
  return Object.fromEntries(
    Object.entries(files).map(([name, { size, offset }]) => [
      name,
      body.toString('utf8', Number(offset), Number(offset) + size),
    ]),
  )
}

// Names of every length, so that the header needs 0, 1, 2 and 3 bytes of padding.
test.each(['a', 'ab', 'abc', 'abcd'])('what is written can be read: %s', (name) => {
  const files = { [name]: 'first µ', 'main.mjs': 'console.log("W")\n', empty: '' }
  expect(filesOf(asarOf(files))).toEqual(files)
})

test('folders nest, and a file beside the archive takes no room in it', () => {
  const archive = asarOf({
    'out/main/cli.js': 'cli',
    'out/a.js': 'a',
    'x.node': { unpacked: 5 },
    'out/main/z.js': 'zz',
  })
  const { files } = JSON.parse(archive.toString('utf8', 16, 16 + archive.readUInt32LE(12)))
  expect(files).toEqual({
    out: {
      files: {
        main: { files: { 'cli.js': { size: 3, offset: '0' }, 'z.js': { size: 2, offset: '4' } } },
        'a.js': { size: 1, offset: '3' },
      },
    },
    'x.node': { size: 5, unpacked: true },
  })
  expect(archive.subarray(-6).toString()).toBe('cliazz')
})
