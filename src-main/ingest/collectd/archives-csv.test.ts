import { describe, expect, it } from 'vitest'
import { csv, DAY, FIRST_S, ROWS, readEntries, treeWith } from '../../testing/archives'

const USER = `cpu-0/cpu-user-${DAY}`
const IDLE = `cpu-0/cpu-idle-${DAY}`
const MEMORY = `memory/memory-used-${DAY}`
const RAPL = `intel-rapl/counter-package-0-${DAY}`
const OCTETS = `interface-eth0/if_octets-${DAY}`

const user = csv('value', (i) => 1_000 + 25 * i)
const lines = (text: string) => text.trimEnd().split('\n')
const withLines = (text: string, change: (rows: string[]) => string[]) => {
  const [head = '', ...rows] = lines(text)
  return `${[head, ...change(rows)].join('\n')}\n`
}
const read = (changes: Parameters<typeof treeWith>[0]) => readEntries(treeWith(changes))
const good = { rows: ROWS, delta: 25 * 59 }
const BOM = '\ufeff'

describe('what is said', () => {
  it('a counter of two columns that was reset is told once for each, by its name', async () => {
    const reset = csv('rx,tx', (i) => (i < 30 ? `${900_000 + i},${800_000 + i}` : `${i - 30},${i - 30}`))
    const { warnings } = await read({ [OCTETS]: reset })
    expect(warnings).toEqual([
      expect.stringMatching(/^mypc\/interface-eth0\/if_octets rx: .*\.$/),
      expect.stringMatching(/^mypc\/interface-eth0\/if_octets tx: .*\.$/),
    ])
  })

  it('a clock set back by 3 s is told as 3 s, not as what the period left of it', async () => {
    const back = csv('value', (i) => 1_000 + 25 * i).replace(
      /^(\d+)\.000,(\d+)$/gm,
      (line, s: string, value: string) => (Number(s) < FIRST_S + 30 ? line : `${Number(s) - 3}.000,${value}`),
    )
    expect((await read({ [USER]: back })).warnings[0]).toContain('set back by 3.0 s')
  })

  it('an ABSOLUTE with decimals is a rate too', async () => {
    const seen = await read({ [`app/absolute-hits-${DAY}`]: csv('value', (i) => `${i}.000000`) })
    expect(seen.column('app/absolute-hits')).toMatchObject({ kind: 'gauge', delta: null, mean: 29 })
  })
})

describe('how a file is written', () => {
  it('CRLF, lone CR and a byte order mark: the same result', async () => {
    for (const text of [user.replaceAll('\n', '\r\n'), user.replaceAll('\n', '\r'), BOM + user]) {
      const seen = await read({ [USER]: text })
      expect(seen.column('cpu-0/cpu-user')).toMatchObject(good)
      expect(seen).toMatchObject({ skipped: [], warnings: [] })
    }
  })

  it('UTF-16 is left out with a reason', async () => {
    const seen = await read({ [USER]: Buffer.from(BOM + user, 'utf16le') })
    expect(seen.skipped).toEqual([{ entry: `mypc/${USER}`, reason: expect.stringContaining('UTF-16') }])
    expect(seen.taken).toHaveLength(5)
  })

  it('no header: the columns come from the type, the first row is kept', async () => {
    const seen = await read({ [USER]: `${lines(user).slice(1).join('\n')}\n` })
    expect(seen.column('cpu-0/cpu-user')).toMatchObject(good)
    expect(seen.warnings).toEqual([expect.stringContaining('no header')])
  })

  it('a header alone, with and without an end, and an empty file', async () => {
    for (const text of ['epoch,value\n', 'epoch,value', '']) {
      const seen = await read({ [USER]: text })
      expect(seen.taken).toHaveLength(5)
      expect(seen.skipped).toEqual([{ entry: `mypc/${USER}`, reason: expect.stringMatching(/no rows|empty/) }])
    }
  })

  it('a second header in the middle', async () => {
    const seen = await read({ [USER]: withLines(user, (rows) => rows.toSpliced(30, 0, 'epoch,value')) })
    expect(seen.column('cpu-0/cpu-user')).toMatchObject(good)
    expect(seen.warnings).toEqual([])
  })

  it('a line of 8 MiB is cut, the next row is good', async () => {
    const seen = await read({ [USER]: withLines(user, (rows) => rows.toSpliced(30, 0, '1'.repeat(8 << 20))) })
    expect(seen.column('cpu-0/cpu-user')).toMatchObject(good)
    expect(seen.warnings).toEqual([expect.stringContaining('1 longer than 4096 bytes')])
  })
})

