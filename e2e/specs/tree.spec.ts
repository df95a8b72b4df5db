import { execFileSync } from 'node:child_process'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { photograph } from '../fixtures/photos'
import { expect, test } from '../fixtures/wattbench'

const WORKED = resolve(import.meta.dirname, '../../src-main/engine/power-tree/fixtures/ours-worked-15.csv')
const C2 = resolve(import.meta.dirname, '../../resources/examples/tinderboxC2.csv')

test('from a dropped channel file to a live tree, a mean, and a page that validates', async ({
  home,
  launch,
  voltmeter,
}) => {
  // GIVEN a channel file and a voltmeter whose board is wired as it says
  const file = join(home.folder, 'worked.csv')
  copyFileSync(WORKED, file)
  const meter = await voltmeter('--plan', WORKED)
  const bench = await launch()

  // WHEN the file is dropped on the window THEN its rows are explained
  await bench.drop(file)
  await expect(bench.tree.file).toContainText('worked.csv')
  await expect(bench.tree.file).toContainText('P = V(2004) / 0.02 Ω × 3.3 V, fed from 2003')

  // WHEN it is broken outside THEN it says where, and is not measured; mended it may be
  const text = readFileSync(file, 'utf8')
  writeFileSync(file, `${text}2004,TWICE,rail,0.02,3.3,0,2003,0\n`)
  await expect(bench.tree.verdict).toContainText('This file cannot be measured.')
  await expect(bench.tree.problems.filter({ hasText: 'E103' })).toHaveCount(1)
  writeFileSync(file, text)
  await expect(bench.tree.verdict).toHaveCount(0)

  // WHEN the voltmeter is connected THEN the tree is live and balances
  await bench.tree.connect(meter.path)
  await expect(bench.tree.flow).toBeVisible()
  await expect(bench.tree.scan).toContainText(
    'NPLC 0.2, every 1.0 s'.replaceAll('NPLC ', 'NPLC\u00a0').replace('1.0 s', '1.0\u00a0s'),
  )
  await expect.poll(() => bench.tree.watts('PWR_IN')).toBeGreaterThan(0)
  await photograph(bench, 'tree-live')

  // WHEN a rail is selected THEN its formula has its numbers
  await bench.tree.select('3V3')
  await expect(bench.tree.formula).toContainText('P = V(2004) / R × 3.3')
  await expect(bench.tree.formula).toContainText('0.02\u00a0Ω')

  // WHEN its lane is opened and a span is selected THEN the tree shows the mean of that span
  await bench.tree.openLane()
  await expect(bench.live.lane('rails')).toBeVisible()
  await expect(bench.live.signal('rails', '3V3')).toBeVisible()
  await bench.live.follow('10 s')
  await expect.poll(async () => (await bench.live.drawn('rails')).rows).toBeGreaterThan(12)
  await bench.live.select(0.4, 0.9)
  await bench.tree.open()
  await bench.tree.moment('Mean of selection')
  await expect(bench.tree.scan).toContainText(/Mean of [4-7] \/ [4-7] scans/)

  // WHEN it is exported THEN the page is valid XHTML 1.0 Strict, and the tree document too
  for (const form of ['Measurement page', 'Tree document, drawn'] as const) {
    const page = join(home.folder, `${form.split(' ')[0]}.xhtml`)
    await bench.saveTo(page)
    await bench.tree.save(form)
    execFileSync('xmllint', ['--noout', '--nonet', '--valid', page])
    expect(readFileSync(page, 'utf8')).toContain('PWR_IN')
  }
})

test('faults of the voltmeter are seen on the tree', async ({ launch, voltmeter }) => {
  // GIVEN a voltmeter with an overload on VCORE, whose line is cut in the eighth answer
  const meter = await voltmeter('--plan', C2, '--fault', 'overload:2025', '--fault', 'cut-at:8')
  const bench = await launch()
  await bench.tree.open()
  await bench.tree.example('C2, with tree')
  await bench.tree.connect(meter.path)
  await expect(bench.tree.flow).toBeVisible()

  // THEN the row and those that need it have no value, the others stay, the group says incomplete
  expect(await bench.tree.watts('VCORE')).toBeNaN()
  expect(await bench.tree.second('VCORE')).toBe('overload, 2025')
  expect(await bench.tree.second('VCORE_LOSS')).toBe('needs VCORE')
  expect(await bench.tree.watts('SYS')).toBeGreaterThan(0)
  await bench.tree.openGroups()
  await expect(bench.tree.groups.getByRole('row', { name: /cpu/ })).toContainText('incomplete')
  await photograph(bench, 'tree-overload')

  // WHEN the line is cut THEN the tree says so and greys; it is live again by itself
  await expect(bench.tree.note).toContainText(/hung up|ended|reset|connection/i)
  await expect(bench.tree.flow).toHaveClass(/stale/)
  await expect(bench.tree.note).toHaveCount(0)
  await expect(bench.tree.flow).not.toHaveClass(/stale/)

  // WHEN the voltmeter is gone THEN the tree says that it tries again
  await meter.stop('SIGKILL')
  await expect(bench.tree.note).toContainText(/Reconnecting/)
  await photograph(bench, 'tree-gone')
})

test('an old channel file without a tree is measured as a table', async ({ launch, voltmeter }) => {
  const meter = await voltmeter('--plan', resolve(C2, '../tinderboxB3.csv'))
  const bench = await launch()
  await bench.tree.open()
  await bench.tree.example('B3, without')
  await expect(bench.tree.file).toContainText('No row says what feeds it.')
  await bench.tree.connect(meter.path)
  await expect(bench.tree.table.getByRole('row', { name: /DC_IN/ })).toContainText('measured')
})
