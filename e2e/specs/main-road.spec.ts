import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '../fixtures/wattbench'

test('from the wire to the chart, through a crash, to a CSV file', async ({ home, launch, simulate }) => {
  // GIVEN a meter on a real port that measures a constant 42 W
  const meter = await simulate('--load', 'constant:42')
  const bench = await launch()

  // WHEN it is added and connected
  await bench.instruments.open()
  await bench.instruments.add(meter.path, 'Desk meter', 250)
  await expect(bench.instruments.state).toHaveText(/Live/)
  // THEN the true interval is shown: 12 periods of 50 Hz
  await expect(bench.instruments.trueInterval).toHaveText(/240\sms, 12 periods/)

  // WHEN the Live screen is opened THEN it shows what the meter measures
  await bench.live.open()
  await expect(bench.live.viewState).toHaveText('Live')
  expect(Math.abs((await bench.live.watts()) - 42)).toBeLessThan(0.1)
  await expect(bench.live.lane('power')).toBeVisible()

  // WHEN it records and a span of the frozen view is selected THEN the strip states mean, energy and coverage of that span
  await bench.live.record()
  await bench.live.follow('10 s')
  await bench.page.waitForFunction(() =>
    /00:00:0[6-9]/.test(document.querySelector('[data-testid="record-state"]')?.textContent ?? ''),
  )
  // The plot would move on under a slow hand.
  await bench.live.freezeView()
  await bench.live.select(0.6, 0.9)
  await expect.poll(() => bench.live.statistic('Wall power', 'mean')).toMatch(/^42\.0|^41\.9/)
  const joules = Number(await bench.live.statistic('Wall power', 'energyJ'))
  expect(joules).toBeGreaterThan(42 * 2)
  expect(joules).toBeLessThan(42 * 4)

  // WHEN the whole application is killed and started again
  const writtenUntil = Date.now()
  await bench.kill()
  const again = await launch()
  // THEN the session is recovered and holds all but the last second
  await again.sessions.open()
  const row = again.sessions.row('recovered')
  await expect(row).toBeVisible()
  await again.sessions.openSession(row)
  await expect(again.live.viewState).toHaveText('Recorded')
  await expect(again.live.lane('power')).toBeVisible()

  // WHEN it is verified and exported THEN everything fits, and the file holds the samples in time order, up to a second before the end
  const file = join(home.folder, 'export.csv')
  await again.electron.evaluate(({ dialog }, filePath) => {
    // The file chooser belongs to the desktop; everything behind it is real.
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, file)
  await again.sessions.open()
  await again.sessions.choose(again.sessions.row('recovered'))
  await again.sessions.verify()
  await expect(again.sessions.check).toContainText(/^Verified: \d+ rows/)
  await again.sessions.exportCsv()
  await expect(again.sessions.saved).toBeVisible()
  const [head, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n')
  expect(head).toMatch(/^time_us,psu_energy_ac_powerspy2_machine\.voltage \[V\],.*power \[W\]/)
  const times = lines.map((line) => Number(line.split(',')[0]))
  expect(lines.length).toBeGreaterThan(20)
  expect(times.every((t, i) => i === 0 || t > (times[i - 1] ?? 0))).toBe(true)
  expect(writtenUntil * 1000 - (times.at(-1) ?? 0)).toBeLessThan(2_000_000)
})
