import type { ChannelInfo, SourceInfo } from '@contract/model'
import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import type { Rows } from '../series/raw-ring'
import { type CsvChunk, csvHeader, sessionCsv } from './session-csv'

const channel = (
  key: string,
  unit: ChannelInfo['unit'],
  type: ChannelInfo['type'] = 'f64',
  kind: ChannelInfo['kind'] = 'windowed',
): ChannelInfo => ({
  key,
  label: key,
  unit,
  kind,
  type,
})

function source(
  id: string,
  channels: readonly ChannelInfo[],
  serial: string | null = null,
  machineName = 'meter_machine',
): SourceInfo {
  const identity = serial === null ? null : { model: 'M', serial, hardware: '1', firmware: '1' }
  return { id, kind: 'k', name: id, machineName, simulated: false, identity, calibration: null, channels }
}

const POWER = [channel('power', 'W')]

async function* cut(rows: readonly (readonly [number, number])[], size: number): AsyncGenerator<Rows> {
  for (let i = 0; i < rows.length; i += size) {
    const part = rows.slice(i, i + size)
    yield { timesUs: Float64Array.from(part, ([t]) => t), values: [Float64Array.from(part, ([, v]) => v)] }
  }
}

async function all(chunks: AsyncIterable<CsvChunk>) {
  const whole = { text: '', rows: 0, empty: 0 }
  for await (const { text, rows, empty } of chunks) {
    whole.text += text
    whole.rows += rows
    whole.empty += empty
  }
  return whole
}

describe('sessionCsv', () => {
  it('leads a name that looks like a formula with an apostrophe', () => {
    expect(csvHeader([source('a', POWER, null, '=cmd/x')])).toBe('time_us,"\'=cmd/x.power [W]"\n')
  })

  it('writes header, dots, shortest numbers and LF', async () => {
    const rows = cut(
      [
        [1_767_225_600_000_000, 0.1 + 0.2],
        [1_767_225_600_250_000, -0],
        [1_767_225_600_500_000, 1e21],
      ],
      2,
    )
    const { text } = await all(sessionCsv([{ info: source('a', POWER), rows }]))
    expect(text).toBe(
      'time_us,meter_machine.power [W]\n1767225600000000,0.30000000000000004\n1767225600250000,0\n1767225600500000,1e+21\n',
    )
  })

  it('merges sources by time and leaves cells without a value empty', async () => {
    const a = {
      info: source('a', POWER, null, 'a'),
      rows: cut(
        [
          [1, 10],
          [3, 30],
        ],
        1,
      ),
    }
    const b = {
      info: source('b', POWER, null, 'b'),
      rows: cut(
        [
          [2, 2],
          [3, Number.NaN],
          [4, Number.NaN],
        ],
        2,
      ),
    }
    const { text, rows, empty } = await all(sessionCsv([a, b]))
    expect(text).toBe('time_us,a.power [W],b.power [W]\n1,10,\n2,,2\n3,30,\n4,,\n')
    expect([rows, empty]).toEqual([4, 1])
  })

  it('writes 64-bit integers whole and skips time channels unless asked', async () => {
    const channels = [channel('count', '1', 'u64', 'counter'), channel('received', 'us', 'i64', 'time')]
    const rows = async function* (): AsyncGenerator<Rows> {
      yield { timesUs: Float64Array.of(1), values: [BigUint64Array.of(2n ** 64n - 1n), BigInt64Array.of(-5n)] }
    }
    const info = source('a', channels)
    expect((await all(sessionCsv([{ info, rows: rows() }]))).text).toBe(
      'time_us,meter_machine.count [1]\n1,18446744073709551615\n',
    )
    expect((await all(sessionCsv([{ info, rows: rows() }], true))).text).toContain('\n1,18446744073709551615,-5\n')
  })

  it('tells sources with the same machine name apart by serial number, else by id', () => {
    expect(csvHeader([source('a', POWER, '17'), source('b', POWER, '18')])).toBe(
      'time_us,meter_machine#17.power [W],meter_machine#18.power [W]\n',
    )
    expect(csvHeader([source('a', POWER, '17'), source('b', POWER, '17')])).toBe(
      'time_us,meter_machine#a.power [W],meter_machine#b.power [W]\n',
    )
    expect(csvHeader([source('a', POWER), source('b', POWER, '18')])).toBe(
      'time_us,meter_machine#a.power [W],meter_machine#18.power [W]\n',
    )
  })

  it('quotes names that would break the line', () => {
    const header = csvHeader([source('a', POWER, null, 'odd,"name"')])
    expect(header).toBe('time_us,"odd,""name"".power [W]"\n')
  })

  it('gives a header even when nothing was recorded', async () => {
    expect(await all(sessionCsv([]))).toEqual({ text: 'time_us\n', rows: 0, empty: 0 })
  })

  it('reads back as what was written, however the blocks are cut', async () => {
    const value = fc.double({ noNaN: true, noDefaultInfinity: true })
    const stream = fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), value), { maxLength: 60 }).map((steps) => {
      let t = 0
      return steps.map(([dt, v]): readonly [number, number] => {
        t += dt
        return [t, v]
      })
    })
    await fc.assert(
      fc.asyncProperty(stream, stream, fc.integer({ min: 1, max: 9 }), async (a, b, size) => {
        const sources = [
          { info: source('a', POWER, null, 'a'), rows: cut(a, size) },
          { info: source('b', POWER, null, 'b'), rows: cut(b, 10 - size) },
        ]
        const { text, rows } = await all(sessionCsv(sources))
        const [, ...lines] = Papa.parse<string[]>(text, { skipEmptyLines: true }).data
        const read = (c: number) =>
          lines.filter((line) => line[c] !== '').map((line) => [Number(line[0]), Number(line[c]) + 0])
        expect(read(1)).toEqual(a.map(([t, v]) => [t, v + 0]))
        expect(read(2)).toEqual(b.map(([t, v]) => [t, v + 0]))
        expect(rows).toBe(new Set([...a, ...b].map(([t]) => t)).size)
      }),
    )
  })
})