describe('damage', () => {
  it('a tail without a line end is dropped, even if it reads well', async () => {
    const seen = await read({ [USER]: `${user}${FIRST_S + 60}.000,2`, [IDLE]: csv('value', (i) => i).slice(0, -1) })
    expect(seen.column('cpu-0/cpu-user')).toMatchObject(good)
    expect(seen.column('cpu-0/cpu-idle').rows).toBe(59)
    expect(seen.warnings).toHaveLength(2)
    expect(seen.warnings[0]).toContain('1 unfinished')
  })

  it('NUL bytes at the end', async () => {
    const seen = await read({ [USER]: user + '\0'.repeat(9_000) })
    expect(seen.column('cpu-0/cpu-user')).toMatchObject(good)
    expect(seen.warnings).toEqual([])
  })

  it('rows glued together, with a wrong column count or an absurd time', async () => {
    const glued = [`${FIRST_S + 10}.000,12${FIRST_S + 11}.000,1275`, `1795${FIRST_S + 12}.000,1300`]
    const seen = await read({ [USER]: withLines(user, (rows) => rows.toSpliced(10, 3, ...glued)) })
    expect(seen.column('cpu-0/cpu-user')).toMatchObject({ rows: 57, delta: good.delta })
    expect(seen.warnings).toEqual([expect.stringMatching(/1 misshapen, 1 with an impossible time/)])
  })

  it('rows with 0, 1 and 3 columns, commas only, blank', async () => {
    const t = `${FIRST_S + 99}`
    const seen = await read({
      [USER]: withLines(user, (rows) => [...rows, t, `${t},1,2`, ',', '', '   ', `${FIRST_S + 60}.000,2500`]),
    })
    expect(seen.column('cpu-0/cpu-user')).toMatchObject({ rows: 61, delta: 1_500 })
    expect(seen.warnings).toEqual([expect.stringContaining('2 misshapen, 1 with an impossible time')])
  })

  it('times that cannot be', async () => {
    const bad = ['0', '-5', '1.8e13', '1e20', 'nan', 'text', '2024-11-11T10:00:00Z', `${FIRST_S}000`]
    const fine = [`${FIRST_S + 60}`, `${FIRST_S + 61}.5`, `${FIRST_S + 62}.123456`]
    const seen = await read({
      [USER]: withLines(user, (rows) => [...rows, ...bad.map((t) => `${t},1`), ...fine.map((t) => `${t},2475`)]),
    })
    expect(seen.column('cpu-0/cpu-user').rows).toBe(63)
    expect(seen.taken.find(({ path }) => path === 'cpu-0/cpu-user')!.block.timesUs.at(-1)).toBe(
      (FIRST_S + 62) * 1e6 + 123_456,
    )
    expect(seen.warnings).toEqual([expect.stringContaining('8 with an impossible time')])
  })

  it('rows from before the clock was set', async () => {
    const seen = await read({ [USER]: withLines(user, (rows) => ['12.5,999', ...rows]) })
    expect(seen.column('cpu-0/cpu-user')).toMatchObject(good)
  })

  it('spellings of no value, and of numbers', async () => {
    const cells = [
      'nan',
      '-nan',
      'NaN',
      'inf',
      '-inf',
      'U',
      '',
      'null',
      '1e3',
      '+5',
      ' 7 ',
      '0x10',
      '1_000',
      '١٢',
      '1,5',
    ]
    const seen = await read({
      [MEMORY]: `epoch,value\n${cells.map((cell, i) => `${FIRST_S + i}.000,${cell}\n`).join('')}`,
    })
    expect(seen.column('memory/memory-used')).toMatchObject({ rows: 11, gaps: 8 })
    expect(seen.values('memory/memory-used', 'value').slice(8)).toEqual([1_000, 5, 7])
    expect(seen.warnings).toEqual([expect.stringContaining('4 misshapen')])
  })

  it('huge values: 64-bit integers exactly, DBL_MAX, derives below zero', async () => {
    const big = 18_446_744_073_709_551_000n
    const max = `${'1797693134862315708145274237317'.padEnd(309, '0')}.000000`
    const seen = await read({
      'a/counter-big': csv('value', (i) => String(big + BigInt(i))),
      'a/derive-2p53': csv('value', (i) => String(2n ** 53n - 5n + BigInt(i))),
      'a/derive-minus': csv('value', (i) => -1_000 + i),
      'a/gauge-max': csv('value', () => max),
    })
    expect(seen.column('a/counter-big')).toMatchObject({ delta: 59, wraps: 0, gaps: 0 })
    expect(seen.values('a/counter-big', 'value').at(-1)).toBe(big + 59n)
    expect(seen.column('a/derive-2p53')).toMatchObject({ delta: 59, gaps: 0 })
    expect(seen.column('a/derive-minus')).toMatchObject({ delta: 59, gaps: 0 })
    expect(seen.column('a/gauge-max').mean).toBeCloseTo(1.797693134862315e308, -295)
  })
})

