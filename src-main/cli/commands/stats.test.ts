import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openSessionStore } from '../../store/session-store'
import { ManualClock, TEST_START_US } from '../../testing/manual-clock'
import { PERIOD_US, testRows, testSource } from '../../testing/session-builders'

const CLI = resolve(import.meta.dirname, '../../../out/main/cli.js')
const JUDGE = resolve(import.meta.dirname, '../../testing/judge/selection_stats.py')
const home = mkdtempSync(join(tmpdir(), 'wattbench-stats-'))
const ROWS = 9_000
const usOf = (row: number) => TEST_START_US + row * PERIOD_US

beforeAll(async () => {
  const store = openSessionStore({
    folder: join(home, 'wattbench/sessions'),
    clock: new ManualClock(),
    workerFile: null,
  })
  const writer = await store.create({ name: 'bench', startUs: TEST_START_US, appVersion: '0.0.1' })
  writer.source(testSource())
  writer.segment('meter', { startUs: TEST_START_US, periodS: PERIOD_US / 1e6, settings: {} })
  writer.append('meter', testRows(0, ROWS))
  for (const [i, cause] of (['silent', 'frames-lost'] as const).entries()) {
    const fromUs = TEST_START_US + (100 + i * 50) * PERIOD_US
    writer.gap('meter', { fromUs, toUs: fromUs + (i + 1) * 1_250_000, lost: 5, cause, text: 'for the test' })
  }
  await writer.finish(TEST_START_US + ROWS * PERIOD_US + 10)
  await store.close()
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

function wattbench(...args: readonly string[]) {
  const env = { ...process.env, XDG_DATA_HOME: home, TZ: 'Europe/Berlin' }
  return spawnSync(process.execPath, [CLI, ...args], { env, encoding: 'utf8', maxBuffer: 1 << 26 })
}

it.each([
  ['everything', TEST_START_US, TEST_START_US + ROWS * PERIOD_US],
  ['a part that cuts pages', TEST_START_US + 1_000_001, TEST_START_US + 5_000 * PERIOD_US + 7],
  ['two samples', TEST_START_US + 10 * PERIOD_US, TEST_START_US + 12 * PERIOD_US],
])('equals a brute-force computation from the exported samples to the last bit: %s', (_name, fromUs, toUs) => {
  const csv = join(home, 'all.csv')
  expect(wattbench('sessions', 'export', 'latest', '--csv', '--output', csv).status).toBe(0)
  const judged = spawnSync('python3', [JUDGE, csv, String(fromUs), String(toUs)], { encoding: 'utf8' })
  const said = JSON.parse(wattbench('stats', 'latest', '--from', String(fromUs), '--to', String(toUs), '--json').stdout)
  expect(said).toMatchObject({ schema: 1, from_us: fromUs, to_us: toUs })
  const columns = Object.entries(JSON.parse(judged.stdout) as Record<string, Record<string, number>>)
  expect(columns.length).toBe(said.channels.length)
  for (const [column, truth] of columns) {
    const mine = said.channels.find((c: { channel: string }) => column.includes(`.${c.channel} [`))
    expect({ column, ...mine }).toMatchObject({ column, ...truth })
  }
})

it('prints a table for eyes', () => {
  const { status, stdout } = wattbench('stats', 'latest')
  expect(status).toBe(0)
  expect(stdout).toMatch(/CHANNEL +UNIT +MEAN .*SIGMA +MEDIAN/)
  expect(stdout).toContain('psu_energy_ac_powerspy2_machine.power')
})

it('lists the gaps of the span, for eyes and as JSON', () => {
  const shown = wattbench('stats', 'latest', '--from', new Date(usOf(130) / 1000).toISOString()).stdout
  expect(shown).toMatch(/\npsu_energy_ac_powerspy2_machine: \d+ gaps?, \d+\.\d{3} s not counted\n/)
  expect(shown).toContain(`\n  ${new Date(usOf(150) / 1000).toISOString()}  2.500 s  frames-lost: for the test\n`)
  expect(shown).not.toContain('silent')
  const said = JSON.parse(wattbench('stats', 'latest', '--json').stdout)
  expect(said.gaps).toEqual([
    { source: 'meter', from_us: usOf(100), to_us: usOf(105), lost: 5, cause: 'silent', text: 'for the test' },
    { source: 'meter', from_us: usOf(150), to_us: usOf(160), lost: 5, cause: 'frames-lost', text: 'for the test' },
  ])
})

it('ends with 5 where there is nothing, and with 2 for a span that is none', () => {
  expect(wattbench('stats', 'latest', '--from', '2030-01-01T00:00:00Z')).toMatchObject({ status: 5, stdout: '' })
  expect(wattbench('stats', 'latest', '--from', '20', '--to', '10').status).toBe(2)
  expect(wattbench('stats', 'nothing-like-it').status).toBe(2)
})
