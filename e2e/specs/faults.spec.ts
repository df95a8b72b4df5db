import { expect, test } from '../fixtures/wattbench'

test('a frozen meter is stale, then reset, then live again with a gap that names its cause', async ({
  launch,
  simulate,
}) => {
  const meter = await simulate('--load', 'constant:30')
  const bench = await launch()
  await bench.instruments.open()
  await bench.instruments.add(meter.path, 'Desk meter', 100)
  await expect(bench.instruments.state).toHaveText(/Live/)
  await bench.live.open()
  await bench.live.record()
  await bench.live.follow('1 min')

  meter.freeze()
  await bench.instruments.open()
  await expect(bench.instruments.state).toHaveText(/Stale/)
  await expect(bench.instruments.state).toHaveText(/Reconnecting/)
  await expect(bench.live.banner).toContainText('Desk meter fell silent')
  meter.thaw()
  await expect(bench.instruments.state).toHaveText(/Live/, { timeout: 40_000 })
  await expect(bench.instruments.health('reconnects')).toContainText('1')

  await bench.live.open()
  await expect(bench.live.gaps.first()).toBeVisible()
  await expect(bench.live.lane('power')).toContainText(/No data for/)
  await bench.live.stopRecording()
  await bench.sessions.open()
  await bench.sessions.choose(bench.sessions.rows.first())
  await expect(bench.page.getByText('fell silent').first()).toBeVisible()
})

test('a hang-up is told at once and the same meter is found again when it is back', async ({
  launch,
  simulate,
  home,
}) => {
  const link = `${home.folder}/meter`
  const meter = await simulate('--link', link, '--serial', '457')
  const bench = await launch()
  await bench.instruments.open()
  await bench.instruments.add(link, 'Desk meter', 100)
  await expect(bench.instruments.state).toHaveText(/Live/)
  await meter.stop('SIGTERM')
  await expect(bench.instruments.state).toHaveText(/Reconnecting/)
  await simulate('--link', link, '--serial', '457')
  await expect(bench.instruments.state).toHaveText(/Live/, { timeout: 40_000 })
})

test('another meter on the port is refused, not mistaken', async ({ launch, simulate, home }) => {
  const link = `${home.folder}/meter`
  const meter = await simulate('--link', link, '--serial', '457')
  const bench = await launch()
  await bench.instruments.open()
  await bench.instruments.add(link, 'Desk meter', 100)
  await expect(bench.instruments.state).toHaveText(/Live/)
  await meter.stop('SIGTERM')
  await expect(bench.instruments.state).toHaveText(/Reconnecting/)
  await simulate('--link', link, '--serial', '912')
  await expect(bench.instruments.state).toHaveText(/Failed/, { timeout: 40_000 })
  await expect(bench.instruments.fault).toContainText(/#?0*912|0390/)
})

test('garbage is counted and never drawn', async ({ launch, simulate }) => {
  const meter = await simulate('--load', 'constant:30', '--fault', 'damage:5')
  const bench = await launch()
  await bench.instruments.open()
  await bench.instruments.add(meter.path, 'Noisy meter', 100)
  await expect(bench.instruments.state).toHaveText(/Live/)
  await expect(bench.instruments.health('rejected')).toContainText(/[1-9]/)
  await bench.live.open()
  await bench.live.follow('10 s')
  await bench.live.select(0.8, 0.95)
  await expect.poll(() => bench.live.statistic('Wall power', 'max')).toMatch(/^30\.|^29\.9/)
})

test('a silent meter and a missing port say cause and next action', async ({ launch, simulate }) => {
  const meter = await simulate('--fault', 'silent')
  const bench = await launch()
  await bench.instruments.open()
  await bench.instruments.add(meter.path, 'Dead meter', 100)
  await expect(bench.instruments.state).toHaveText(/Failed/, { timeout: 40_000 })
  await expect(bench.instruments.fault).toContainText(/did not answer|answer/i)
  await meter.stop()
  await bench.instruments.connect()
  await expect(bench.instruments.fault).toContainText(/not there|no such|missing|does not exist/i)
})