describe('time', () => {
  it('equal stamps: equal rows collapse, of different ones the last is kept', async () => {
    const doubled = withLines(user, (rows) => rows.flatMap((row) => [row, row]))
    const memory = `epoch,value\n${FIRST_S}.000,1.000000\n${FIRST_S}.000,2.000000\n${FIRST_S + 1}.000,3.000000\n`
    const seen = await read({ [USER]: doubled, [MEMORY]: memory })
    expect(seen.column('cpu-0/cpu-user')).toMatchObject(good)
    expect(seen.values('memory/memory-used', 'value')).toEqual([2, 3])
  })

  it('rows out of order, one pair or all of them', async () => {
    const swapped = withLines(user, (rows) => rows.toSpliced(10, 2, rows[11]!, rows[10]!))
    const shuffled = withLines(user, (rows) => rows.map((_r, i) => rows[(i * 37) % ROWS]!))
    for (const text of [swapped, shuffled]) {
      const seen = await read({ [USER]: text })
      expect(seen.column('cpu-0/cpu-user')).toMatchObject({ ...good, wraps: 0, gaps: 0 })
      expect(seen.warnings).toEqual([])
    }
  })

  it('doubles of other rows among rows out of order', async () => {
    const text = withLines(user, (rows) => [...rows, `${FIRST_S + 5}.000,1126`])
    const seen = await read({ [USER]: text })
    expect(seen.column('cpu-0/cpu-user')).toMatchObject(good)
    expect(seen.values('cpu-0/cpu-user', 'value')[5]).toBe(1_126)
  })

  it('a pause of 60 s: one gap, a counter bridges it, nothing is drawn across', async () => {
    const hole = (i: number) => (i < 30 ? i : i + 60)
    const file = (value: (i: number) => number) =>
      `epoch,value\n${Array.from({ length: ROWS }, (_v, i) => `${FIRST_S + hole(i)}.000,${value(hole(i))}\n`).join('')}`
    const seen = await read({ [RAPL]: file((i) => 1e9 + 5e6 * i), [MEMORY]: file((i) => (i < 60 ? 10 : 30)) })
    expect(seen.column('intel-rapl/counter-package-0')).toMatchObject({ gaps: 1, delta: 5 * 119, mean: 5 })
    expect(seen.values('intel-rapl/counter-package-0', 'value.rate')[30]).toBeNaN()
    expect(seen.column('memory/memory-used')).toMatchObject({ gaps: 1, mean: 20 })
    const rapl = seen.taken.find(({ path }) => path.startsWith('intel-rapl'))!
    expect(rapl.gaps).toMatchObject([
      { cause: 'silent', lost: 60, fromUs: (FIRST_S + 29) * 1e6, toUs: (FIRST_S + 90) * 1e6 },
    ])
  })

  it('a clock set back by 3 s, and forward by a year', async () => {
    const back = withLines(user, (rows) =>
      rows.map((row, i) => (i < 30 ? row : `${FIRST_S + i - 3}.000,${1_000 + 25 * i}`)),
    )
    const seenBack = await read({ [USER]: back })
    expect(seenBack.warnings).toEqual([
      expect.stringMatching(/mypc was set back by 2\.\d s|mypc was set back by 3\.\d s/),
    ])
    expect(seenBack.column('cpu-0/cpu-user').delta).toBeLessThanOrEqual(good.delta)
    const year = 365 * 86_400
    const twice = treeWith({}).map(({ name, data }) => {
      const later = String(data).replace(/^(\d+)/gm, (t) => String(Number(t) + year))
      return { name: String(name), data: String(data) + later.slice(later.indexOf('\n') + 1) }
    })
    const seen = await readEntries(twice)
    expect(seen.warnings.join()).toContain('All series of mypc pause from')
    expect(seen.column('cpu-0/cpu-user')).toMatchObject({ rows: 120, delta: 2 * good.delta })
  })

  it('days joined: split at midnight, in any order, with rows that overlap', async () => {
    const rows = (from: number, to: number) =>
      `epoch,value\n${Array.from({ length: to - from }, (_v, i) => `${FIRST_S + from + i}.000,${from + i}\n`).join('')}`
    const day = (date: string, text: string) => ({ name: `mypc/cpu-0/cpu-user-2024-11-${date}`, data: text })
    const split = [day('11', rows(0, 150)), day('12', rows(150, 300))]
    const overlap = [day('11', rows(0, 160)), day('12', rows(150, 300))]
    for (const entries of [split, split.toReversed(), overlap]) {
      const seen = await readEntries(entries)
      expect(seen.taken).toHaveLength(1)
      expect(seen.column('cpu-0/cpu-user')).toMatchObject({ rows: 300, delta: 299, gaps: 0 })
      expect(seen.warnings).toEqual([])
    }
  })

  it('one broken day spoils no other', async () => {
    const day = (date: string, text: string) => ({ name: `mypc/cpu-0/cpu-user-2024-11-${date}`, data: text })
    const seen = await readEntries([
      day('11', user),
      {
        ...day(
          '12',
          csv('value', (i) => i, 60, FIRST_S + 90_000),
        ),
        crc32: 1,
      },
    ])
    expect(seen.column('cpu-0/cpu-user')).toMatchObject(good)
    expect(seen.skipped).toHaveLength(1)
  })

  it('a series that starts late, and one of a single row', async () => {
    const seen = await read({
      'disk-sda/disk_time': csv('read,write', (i) => `${i},${2 * i}`, 56, FIRST_S + 4),
      'a/gauge-one': csv('value', () => 42, 1),
    })
    expect(seen.column('disk-sda/disk_time', 'write')).toMatchObject({ rows: 56, unit: 's', delta: 0.11, gaps: 0 })
    expect(seen.column('a/gauge-one')).toMatchObject({ rows: 1, mean: 42, gaps: 0 })
  })
})

