import { expect, test } from '../fixtures/wattbench'

test('an empty first start opens the demo bench with one click, labelled simulated', async ({ launch }) => {
  const bench = await launch()
  await bench.live.openDemoBench()
  await expect(bench.live.viewState).toHaveText('Live')
  expect(await bench.live.watts()).toBeGreaterThan(1)
  await expect(bench.live.lane('power')).toContainText('simulated')
  await expect(bench.live.minimapCurve).toHaveAttribute('d', /^M[\d.]+,/)
  await expect(bench.page.getByTestId('source-demo-powerspy2')).toContainText('simulated')
})

test('--demo starts with the bench running, over a real pseudo-terminal', async ({ launch }) => {
  const bench = await launch('--demo')
  await expect(bench.live.viewState).toHaveText('Live')
  await bench.instruments.open()
  await expect(bench.instruments.detail).toContainText('simulated')
  await expect(bench.instruments.detail).toContainText(/serial \d/)
  await expect(bench.instruments.health('rate')).toContainText(/(9\.9|10\.)\d*\s*Hz/)
})
