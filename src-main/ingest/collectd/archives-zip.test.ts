import { crc32, deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { baseTree, csv, DAY, FIRST_S, readBytes, readEntries, treeUnder, treeWith } from '../../testing/archives'
import { type TestEntry, zipOf } from '../../testing/zip-writer'

const base = () => treeWith({})
const BASE_ROWS = 360
const unusable = (code: string, words: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(words) })
/** The base tree with what is given changed in its first entry. */
const spoilt = (change: Partial<TestEntry>): TestEntry[] =>
  base().map((entry, i) => (i === 0 ? { ...entry, ...change } : entry))

async function expectBase(entries: readonly TestEntry[], zip: Parameters<typeof zipOf>[1] = {}) {
  const seen = await readEntries(entries, zip)
  expect(seen.rows()).toBe(BASE_ROWS)
  expect(seen.columns.size).toBe(7)
  return seen
}

describe('what upload scripts make', () => {
  it('Info-ZIP: folder entries and extra fields', async () => {
    const extra = Buffer.from('5554050001000000007578000b00'.slice(0, 18), 'hex')
    const folders = ['mypc/', 'mypc/cpu-0/'].map((name) => ({ name, method: 0, mode: 0o040755, dosAttributes: 0x10 }))
    const seen = await expectBase([...folders, ...base().map((entry) => ({ ...entry, extra }))])
    expect(seen).toMatchObject({ skipped: [], warnings: [] })
  })

  it('python: folder entries without extra fields', async () => {
    expect(await expectBase([{ name: 'mypc/', method: 0 }, ...base()])).toMatchObject({ skipped: [], warnings: [] })
  })

  it('java: data descriptors, deflated folder entries of two bytes, an old collectd.zip beside the host', async () => {
    const folder = { name: 'mypc/', packed: deflateRawSync(Buffer.alloc(0)), descriptor: true, madeBy: 0, mode: 0 }
    const streamed = base().map((entry) => ({ ...entry, descriptor: true, madeBy: 0, mode: 0 }))
    const seen = await expectBase([folder, ...streamed, { name: 'collectd.zip', data: zipOf(base()) }])
    expect(seen.skipped).toEqual([{ entry: 'collectd.zip', reason: 'not a data file of collectd' }])
    expect(seen.hosts.map(({ host }) => host)).toEqual(['mypc'])
  })

  it('kotlin: one more folder on top, with an archive in it', async () => {
    const seen = await expectBase([...treeUnder('collectd/mypc/'), { name: 'collectd/collectd.zip', data: 'PK' }])
    expect(seen.hosts.map(({ host }) => host)).toEqual(['mypc'])
    expect(seen.warnings).toEqual([expect.stringContaining('below 1 more folder')])
  })
})

describe('what is said of files that were lost', () => {
  it('one warning for all of them, none for strays and files without rows', async () => {
    const seen = await readEntries(spoilt({ crc32: 1 }))
    expect(seen.warnings).toEqual([expect.stringMatching(/^1 data file was left out as a whole/)])
    const harmless = await readEntries([
      ...base(),
      { name: 'README', data: 'x' },
      { name: `mypc/x/gauge-a-${DAY}`, data: '' },
    ])
    expect([harmless.skipped.length, harmless.warnings]).toEqual([2, []])
  })

  it('a reason is told once, however many files it is the reason of', async () => {
    const all = base().map((entry) => ({ ...entry, flags: 1 }))
    await expect(readEntries(all)).rejects.toMatchObject({
      view: { cause: expect.stringMatching(/and 5 more: it is encrypted; encrypted archives are not supported\)\.$/) },
    })
  })
})

