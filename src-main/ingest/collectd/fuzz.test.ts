import { randomFillSync } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { noRowFaults, RowParser } from '../../engine/collectd/row-parser'
import { RowTable } from '../../engine/collectd/row-table'
import { csv, DAY, readBytes, readEntries, treeWith } from '../../testing/archives'
import { zipOf } from '../../testing/zip-writer'

const zip = zipOf(treeWith({}))
/** Whatever happens to an archive, reading it ends, with a summary or a fault of its own. */
const survives = async (bytes: Uint8Array) => {
  const seen = await readBytes(bytes).catch((error: { code?: string }) => {
    expect(error.code).toMatch(/^ARCHIVE_/)
    return null
  })
  expect(seen?.rows() ?? 0).toBeLessThan(100_000)
}

describe('hostile archives', () => {
  it('any byte changed, anywhere', async () => {
    const change = fc.record({ at: fc.nat(zip.length - 1), to: fc.nat(255) })
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 12 }), async (changes) => {
        const bytes = Buffer.from(zip)
        for (const { at, to } of changes) bytes[at] = to
        await survives(bytes)
      }),
      { numRuns: 150 },
    )
  })

  it('any byte of the directory and the end record changed', async () => {
    const tail = 700
    await fc.assert(
      fc.asyncProperty(fc.nat(tail - 1), fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), async (back, to) => {
        const bytes = Buffer.from(zip)
        bytes[bytes.length - 1 - back] = to
        await survives(bytes)
      }),
      { numRuns: 150 },
    )
  })

  it('cut anywhere, and garbage', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(zip.length), (end) => survives(zip.subarray(0, end))),
      { numRuns: 60 },
    )
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), survives), { numRuns: 60 })
  })

  it('a file full of false end records', async () => {
    await survives(Buffer.alloc(2_000_000, 'PK\x05\x06', 'latin1'))
  })

  it('random rows in a good archive', async () => {
    const data = randomFillSync(Buffer.alloc(200_000))
    const packed = deflateRawSync(data)
    await survives(zipOf([{ name: `mypc/a/gauge-x-${DAY}`, data, packed }]))
    const seen = await readEntries(
      treeWith({ [`a/gauge-x-${DAY}`]: Buffer.concat([Buffer.from('epoch,value\n'), data]) }),
    )
    expect(seen.taken.length).toBeGreaterThanOrEqual(6)
  })
})

/** All rows of a text, handed over in pieces. */
function parsed(text: string, cuts: readonly number[], columns = 2) {
  const bytes = Buffer.from(text)
  const table = new RowTable(columns)
  const faults = noRowFaults()
  const parser = new RowParser(table, faults, 4_096)
  const edges = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
  for (let i = 1; i < edges.length; i++) parser.push(bytes.subarray(edges[i - 1], edges[i]))
  parser.finish()
  return {
    times: [...table.timesUs.subarray(0, table.rows)],
    values: table.values.map((v) => [...v.subarray(0, table.rows)]),
    faults,
  }
}

describe('rows', () => {
  const cell = fc.oneof(
    fc.integer({ min: -1e9, max: 1e12 }).map(String),
    fc.double({ min: -1e9, max: 1e9, noNaN: true }).map((x) => x.toFixed(6)),
    fc.constantFrom('nan', '-inf', '', 'x', '1e3', '1,2', '\0', '99999999999999999'),
  )
  const row = fc.tuple(fc.integer({ min: 1_700_000_000, max: 1_800_000_000 }), fc.nat(999), cell, cell)
  const text = fc
    .array(row, { maxLength: 30 })
    .map((rows) => rows.map(([s, ms, a, b]) => `${s}.${String(ms).padStart(3, '0')},${a},${b}\n`).join(''))

  it('any cut gives the same rows', () => {
    fc.assert(
      fc.property(text, fc.array(fc.nat(), { maxLength: 8 }), (rows, cuts) => {
        expect(parsed(rows, cuts)).toEqual(parsed(rows, []))
      }),
    )
  })

  it('a plain number is the double JavaScript reads', () => {
    const plain = fc.oneof(
      fc.double({ min: -1e15, max: 1e15, noNaN: true }).map((x) => x.toFixed(6)),
      fc.integer({ min: -1e15, max: 1e15 }).map(String),
      fc.double({ min: 0, max: 1, noNaN: true }).map((x) => x.toFixed(14)),
    )
    fc.assert(
      fc.property(plain, (number) => {
        expect(parsed(`1795303372.760,${number}\n`, [], 1).values).toEqual([[Number(number)]])
      }),
      { numRuns: 2_000 },
    )
  })

  it('noise is never a crash', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.array(fc.nat(), { maxLength: 4 }),
        (noise, cuts) => void parsed(noise, cuts),
      ),
    )
  })

  it('stamps are exact microseconds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4_102_444_799 }), fc.nat(999_999), (s, us) => {
        expect(parsed(`${s}.${String(us).padStart(6, '0')},1\n`, [], 1).times).toEqual([s * 1e6 + us])
      }),
    )
  })

  it('a file in pieces is the file', async () => {
    const data = csv('value', (i) => i * i, 50_000)
    const seen = await readEntries([{ name: `mypc/a/gauge-x-${DAY}`, data }])
    expect(seen.rows()).toBe(50_000)
  })
})
