import { join } from 'node:path'
import { writeCollectdArchive } from '../fixtures/collectd-archive'
import { photograph } from '../fixtures/photos'
import { post, wattbench } from '../fixtures/scripts'
import { expect, test } from '../fixtures/wattbench'

/** Not one of the usual ports: another program of this computer may have those. */
const PORT = 18_473

test('wall power, an imported machine and measurements on one time axis', async ({ home, launch, simulate }) => {
  test.setTimeout(240_000)
  // GIVEN a meter that is recorded, and the HTTP API switched on
  const meter = await simulate('--load', 'burst:12:45:2:2')
  const bench = await launch()
  const { live } = bench
  await bench.instruments.open()
  await bench.instruments.add(meter.path, 'Desk meter', 100)
  await expect(bench.instruments.state).toHaveText(/Live/)
  await bench.ask('api:set', { on: true, port: PORT })
  await live.open()
  await live.record()
  const startMs = Date.now()

  // WHEN scripts begin a measurement and a run within it, and somebody sets a marker THEN they stand on the live chart
  await post(PORT, 'session/latest/measurement/start/mypc/warm-up', 'governor performance')
  await post(PORT, 'session/latest/run/start/mypc/first')
  await expect(live.mark(/^Measurement 1 · mypc: warm-up, governor performance/)).toBeVisible()
  await expect(live.mark(/^Run 1 · mypc: first/)).toBeVisible()
  await post(PORT, 'session/latest/trigger', 'kernel loaded')
  await expect(live.mark(/kernel loaded/)).toBeVisible()
  await bench.page.keyboard.press('m')
  await expect(live.mark(/^Marker: Marker 2/)).toBeVisible()
  await photograph(bench, 'marks-live')
  await expect.poll(() => Date.now() - startMs, { timeout: 20_000 }).toBeGreaterThan(5_000)
  await post(PORT, 'session/latest/run/stop/mypc')
  const spanEndMs = Date.now()
  await post(PORT, 'session/latest/measurement/stop/mypc')
  await expect.poll(() => Date.now() - startMs, { timeout: 20_000 }).toBeGreaterThan(9_000)
  await live.stopRecording()
  await bench.quit()

  // WHEN the machine's archive of that time is imported into the session
  const archive = join(home.folder, 'mypc.zip')
  writeCollectdArchive(archive, 'mypc', startMs + 500, spanEndMs + 500)
  await wattbench(home, 'import', archive, '--session', 'latest', '--all')
  const again = await launch()
  const { live: shared, sessions } = again
  await sessions.open()
  await sessions.openSession(sessions.rows.first())

  // THEN both are on one axis: wall power, and of the machine what a person expects, each told apart
  await expect(shared.viewState).toHaveText('Recorded')
  await expect(shared.lane('rapl')).toContainText('package-0')
  expect(await shared.lanes()).toEqual([
    'Wall power, Desk meter',
    'RAPL power, mypc',
    'CPU load, mypc',
    'Memory, mypc',
    'Network, mypc',
  ])
  for (const what of ['power', 'rapl', 'cpu', 'memory', 'network'] as const) {
    await expect.poll(async () => (await shared.drawn(what)).rows).toBeGreaterThan(20)
  }
  const [wall, rapl] = [await shared.shown('power'), await shared.shown('rapl')]
  expect([rapl.fromUs, rapl.toUs]).toEqual([wall.fromUs, wall.toUs])
  // AND the header says that its clock is not aligned, and where its data end
  await expect(shared.clock('rapl')).toHaveText('not aligned')
  await expect(shared.clock('power')).toHaveCount(0)
  await expect(shared.ends('rapl')).toHaveText(/^to \d\d:\d\d:\d\d$/)
  await photograph(again, 'shared-axis')

  // WHEN the measurement is pointed at and clicked THEN exactly its time is selected, with the energy of that phase
  await shared.mark(/warm-up/).hover()
  await expect(shared.markTip).toContainText('Measurement 1 · mypc')
  await expect(shared.markTip).toContainText('governor performance')
  await shared.mark(/warm-up/).click()
  await expect(shared.statistics).toBeVisible()
  await expect.poll(() => shared.statistic('Wall power', 'energyJ')).toMatch(/^\d/)
  const [joules, mean] = [
    Number(await shared.statistic('Wall power', 'energyJ')),
    Number(await shared.statistic('Wall power', 'mean')),
  ]
  const seconds = Number(/([\d.]+)\s*s/.exec(((await shared.span.textContent()) ?? '').replaceAll('\u00a0', ' '))?.[1])
  expect(Math.abs(seconds - (spanEndMs - startMs) / 1000)).toBeLessThan(1)
  expect(Math.abs(joules / mean - seconds)).toBeLessThan(0.25)
  await expect.poll(() => shared.statistic('RAPL power, package-0', 'energyJ')).toMatch(/^\d/)
  await expect(shared.alignment).toHaveText('mypc: Not aligned')
  await photograph(again, 'shared-axis-statistics')

  // WHEN it is walked from mark to mark THEN the data cursor stands there
  await again.page.keyboard.press('Escape')
  // Marks that lie beside the same sample read the same: it is walked from end to end.
  const walk = async (key: '[' | ']'): Promise<void> => {
    for (let i = 0; i < 8; i++) await again.page.keyboard.press(key)
  }
  await walk('[')
  let first = ''
  // The sample beside the mark is read a moment later.
  const settled = async (): Promise<boolean> => {
    const now = await shared.cursorTime.innerText()
    const same = now === first && now !== ''
    first = now
    return same
  }
  await expect.poll(settled, { intervals: [300] }).toBe(true)
  await walk(']')
  await expect(shared.cursorTime).not.toHaveText(first)
  await walk('[')
  await expect(shared.cursorTime).toHaveText(first)

  // WHEN more is searched for among all series THEN it is found by words and added with Enter
  await shared.openAddLane()
  await photograph(again, 'add-lane')
  await shared.laneSearch.fill('disk write')
  await expect(shared.laneOptions).toHaveCount(2)
  await again.page.keyboard.press('Enter')
  await shared.closeAddLane()
  await expect(shared.lane('disk-octets')).toContainText('B/s')

  // WHEN the clock is aligned THEN the opened session says so at once,
  const { fromUs } = await shared.shown('rapl')
  const { sessions: rows } = JSON.parse(await wattbench(home, 'sessions', 'list', '--json'))
  await again.ask('clocks:set', rows[0].id, 'mypc', { by: 'offset', offsetUs: 2_000_000 })
  await expect(shared.clock('rapl')).toHaveText('aligned by hand')
  expect((await shared.shown('rapl')).fromUs).toBe(fromUs)
})