describe('folders and names', () => {
  it('two hosts are two units', async () => {
    const seen = await readEntries([...treeUnder('mypc/'), ...treeUnder('other.lan/')])
    expect(seen.hosts.map(({ host, series }) => [host, series.length])).toEqual([
      ['mypc', 6],
      ['other.lan', 6],
    ])
    expect(new Set(seen.taken.map(({ info }) => info.id)).size).toBe(12)
  })

  it('two extra top folders', async () => {
    const seen = await expectBase(treeUnder('a/b/mypc/'))
    expect(seen.warnings).toEqual([expect.stringContaining('2 more folders')])
  })

  it('no host folder', async () => {
    const seen = await expectBase(treeUnder(''))
    expect(seen.hosts.map(({ host }) => host)).toEqual(['SUT'])
    expect(seen.warnings).toEqual([expect.stringContaining('SUT')])
  })

  it('stray files', async () => {
    const stray = [
      'collectd.zip',
      'collectd.conf',
      'mypc/plot.py',
      '__MACOSX/mypc/cpu-0/._cpu-user',
      'mypc/.DS_Store',
      'mypc/cpu-0/.cpu-user.swp',
      'README',
      'mypc/Thumbs.db',
      'mypc/cpu-0/cpu-user-2024-11-11.bak',
    ]
    const seen = await expectBase([...base(), ...stray.map((name) => ({ name, data: csv('value', () => 1) }))])
    expect(seen.skipped.map(({ entry }) => entry)).toEqual(stray)
  })

  it('61 levels deep', async () => {
    await expectBase(treeUnder(`${'d/'.repeat(60)}mypc/`))
  })

  it('folders only, and nothing at all', async () => {
    await expect(readEntries([{ name: 'mypc/' }])).rejects.toEqual(unusable('ARCHIVE_USELESS', /no data of collectd/))
    await expect(readEntries([])).rejects.toEqual(unusable('ARCHIVE_USELESS', /no data of collectd/))
  })

  it('the same path twice: the last one', async () => {
    const name = `mypc/cpu-0/cpu-user-${DAY}`
    const seen = await expectBase([{ name, data: csv('value', (i) => 7 * i) }, ...base()])
    expect(seen.column('cpu-0/cpu-user').delta).toBe(25 * 59)
    expect(seen.warnings).toEqual([expect.stringContaining('comes twice')])
  })

  it('names that differ in case only', async () => {
    const seen = await readEntries([...base(), { name: `mypc/CPU-0/cpu-user-${DAY}`, data: csv('value', (i) => i) }])
    expect([seen.column('cpu-0/cpu-user').delta, seen.column('CPU-0/cpu-user').delta]).toEqual([25 * 59, 59])
  })

  it('filters are prefixes without a word boundary', async () => {
    const more = ['interface-eth0/if_octets_foobar', 'ups/power', 'ups/power_factor'].map((path) => ({
      name: `mypc/${path}-${DAY}`,
      data: csv('value', (i) => i),
    }))
    const octets = await readEntries([...base(), ...more], {}, { filters: ['if_octets'] })
    expect(octets.taken.map(({ path }) => path)).toEqual([
      'interface-eth0/if_octets',
      'interface-eth0/if_octets_foobar',
    ])
    const power = await readEntries([...base(), ...more], {}, { filters: ['power'] })
    expect(power.taken.map(({ path }) => path)).toEqual(['ups/power', 'ups/power_factor'])
  })

  it('the default filters among noise', async () => {
    const noise = ['load/load', 'df-root/df_complex-free', 'processes/ps_state-running', 'cpu-0/cpu-nice'].map(
      (path) => ({
        name: `mypc/${path}-${DAY}`,
        data: csv('value', (i) => i),
      }),
    )
    const filters = ['memory-used', 'if_octets', 'cpu-user', 'cpu-idle']
    expect((await readEntries([...base(), ...noise], {}, { filters })).taken).toHaveLength(5)
    await expect(readEntries([...base(), ...noise], {}, { filters: ['percent'] })).rejects.toEqual(
      unusable('ARCHIVE_UNCHOSEN', /holds 10 series/),
    )
  })

  it('what the filter leaves out is never inflated', async () => {
    const seen = await readEntries(spoilt({ packed: Buffer.alloc(50, 0xff) }), {}, { filters: ['memory'] })
    expect(seen).toMatchObject({ skipped: [], warnings: [] })
  })

  it('file names without a date', async () => {
    await expectBase(base().map((entry) => ({ ...entry, name: String(entry.name).replace(`-${DAY}`, '') })))
  })

  it('spaces, Unicode, markup, formulas, line breaks and names of object members', async () => {
    const names = [
      'a b',
      'ä€😀',
      '<script>alert(1)</script>',
      '=1+1',
      'line\nbreak',
      '__proto__',
      'constructor',
      `gauge-2024-11-11`,
      '..',
      ',";:*\\',
    ]
    const seen = await readEntries(
      names.map((name, i) => ({
        name: `${name === '..' ? 'mypc' : name}/test/gauge-${name}-${DAY}`,
        data: csv('value', () => i),
      })),
    )
    expect(seen.taken).toHaveLength(names.length)
    expect(
      seen.taken.every(({ info }) => /^[A-Za-z0-9-]+$/.test(info.id) && !/[\n]/.test(info.name + info.machineName)),
    ).toBe(true)
    expect(seen.hosts.map(({ host }) => host)).toContain('__proto__')
  })

  it('names in code page 437, in a Unicode path field, in UTF-8 without a flag, and in no known code', async () => {
    const raw = (head: string, bytes: readonly number[]) =>
      Buffer.concat([Buffer.from(`mypc/${head}`), Buffer.from(bytes), Buffer.from(`/gauge-x-${DAY}`)])
    const data = csv('value', (i) => i)
    const utf8 = Buffer.from(`mypc/büro/gauge-x-${DAY}`)
    const ascii = Buffer.from(`mypc/buero/gauge-x-${DAY}`)
    const field = (sum: number) => {
      const name = Buffer.from(`mypc/Büro/gauge-x-${DAY}`)
      const head = Buffer.alloc(9)
      head.writeUInt16LE(0x7075, 0)
      head.writeUInt16LE(5 + name.length, 2)
      head[4] = 1
      head.writeUInt32LE(sum, 5)
      return Buffer.concat([head, name])
    }
    const seen = await readEntries([
      { name: raw('b', [0x81]), data, flags: 0 },
      { name: utf8, data, flags: 0 },
      { name: raw('c', [0xff, 0xfe]), data, flags: 0x800 },
      { name: ascii, data, flags: 0, extra: field(crc32(ascii)) },
      { name: ascii, data, flags: 0, extra: field(1) },
    ])
    expect(seen.taken.map(({ path }) => path).sort()).toEqual([
      'Büro/gauge-x',
      'buero/gauge-x',
      'bü/gauge-x',
      'büro/gauge-x',
      'c\u00a0■/gauge-x',
    ])
  })

  it('backslashes of Windows, and backslashes that belong to a name', async () => {
    const windows = base().map((entry) => ({
      ...entry,
      name: String(entry.name).replaceAll('/', '\\'),
      madeBy: 0,
      mode: 0,
    }))
    await expectBase(windows)
    const linux = await readEntries([...base(), { name: `mypc/a\\b/gauge-c-${DAY}`, data: csv('value', (i) => i) }])
    expect(linux.column('a\\b/gauge-c').rows).toBe(60)
  })

  it('paths that lead elsewhere, absolute ones, NUL and nothing', async () => {
    const names = [
      '../mypc/cpu-0/cpu-user',
      'mypc/../../etc/passwd',
      '/mypc/cpu-0/cpu-user',
      'C:\\mypc\\x',
      'c:/mypc/cpu-0/x',
      '\\\\host\\share\\x',
      'mypc/cpu-0/cpu\0user',
      '',
    ]
    const seen = await expectBase([...base(), ...names.map((name) => ({ name, data: csv('value', () => 1) }))])
    expect(seen.skipped).toHaveLength(names.length)
    expect(seen.warnings).toEqual([expect.stringContaining('8 entries were refused')])
    const dotted = base().map((entry) => ({ ...entry, name: `./${String(entry.name).replace('/', '//./')}` }))
    await expectBase(dotted)
  })

  it('links, pipes and devices', async () => {
    const special = [0o120777, 0o010644, 0o020644].map((mode, i) => ({
      name: `mypc/cpu-0/cpu-x${i}-${DAY}`,
      data: '/etc/passwd',
      mode,
    }))
    const seen = await expectBase([...base(), ...special])
    expect(seen.skipped.map(({ reason }) => reason)).toEqual(Array(3).fill('it is a link, a pipe or a device'))
  })
})