describe('counters', () => {
  const rapl = (range: number, step: number) =>
    csv('value', (i) => {
      const value = range - 20 * step - 7 + step * i
      return value >= range ? value - range : value
    })

  it('RAPL wraps at its own ranges', async () => {
    for (const [range, step] of [
      [262_143_328_850, 5_059_322],
      [65_532_610_987, 4_047_457],
      [65_712_999_613, 4_047_457],
      [2 ** 32, 4_047_457],
    ] as const) {
      const seen = await read({ [RAPL]: rapl(range, step) })
      const found = seen.column('intel-rapl/counter-package-0')
      expect(found).toMatchObject({ wraps: 1, gaps: 0, unit: 'J', kind: 'counter' })
      expect(found.delta).toBeCloseTo((step * 59) / 1e6, 9)
      expect(
        seen.values('intel-rapl/counter-package-0', 'value.rate').every((w) => !(Number(w) < 0 || Number(w) > 6)),
      ).toBe(true)
    }
  })

  it('the raw counter of RAPL stays', async () => {
    const seen = await read({ [RAPL]: rapl(262_143_328_850, 5_000_000) })
    const raw = seen.values('intel-rapl/counter-package-0', 'value.raw')
    expect([raw[0], raw.at(-1)]).toEqual([262_143_328_850 - 100_000_007, 39 * 5_000_000 - 7])
  })

  it('32-bit counters wrap', async () => {
    const seen = await read({ [OCTETS]: csv('rx,tx', (i) => `${(2 ** 32 - 50_000 + 1_500 * i) % 2 ** 32},${100 * i}`) })
    expect(seen.column('interface-eth0/if_octets', 'rx')).toMatchObject({ delta: 1_500 * 59, wraps: 1, gaps: 0 })
  })

  it('64-bit counters wrap', async () => {
    const seen = await read({
      'a/counter-x': csv('value', (i) => String(BigInt.asUintN(64, 2n ** 64n - 50_000n + 1_500n * BigInt(i)))),
    })
    expect(seen.column('a/counter-x')).toMatchObject({ delta: 1_500 * 59, wraps: 1, gaps: 0 })
  })

  it('a reboot breaks the series and invents no energy', async () => {
    const file = (start: number, step: number) =>
      `epoch,value\n${Array.from({ length: ROWS }, (_v, i) => {
        const t = FIRST_S + (i < 30 ? i : i + 88)
        return `${t}.000,${i < 30 ? start + step * i : 1_000 + step * (i - 30)}\n`
      }).join('')}`
    const seen = await read({ [RAPL]: file(50e9, 5e6), [USER]: file(1_000_000, 25) })
    expect(seen.column('intel-rapl/counter-package-0')).toMatchObject({ delta: 5 * 58, wraps: 0, gaps: 1, mean: 5 })
    expect(seen.column('cpu-0/cpu-user')).toMatchObject({ delta: 25 * 58, wraps: 0 })
    expect(seen.warnings.join()).toContain('was reset at')
  })

  it('a reader that failed for a moment writes 0', async () => {
    const seen = await read({ [RAPL]: csv('value', (i) => (i === 20 || i === 21 ? 0 : 50e9 + 5e6 * i)) })
    expect(seen.column('intel-rapl/counter-package-0')).toMatchObject({ delta: 5 * 59, wraps: 0, gaps: 2 })
  })

  it('StoreRates true: the first row is a gap, nothing is differenced again', async () => {
    const seen = await read({
      [USER]: csv('value', (i) => (i === 0 ? 'nan' : '25.000000')),
      [OCTETS]: csv('rx,tx', (i) => (i === 0 ? 'nan,nan' : '1500.500000,100.250000')),
      [RAPL]: csv('value', (i) => (i === 0 ? 'nan' : '5000000.000000')),
    })
    expect(seen.column('cpu-0/cpu-user')).toMatchObject({
      kind: 'gauge',
      unit: 'jiffies/s',
      delta: null,
      mean: 25,
      gaps: 1,
      rows: 60,
    })
    expect(seen.column('interface-eth0/if_octets', 'rx')).toMatchObject({
      kind: 'gauge',
      unit: 'bytes/s',
      mean: 1500.5,
      gaps: 1,
    })
    expect(seen.column('intel-rapl/counter-package-0')).toMatchObject({
      kind: 'gauge',
      unit: 'W',
      mean: 5,
      delta: null,
    })
    expect(seen.warnings).toEqual([])
  })

  it('StoreRates true and a RAPL wrap: one absurd row becomes a gap, with a warning', async () => {
    const seen = await read({
      [RAPL]: csv('value', (i) => (i === 0 ? 'nan' : i === 30 ? '184245476007848607744.000000' : '5000000.000000')),
    })
    expect(seen.column('intel-rapl/counter-package-0')).toMatchObject({ mean: 5, gaps: 2 })
    expect(seen.warnings).toEqual([expect.stringContaining('1 rate beyond what is possible')])
  })

  it('NVML: memory of the GPU apart from the host’s, a fan in percent', async () => {
    const gpu = 'gpu_nvidia-0-NVIDIA GeForce GTX 1080'
    const kinds = {
      'memory-used': 'bytes',
      'memory-free': 'bytes',
      'percent-gpu_used': '%',
      fanspeed: '%',
      'temperature-core': '°C',
      'frequency-multiprocessor': 'Hz',
      'frequency-memory': 'Hz',
      power: 'W',
    }
    const seen = await read(
      Object.fromEntries(Object.keys(kinds).map((type) => [`${gpu}/${type}-${DAY}`, csv('value', () => '40.500000')])),
    )
    for (const [type, unit] of Object.entries(kinds))
      expect(seen.column(`${gpu}/${type}`)).toMatchObject({ unit, mean: 40.5, kind: 'gauge' })
    expect(seen.column('memory/memory-used').mean).not.toBe(40.5)
  })

  it('a type nobody knows is a plain number', async () => {
    const seen = await read({ 'x/frobnication-a': csv('value', (i) => i) })
    expect(seen.column('x/frobnication-a')).toMatchObject({ kind: 'gauge', unit: null, delta: null, mean: 29 })
  })
})
