import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { machineFiles, writeArchive } from '../fixtures/archives'
import { photograph } from '../fixtures/photos'
import { expect, test } from '../fixtures/wattbench'

const CLI = resolve(import.meta.dirname, '../../out/main/cli.js')

/** Steps nobody could take for one another. */
const LOAD = 'steps:20,70,20,45,45,80,20,20,60,30:1.3'
const LATE_S = 2.417

test('a dropped archive is looked through, chosen from, aligned by load edges and shown beside the recorded power', async ({
  home,
  launch,
  simulate,
}) => {
  // GIVEN a recorded run of a meter, and what the machine recorded meanwhile by a clock that is 2.417 s ahead
  const meter = await simulate('--load', LOAD)
  const env = { ...process.env, ...home.env }
  const command = (...args: readonly string[]): string =>
    execFileSync(process.execPath, [CLI, ...args], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  command('record', 'powerspy2', '--device', meter.path, '-i', '100', '--duration', '14', '--name', 'render run')
  const samples = wallOf(command('sessions', 'export', 'latest', '--csv'))
  const span = { fromS: samples[0]!.s, toS: samples.at(-1)!.s }
  const archive = join(home.folder, 'mypc-collectd.zip')
  writeArchive(
    archive,
    machineFiles('mypc', (s) => wattsAt(samples, s), span, LATE_S),
  )
  const broken = join(home.folder, 'notes.zip')
  writeFileSync(broken, 'these are no archive bytes')
  const bench = await launch()
  await bench.import.open()
  await expect(bench.import.choose).toBeVisible()
  await photograph(bench, 'import-choose')

  // WHEN it is dropped THEN it is looked through: default filters, and the session that was recorded at the same time
  await bench.drop(archive)
  await expect(bench.import.select).toContainText('mypc')
  await expect(bench.import.target).toContainText('render run')
  await expect.poll(() => bench.import.count()).toBe(5)

  // WHEN a prefix is typed THEN the count follows every letter, and the row is underlined
  await bench.import.filters.pressSequentially('counter')
  await expect.poll(() => bench.import.count()).toBe(6)
  await bench.import.filters.press('Enter')
  await bench.import.row('intel-rapl/counter-package-0').click()
  await expect(bench.page.getByRole('complementary', { name: 'Series and problems' })).toContainText('counter, J')
  await photograph(bench, 'import-select')

  // WHEN the table is used by keyboard alone THEN Space takes a series out and in
  await bench.import.table.focus()
  await bench.page.keyboard.press('Home')
  await bench.page.keyboard.press('ArrowRight')
  await bench.import.row('load/load').click()
  await bench.import.table.focus()
  await bench.page.keyboard.press('Space')
  await expect.poll(() => bench.import.count()).toBe(7)
  await bench.page.keyboard.press('Space')
  await expect.poll(() => bench.import.count()).toBe(6)

  // THEN the clock is found from load edges, proposed, not applied; the error is stated
  await bench.import.forward()
  await expect(bench.import.sentence).toBeVisible()
  await expect(bench.import.align.getByRole('radio', { name: 'Load edges' })).toBeEnabled()
  await bench.import.method('Load edges')
  await expect.poll(async () => Math.abs((await bench.import.offset()) + LATE_S)).toBeLessThan(0.15)
  await expect(bench.import.sentence).toContainText(/Aligned by load edges, ±\d+\sms/)
  await photograph(bench, 'import-align')

  // WHEN it is moved by hand THEN by keys, by dragging and by typing; going back loses nothing
  await bench.import.method('By hand')
  const before = await bench.import.offset()
  await bench.import.align.getByRole('region', { name: /arrow keys move it/ }).focus()
  await bench.page.keyboard.press('Control+ArrowRight')
  await expect.poll(async () => (await bench.import.offset()) - before).toBeCloseTo(0.1, 3)
  await bench.import.drag(40)
  await expect.poll(async () => (await bench.import.offset()) - before).toBeGreaterThan(0.15)
  const moved = await bench.import.offset()
  await bench.import.back()
  await expect.poll(() => bench.import.count()).toBe(6)
  await bench.import.forward()
  await expect.poll(() => bench.import.offset()).toBeCloseTo(moved, 3)
  const typed = bench.import.align.getByRole('textbox', { name: 'Offset in seconds' })
  await typed.fill(String(-LATE_S))
  await typed.press('Enter')
  await expect(bench.import.sentence).toContainText('Aligned by hand, −2.417 s')

  // WHEN it is confirmed THEN the report says what came in
  await bench.import.forward()
  await expect(bench.import.confirm).toContainText('Aligned by hand, −2.417 s')
  await photograph(bench, 'import-confirm')
  await bench.import.forward()
  await expect(bench.import.report).toContainText('intel-rapl/counter-package-0')
  await expect(bench.import.report).toContainText('mypc: Aligned by hand, −2.417 s')
  await photograph(bench, 'import-report')

  // THEN it stands on the axis of the recorded power, and the command line says the same of its clock
  await bench.import.forward()
  await expect(bench.live.viewState).toHaveText('Recorded')
  await expect(bench.live.lane('power')).toBeVisible()
  await photograph(bench, 'import-shown')
  const clocks = () => JSON.parse(command('align', 'latest', '--show', '--json')).machines
  expect(clocks()).toMatchObject([{ host: 'mypc', offset_s: -LATE_S, method: 'offset' }])

  // WHEN the alignment is changed under Sessions THEN it is in force; other series come from the archive that was kept
  await bench.sessions.open()
  await bench.sessions.choose(bench.sessions.row('render run'))
  await expect(bench.sessions.imports).toContainText('Aligned by hand, −2.417 s')
  await photograph(bench, 'sessions-imports')
  await bench.sessions.alignClock('mypc')
  await bench.import.method('Load edges')
  await expect(bench.import.sentence).toContainText('Aligned by load edges')
  await photograph(bench, 'sessions-align')
  await bench.sessions.applyAlignment()
  await expect(bench.sessions.imports).toContainText('Aligned by load edges')
  expect(clocks()).toMatchObject([{ host: 'mypc', method: 'edges' }])
  await bench.sessions.chooseOtherSeries('cpu-idle')
  await expect(bench.sessions.imports).toContainText('1 column is in the session now')
  expect(JSON.parse(command('sessions', 'show', 'latest', '--json')).clocks).toMatchObject([{ method: 'edges' }])
})

test('archives that cannot be read say why; several at once wait for their turn; a cancelled one changes nothing', async ({
  home,
  launch,
}) => {
  const file = (name: string): string => join(home.folder, name)
  writeFileSync(file('notes.zip'), 'these are no archive bytes')
  const span = { fromS: 1_795_000_000, toS: 1_795_000_020 }
  for (const host of ['alpha', 'beta'])
    writeArchive(
      file(`${host}.zip`),
      machineFiles(host, () => 40, span, 0),
    )
  const bench = await launch()

  // WHEN something else is dropped THEN the fault names it and says what to do
  await bench.drop(file('notes.zip'))
  await expect(bench.import.fault).toContainText('notes.zip')
  await photograph(bench, 'import-fault')

  // WHEN two archives are dropped THEN the second waits, and is read after the first one is in
  await bench.drop(file('alpha.zip'), file('beta.zip'))
  await expect(bench.import.select).toContainText('alpha')
  await expect(bench.import.waiting).toHaveText('1 more archive waits')
  await expect(bench.import.target).toContainText('A new session')
  await bench.import.forward()
  await expect(bench.import.align).toContainText('There is no power of a meter in this session at that time')
  await bench.import.forward()
  await bench.import.forward()
  await expect(bench.import.report).toContainText('alpha: Not aligned')
  await bench.page.getByRole('button', { name: 'Next archive' }).click()
  await expect(bench.import.select).toContainText('beta')

  // WHEN the second is cancelled THEN only the first one is in the library
  await bench.page.getByRole('button', { name: 'Cancel import' }).click()
  await expect(bench.import.choose).toBeVisible()
  await bench.sessions.open()
  await expect(bench.sessions.rows).toHaveCount(1)
})

interface Sample {
  readonly s: number
  readonly watts: number
}

/** Time and power of an exported recording. */
function wallOf(csv: string): readonly Sample[] {
  const [head = '', ...lines] = csv.trimEnd().split('\n')
  const at = head.split(',').findIndex((name) => name.endsWith('power [W]'))
  return lines.map((line) => {
    const cells = line.split(',')
    return { s: Number(cells[0]) / 1e6, watts: Number(cells[at]) }
  })
}

function wattsAt(samples: readonly Sample[], s: number): number {
  return samples.find((sample) => sample.s >= s)?.watts ?? 0
}