describe('archives that hurt', () => {
  const zeros = (bytes: number) => deflateRawSync(Buffer.alloc(bytes))

  it('a bomb of zeros, honest or lying', async () => {
    const name = `mypc/cpu-0/cpu-bomb-${DAY}`
    const bomb = { name, packed: zeros(64e6), plainBytes: 64e6 }
    for (const entry of [bomb, { ...bomb, plainBytes: 1_000 }]) {
      const seen = await expectBase([...base(), entry])
      expect(seen.skipped).toEqual([{ entry: name, reason: expect.any(String) }])
    }
  })

  it('lines that pack tighter than any collectd ever wrote', async () => {
    const name = `x/gauge-a-${DAY}`
    const seen = await expectBase([...base(), { name, data: `epoch,value\n${'\n'.repeat(40e6)}` }])
    expect(seen.skipped).toEqual([{ entry: name, reason: expect.stringContaining('1000 : 1') }])
  })

  it('one endless line packs as tightly as a bomb, and costs no more than itself', async () => {
    const name = `x/gauge-a-${DAY}`
    const row = (s: number) => `${FIRST_S + s}.000,1\n`
    const seen = await readEntries(treeWith({ [name]: `epoch,value\n${row(0)}${'9'.repeat(64 << 20)}\n${row(1)}` }))
    expect(seen.column('x/gauge-a').rows).toBe(2)
    expect(seen.warnings).toEqual([expect.stringContaining('1 longer than')])
  })

  it('an entry beyond the limit, and the archive beyond its own', async () => {
    const limits = { entryBytes: 1_000 }
    await expect(readEntries(base(), {}, { limits })).rejects.toEqual(
      unusable('ARCHIVE_USELESS', /inflates to more than/),
    )
    const seen = await readEntries(base(), {}, { limits: { totalBytes: 4_000 } })
    expect(seen.taken.length).toBeGreaterThan(0)
    expect(seen.taken.length).toBeLessThan(6)
    expect(seen.warnings.join()).toContain('Reading stopped')
    expect(seen.taken.length + seen.skipped.length).toBe(6)
  })

  it('many equal rows collapse, in bounded memory', async () => {
    const data = `epoch,value\n${'1731315601.000,1\n'.repeat(3e6)}`
    const seen = await readEntries([{ name: `mypc/cpu-0/cpu-same-${DAY}`, data }])
    expect(seen.rows()).toBe(1)
  })

  it('200 entries on one local header', async () => {
    const shared = Array.from({ length: 200 }, (_v, i) => ({
      ...base()[0]!,
      name: `mypc/cpu-0/cpu-${i}-${DAY}`,
      sharedWith: 0,
    }))
    await expect(readEntries([base()[0]!, ...shared])).rejects.toEqual(unusable('ARCHIVE_USELESS', /shares its bytes/))
    const seen = await readEntries([...base(), { ...base()[0]!, name: `mypc/cpu-0/cpu-x-${DAY}`, sharedWith: 0 }])
    expect([seen.taken.length, seen.skipped.length]).toEqual([5, 2])
  })

  it('20 000 entries', async () => {
    const many = Array.from({ length: 20_000 }, (_v, i) => ({ name: `x/${i}.txt`, method: 0, data: '' }))
    const seen = await readEntries([...base(), ...many])
    expect(seen.taken).toHaveLength(6)
    expect(seen.warnings.join()).toContain(`${20_006 - 16_384} entries more than the limit`)
  })

  it('cut off, empty, or no archive at all', async () => {
    const zip = zipOf(base())
    const cut = [zip.subarray(0, zip.length - 300), zip.subarray(0, 1024), zip.subarray(0, -1)]
    for (const bytes of cut)
      await expect(readBytes(bytes)).rejects.toEqual(unusable('ARCHIVE_UNREADABLE', /incomplete/))
    await expect(readBytes(Buffer.alloc(0))).rejects.toEqual(unusable('ARCHIVE_UNREADABLE', /is empty.*sh/))
    const others = [
      Buffer.from('hello '.repeat(99)),
      Buffer.from('1f8b0800', 'hex'),
      Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(500, 0xee)]),
    ]
    for (const bytes of others)
      await expect(readBytes(bytes)).rejects.toEqual(unusable('ARCHIVE_UNREADABLE', /not a zip archive/))
  })

  it('one entry damaged, one with a wrong checksum', async () => {
    const spoils: Partial<TestEntry>[] = [
      { packed: Buffer.alloc(200, 0xff), plainBytes: 900 },
      { crc32: 1 },
      { plainBytes: 99_999 },
      { plainBytes: 100 },
    ]
    for (const change of spoils) {
      const seen = await readEntries(spoilt(change))
      expect([seen.taken.length, seen.skipped.length]).toEqual([5, 1])
    }
  })

  it('garbage behind, garbage before, a comment with a false end record', async () => {
    await expectBase(base(), { after: Buffer.alloc(1_000, 0x50) })
    await expectBase(base(), { before: Buffer.alloc(777, 1) })
    await expectBase(base(), { comment: Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(40, 0x11)]) })
    await expectBase(base(), {
      comment: Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)]),
      after: Buffer.from('x'),
    })
  })

  it('a local header that contradicts the directory', async () => {
    await expectBase(spoilt({ localPlainBytes: 5 }))
  })

  it('stored, streamed and 64-bit archives hold the same', async () => {
    const same = [{ method: 0 }, { descriptor: true }, { zip64: true }] satisfies Partial<TestEntry>[]
    const want = (await expectBase(base())).hosts
    for (const change of same)
      expect((await expectBase(base().map((entry) => ({ ...entry, ...change })))).hosts).toEqual(want)
    expect((await expectBase(base(), { zip64: true })).hosts).toEqual(want)
    expect((await expectBase(base(), { zip64: true, before: Buffer.alloc(99) })).hosts).toEqual(want)
  })

  it('compression that is not understood, by name', async () => {
    for (const [method, name] of [
      [12, 'bzip2'],
      [14, 'lzma'],
      [93, 'zstd'],
    ] as const) {
      const seen = await readEntries(spoilt({ method }))
      expect(seen.skipped).toEqual([
        { entry: expect.any(String), reason: `unsupported compression: ${name} (method ${method})` },
      ])
      const all = base().map((entry) => ({ ...entry, method }))
      await expect(readEntries(all)).rejects.toEqual(unusable('ARCHIVE_USELESS', new RegExp(name)))
    }
  })

  it('encrypted entries', async () => {
    for (const change of [{ flags: 1 }, { method: 99, flags: 1 }] satisfies Partial<TestEntry>[]) {
      const seen = await readEntries(spoilt(change))
      expect([seen.taken.length, seen.skipped[0]!.reason]).toEqual([5, expect.stringContaining('encrypted')])
      const all = base().map((entry) => ({ ...entry, ...change }))
      await expect(readEntries(all)).rejects.toEqual(
        unusable('ARCHIVE_USELESS', /encrypted archives are not supported/),
      )
    }
  })

  it('the base tree itself says nothing', async () => {
    const seen = await expectBase(base())
    expect(seen).toMatchObject({ skipped: [], warnings: [] })
    expect(seen.taken).toHaveLength(baseTree().size)
  })
})
