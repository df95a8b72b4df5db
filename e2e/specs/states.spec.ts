import { mkdirSync, statfsSync } from 'node:fs'
import type { Locator } from '@playwright/test'
import { photograph } from '../fixtures/photos'
import { expect, test } from '../fixtures/wattbench'

/** A state is told by its shape and by its words, never by colour alone. */
async function expectState(place: Locator, shape: string, words: RegExp | string): Promise<void> {
  await expect(place).toContainText(words)
  await expect(place.locator(`[data-shape="${shape}"]`).first()).toBeVisible()
}

test('each state of a link has its shape, its words and a way on', async ({ launch, simulate, home }) => {
  test.setTimeout(180_000)
  const link = `${home.folder}/meter`
  const bench = await launch()
  const { live, instruments } = bench

  // GIVEN a first start THEN there are three ways in, and no source
  await expect(live.firstStart).toContainText('Nothing is recorded yet.')
  await expectState(live.statusBar, 'square', 'No sources')
  await expectState(live.recordState, 'square', 'Not recording')
  await photograph(bench, 'first-start')
  await instruments.open()
  await expect(instruments.list).toContainText('No instrument is saved.')
  await expect(bench.console.empty).toBeVisible()
  await photograph(bench, 'no-instrument')

  // WHEN a meter does not answer THEN the step it is stuck in is named
  const mute = await simulate('--link', link, '--fault', 'silent')
  await instruments.add(link, 'Desk meter', 100)
  await expectState(instruments.state, 'broken-ring', /Connecting: (open|resync|identify)/)
  await expect(live.statusBar).toContainText('Connecting')
  await photograph(bench, 'connecting')
  await instruments.disconnect()
  await expectState(instruments.state, 'square', 'Not connected')
  await live.open()
  await expect(live.firstStart).toContainText('Desk meter')
  await photograph(bench, 'not-connected')

  // WHEN its port is gone THEN it has failed with cause, consequence and a button
  await mute.stop()
  await instruments.open()
  await instruments.connect()
  await expectState(instruments.state, 'octagon', 'Failed: port missing')
  await expect(instruments.fault.getByRole('button', { name: 'Connect again' })).toBeVisible()
  await expect(live.banner.getByRole('button', { name: 'Connect again' })).toBeVisible()
  await expectState(live.statusBar, 'octagon', 'Failed: port missing')
  await photograph(bench, 'failed')

  // WHEN it is there again THEN one click leads to live
  const meter = await simulate('--link', link, '--load', 'constant:42')
  await live.banner.getByRole('button', { name: 'Connect again' }).click()
  await expectState(instruments.state, 'disc', 'Live')
  await expect(live.banner).toHaveCount(0)
  await photograph(bench, 'live-instrument')
  await live.open()
  await expectState(live.viewState, 'disc', 'Live')
  await photograph(bench, 'live')

  // View states: they never stop the acquisition
  await live.freezeView()
  await expectState(live.viewState, 'bars', 'Paused')
  await photograph(bench, 'paused')
  await live.backToLive()
  await live.wheel(0.8, -300)
  await expectState(live.viewState, 'diamond', 'Detached')
  await photograph(bench, 'detached')
  await live.backToLive()

  // WHEN the meter freezes THEN its value is grey at once with its age, then it is reconnected, then live again
  meter.freeze()
  await expectState(live.statusBar, 'triangle', /Stale \d+\ss/)
  await expect(live.readouts).toContainText(/Wall power, last value.*stale, [\d.]+\ss old/)
  await photograph(bench, 'stale')
  await expectState(live.statusBar, 'hollow-triangle', /Reconnecting, \d+(st|nd|rd|th) try/)
  await expect(live.banner).toContainText('Desk meter fell silent')
  await photograph(bench, 'reconnecting')
  meter.thaw()
  await expectState(live.viewState, 'disc', 'Live')
  await expect(live.statusBar).toContainText('Live', { timeout: 40_000 })
  await instruments.open()
  await expect(instruments.health('reconnects')).toContainText(/last: .+ away/)
})

test('a recording says how long, how large and how much room is left, and stops cleanly at the reserve', async ({
  launch,
  home,
}) => {
  mkdirSync(home.sessions, { recursive: true })
  const { bavail, bsize } = statfsSync(home.sessions)
  const freeMb = (bavail * bsize) / 1e6
  const bench = await launch('--demo')
  const { live, settings } = bench

  // GIVEN a recording
  await expect(live.viewState).toHaveText('Live')
  await live.record()
  await expectState(live.recordState, 'record', /Recording\s*00:00:\d\d.*[kM]?B/)
  await photograph(bench, 'recording')

  // WHEN the reserve comes close to what is free THEN header and banner warn, with what to do
  await settings.open()
  await settings.diskReserve(Math.round(freeMb / 1.1))
  await expectState(live.recordState, 'triangle', /disk/)
  await expectState(live.banner, 'triangle', 'Recording stops cleanly at')
  await expect(live.banner.getByRole('button', { name: 'Stop recording' })).toBeVisible()
  await photograph(bench, 'disk-low-settings')
  await live.open()
  await photograph(bench, 'disk-low')

  // WHEN the reserve is reached THEN the session is complete, and header, banner and log say so
  await settings.open()
  await settings.diskReserve(Math.round(freeMb * 1.5))
  await live.open()
  await expectState(live.recordState, 'octagon', 'was stopped')
  await expectState(live.banner, 'octagon', 'closed cleanly')
  await expectState(live.viewState, 'disc', 'Live')
  await photograph(bench, 'stopped-by-reserve')
  await bench.sessions.open()
  await expect(bench.sessions.rows).toHaveCount(1)

  // WHEN there is room again THEN a new recording takes the message away
  await settings.open()
  await settings.diskReserve(100)
  await live.open()
  await live.record()
  await expectState(live.recordState, 'record', /Recording\s*00:00/)
  await expect(live.banner).toHaveCount(0)
  await live.stopRecording()
})

test('the traffic console shows what crossed the wire, freezes and finds', async ({ launch }) => {
  const bench = await launch('--demo')
  const { console } = bench
  await expect(bench.live.viewState).toHaveText('Live')
  await bench.instruments.open()
  await expect(console.lines).toContainText(/\d\d:\d\d:\d\d\.\d{3}.*rx/)
  await photograph(bench, 'traffic')

  await console.freeze()
  const frozen = await console.lines.innerText()
  await expect(console.resume).toHaveText(/Resume, \d+ new/)
  expect(await console.lines.innerText()).toBe(frozen)
  await console.resume.click()
  await expect(console.lines).not.toHaveText(frozen)

  await console.toggle('received')
  await expect(console.lines).toContainText('tx')
  await expect(console.lines).not.toContainText('rx')
  await console.find('<?>')
  await expect(console.lines).toContainText('<?>')
})
