import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSessionStore } from '../../store/session-store'
import { ManualClock, TEST_START_US } from '../../testing/manual-clock'
import { PERIOD_US, testRows, testSource } from '../../testing/session-builders'

const CLI = resolve(import.meta.dirname, '../../../out/main/cli.js')
const home = mkdtempSync(join(tmpdir(), 'wattbench-cli-'))
const folder = join(home, 'wattbench/sessions')
const ids: string[] = []

beforeAll(async () => {
  const store = openSessionStore({ folder, clock: new ManualClock(), workerFile: null })
  for (const [i, rows] of [10, 9_000, 0].entries()) {
    const startUs = TEST_START_US + i
    const writer = await store.create({ name: `bench ${i}`, startUs, appVersion: '0.0.1' })
    ids.push(writer.id)
    if (rows > 0) {
      writer.source(testSource())
      writer.segment('meter', { startUs: TEST_START_US, periodS: 0.25, settings: { intervalMs: 250 } })
      writer.append('meter', testRows(0, rows))
    }
    await writer.finish(TEST_START_US + rows * PERIOD_US + 10)
  }
  await store.close()
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

function wattbench(...args: readonly string[]) {
  const env = { ...process.env, XDG_DATA_HOME: home, TZ: 'Europe/Berlin' }
  return spawnSync(process.execPath, [CLI, 'sessions', ...args], { env, encoding: 'utf8', maxBuffer: 1 << 26 })
}

describe('wattbench sessions', () => {
  it('lists for eyes and for programs', () => {
    const text = wattbench('list')
    expect(text).toMatchObject({ status: 0, stderr: '' })
    expect(text.stdout.split('\n')).toHaveLength(5)
    expect(text.stdout).toContain('bench 1')
    const { schema, sessions } = JSON.parse(wattbench('list', '--json').stdout)
    expect(schema).toBe(1)
    expect(sessions).toHaveLength(3)
    const one = sessions.find(({ id }: { id: string }) => id === ids[1])
    expect(one).toMatchObject({
      name: 'bench 1',
      state: 'finished',
      samples: 9_000,
      start_us: TEST_START_US + 1,
      fault: null,
    })
  })

  it('shows one with machine name, calibration and settings', () => {
    expect(wattbench('show', ids[1]!).stdout).toContain('psu_energy_ac_powerspy2_machine')
    expect(JSON.parse(wattbench('show', ids[1]!, '--json').stdout)).toMatchObject({
      schema: 1,
      id: ids[1],
      file_schema: 1,
      gaps: [],
      sources: [
        {
          machine_name: 'psu_energy_ac_powerspy2_machine',
          period_s: 0.25,
          settings: { intervalMs: 250 },
          identity: { serial: 'S-meter' },
        },
      ],
    })
  })

  it('exports CSV to standard output, and to a file that is complete', () => {
    const all = wattbench('export', ids[1]!, '--csv')
    expect(all).toMatchObject({ status: 0, stderr: '' })
    expect(all.stdout.split('\n')).toHaveLength(9_002)
    const file = join(home, 'out.csv')
    const saved = wattbench('export', ids[1]!, '--csv', '--output', file, '--json')
    expect(saved.status).toBe(0)
    expect(JSON.parse(saved.stdout)).toMatchObject({
      schema: 1,
      session: ids[1],
      file,
      rows: 9_000,
      rows_without_value: 0,
    })
    expect(readFileSync(file, 'utf8')).toBe(all.stdout)
    expect(readdirSync(home).filter((name) => name.includes('.part'))).toEqual([])
  })

  it('takes from < t ≤ to as microseconds, with a zone, and in local time', () => {
    const rows = (...span: readonly string[]) =>
      wattbench('export', ids[1]!, '--csv', ...span).stdout.split('\n').length - 2
    expect(rows('--from', String(TEST_START_US + PERIOD_US), '--to', String(TEST_START_US + 3 * PERIOD_US))).toBe(2)
    expect(rows('--to', '2026-01-01T00:00:01Z')).toBe(4)
    expect(rows('--to', '2026-01-01 01:00:01')).toBe(4)
  })

  it.each([
    ['an id nobody has', ['show', 'zzz1'], 2],
    ['an empty id', ['show', ''], 2],
    ['no id', ['show'], 2],
    ['a bad time', ['export', 'latest', '--csv', '--from', 'yesterday'], 2],
    ['an empty span', ['export', 'latest', '--csv', '--from', '5', '--to', '5'], 2],
    ['no --csv', ['export', 'latest'], 2],
    ['--json without --output', ['export', 'latest', '--csv', '--json'], 2],
    ['an unknown command', ['polish'], 2],
    ['a session without rows', ['export', 'latest', '--csv'], 5],
    ['no rows in the span', ['export', 'latest', '--csv', '--to', '0'], 5],
  ])('ends with the right code for %s', (_, args, status) => {
    const run = wattbench(...args)
    expect(run.status).toBe(status)
    expect(run.stderr).not.toBe('')
  })

  it('tells why a file could not be written', () => {
    const run = wattbench('export', ids[1]!, '--csv', '--output', join(home, 'missing', 'x.csv'))
    expect(run.status).not.toBe(0)
    expect(run.stderr).toContain('ENOENT')
  })

  it('names a damaged file and still lists the others', () => {
    const broken = join(folder, '20260202T000000Z-aaaaaaaa.wattbench')
    writeFileSync(broken, 'no session')
    const run = wattbench('list', '--json')
    rmSync(broken)
    expect(run.status).toBe(0)
    expect(JSON.parse(run.stdout).sessions[0]).toMatchObject({ id: 'aaaaaaaa', fault: { code: 'STORE_DAMAGED' } })
  })

  it('prints help with the exit codes', () => {
    expect(wattbench('export', '--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('--from <time>') })
    expect(wattbench('--help').stdout).toContain('Exit codes: 0 good')
  })
})

describe('wattbench sessions verify', () => {
  it('says that all is good, for eyes and for programs', () => {
    expect(wattbench('verify', ids[1]!)).toMatchObject({
      status: 0,
      stderr: '',
      stdout: expect.stringContaining('good: 9000 rows, everything fits'),
    })
    const all = wattbench('verify', '--all', '--json')
    expect(all.status).toBe(0)
    const { schema, sessions } = JSON.parse(all.stdout)
    expect(schema).toBe(1)
    expect(sessions.map(({ good }: { good: boolean }) => good)).toEqual([true, true, true])
    expect(sessions.find(({ id }: { id: string }) => id === ids[1])).toMatchObject({
      sources: [{ rows: 9_000, readable_rows: 9_000 }],
      damages: [],
    })
  })

  it('ends with 5 at damage, says where it is and what can be read, and checks the others too', () => {
    const path = join(folder, readdirSync(folder).find((name) => name.includes(ids[1]!))!)
    const good = readFileSync(path)
    const bad = Buffer.from(good)
    // Somewhere in the middle there are only values.
    bad[Math.floor(bad.length / 2)]! ^= 0xff
    writeFileSync(path, bad)
    const run = wattbench('verify', '--all')
    writeFileSync(path, good)
    expect(run.status).toBe(5)
    expect(run.stdout).toMatch(/SAMPLES\s+Tisch .* page \d: It does not fit its checksum\./)
    expect(run.stdout).toMatch(/readable Tisch .*: (4096|4904|8192|8096) of 9000 rows, 2026-01-01T/)
    expect(run.stdout).toContain('good: 10 rows')
  })

  it.each([
    ['neither', []],
    ['both', ['latest', '--all']],
    ['a stranger', ['zzzz']],
  ])('is bad usage with %s', (_, args) => {
    expect(wattbench('verify', ...args).status).toBe(2)
  })
})
