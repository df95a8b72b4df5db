import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { openSessionStore } from '../../store/session-store'
import { csv, DAY, FIRST_S } from '../../testing/archives'
import { ManualClock } from '../../testing/manual-clock'
import { testSource } from '../../testing/session-builders'
import { zipOf } from '../../testing/zip-writer'

const CLI = resolve(import.meta.dirname, '../../../out/main/cli.js')
const root = mkdtempSync(join(tmpdir(), 'wattbench-align-'))
let home = root

beforeEach(() => {
  home = mkdtempSync(join(root, 'h-'))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

function wattbench(...args: readonly string[]) {
  const env = { ...process.env, HOME: home, XDG_DATA_HOME: join(home, 'd'), XDG_CONFIG_HOME: join(home, 'c') }
  return spawnSync(process.execPath, [CLI, ...args], { env, encoding: 'utf8' })
}

/** Watts at a second of our time: steps of irregular length. */
const watts = (s: number) => [20, 65, 33, 90, 24, 71, 48][Math.floor(Math.sqrt(s % 400)) % 7]!
const SECONDS = 600
/** The machine is this much behind. */
const BEHIND_S = 7.3
const US = 1_000_000

/** A recorded meter, with sync messages of the machine if wanted, and the machine's RAPL counter imported beside it. */
async function recorded(sync: boolean): Promise<string> {
  const store = openSessionStore({
    folder: join(home, 'd/wattbench/sessions'),
    clock: new ManualClock(),
    workerFile: null,
  })
  const startUs = FIRST_S * US
  const writer = await store.create({ name: 'wall', startUs, appVersion: '1' })
  const info = testSource('meter')
  writer.source({ ...info, channels: info.channels.slice(0, 1) })
  writer.segment('meter', { startUs, periodS: 0.25, settings: {} })
  const timesUs = Float64Array.from({ length: 4 * SECONDS }, (_v, i) => startUs + (i + 1) * 250_000)
  writer.append('meter', { timesUs, values: [timesUs.map((t) => watts((t - startUs) / US - 0.125) + 30)] })
  for (const [i, delayUs] of (sync ? [9_000, 5_000, 6_500] : []).entries()) {
    const atUs = startUs + i * US
    const sentUs = atUs - delayUs - BEHIND_S * US
    const said = { what: 'sync', sentUs, from: '10.0.0.7' }
    writer.event({ atUs, kind: 'sync', sourceId: null, text: 'sync', detail: said })
  }
  await writer.finish(startUs + SECONDS * US)
  await store.close()
  let microjoules = 0
  const rows = csv(
    'value',
    (i) => {
      for (let part = 0; part < 10; part++) microjoules += watts(Math.max(0, i - 1 + part / 10)) * 1e5
      return 1_000_000_000 + Math.round(microjoules)
    },
    SECONDS,
    FIRST_S - BEHIND_S,
  )
  const file = join(home, 'c.zip')
  writeFileSync(file, zipOf([{ name: `pc/intel-rapl/counter-package-0-${DAY}`, data: rows }]))
  expect(wattbench('import', file, '--all', '--session', 'latest').status).toBe(0)
  return writer.id
}

it('proposes what load edges tell, says how sure it is, and changes nothing', async () => {
  const id = await recorded(false)
  const run = wattbench('align', id, '--auto', '--json')
  expect(run.stderr).toBe('')
  expect(run.status).toBe(4)
  const { machines, proposal } = JSON.parse(run.stdout)
  expect(machines).toMatchObject([{ host: 'pc', aligned: false, text: 'Not aligned' }])
  expect(Math.abs(proposal.offset_s - BEHIND_S)).toBeLessThan(0.5)
  expect(proposal).toMatchObject({ method: 'edges', residual_ms: 500, text: expect.stringContaining('compared with') })
  expect(proposal.confidence).toBeGreaterThan(0.4)
  const said = wattbench('align', id, '--auto').stdout
  expect(said).toContain(`wattbench align ${id} --offset ${proposal.offset_s.toFixed(3)}`)
  expect(wattbench('align', id, '--offset', proposal.offset_s.toFixed(3)).stdout).toMatch(
    /^pc: Aligned by hand, \+7\.\d{3} s\n$/,
  )
})

it('aligns by sync messages and says how well', async () => {
  const id = await recorded(true)
  const run = wattbench('align', id, '--auto', '--json')
  expect(run.status).toBe(0)
  expect(JSON.parse(run.stdout)).toMatchObject({
    session: id,
    machines: [{ host: 'pc', aligned: true, method: 'sync', offset_s: BEHIND_S + 0.005, residual_ms: 1.5, points: 3 }],
    proposal: null,
  })
  const text = 'pc: Aligned by 3 sync points, ±2 ms\n'
  expect(wattbench('stats', id).stdout).toContain(text)
  expect(wattbench('sessions', 'show', id).stdout).toContain(text)
  expect(JSON.parse(wattbench('sessions', 'show', id, '--json').stdout).clocks).toMatchObject([{ points: 3 }])
})

it('says what is missing', async () => {
  const id = await recorded(false)
  for (const [args, said] of [
    [[id], 'One of --offset, --auto, --clear and --show is needed.'],
    [[id, '--show', '--clear'], 'One of --offset, --auto, --clear and --show is needed.'],
    [[id, '--clear', '--host', 'nobody'], 'there is no machine nobody, only pc'],
  ] as const) {
    const run = wattbench('align', ...args)
    expect(run.stderr).toContain(said)
    expect(run.status).toBe(2)
  }
})
