import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, test } from '../fixtures/wattbench'

test('killing the page stops nothing', async ({ launch }) => {
  const bench = await launch('--demo')
  await expect(bench.live.viewState).toHaveText('Live')
  await bench.live.record()
  const pagePid = await bench.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
  )
  process.kill(pagePid ?? 0, 'SIGKILL')
  // The new page is another process: what it shows is read through main.
  await expect.poll(() => bench.textOf('record-state')).toContain('Recording')
  await expect.poll(() => bench.textOf('view-state')).toBe('Live')
  await bench.quit()
  const again = await launch()
  await again.sessions.open()
  await again.sessions.openSession(again.sessions.rows.first())
  await expect(again.live.lane('power')).toBeVisible()
  await expect(again.live.gaps).toHaveCount(0)
})

test('reloading the page stops nothing', async ({ launch }) => {
  const bench = await launch('--demo')
  await expect(bench.live.viewState).toHaveText('Live')
  await bench.live.record()
  await bench.page.reload()
  await expect(bench.live.recordState).toContainText('Recording')
  await expect(bench.live.viewState).toHaveText('Live')
  await bench.live.stopRecording()
})

test('the page is fenced in', async ({ launch }) => {
  const { page, electron } = await launch()
  expect(await page.evaluate(() => typeof (globalThis as { require?: unknown }).require)).toBe('undefined')
  expect(
    await page.evaluate(() => Object.keys((globalThis as unknown as { wattbench: object }).wattbench).sort()),
  ).toEqual(['ask', 'give', 'listen'])
  // Nothing inline runs, nothing is fetched.
  await page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'globalThis.broken = true'
    document.head.append(script)
  })
  expect(await page.evaluate(() => (globalThis as { broken?: boolean }).broken)).toBeUndefined()
  expect(
    await page.evaluate(() =>
      fetch('https://wattbench.invalid').then(
        () => 'went',
        () => 'refused',
      ),
    ),
  ).toBe('refused')
  // No other page, no new window.
  const url = page.url()
  await page.evaluate(() => {
    location.href = 'https://wattbench.invalid/'
    window.open('https://wattbench.invalid/')
  })
  expect(page.url()).toBe(url)
  expect(electron.windows().length).toBe(1)
  // Requests are guarded, failures are data.
  const reply = await page.evaluate(() =>
    (globalThis as unknown as { wattbench: { ask: (c: string, ...a: unknown[]) => Promise<unknown> } }).wattbench.ask(
      'instruments:add',
      {
        kind: 'powerspy2',
        name: 'x',
        address: '/etc/passwd',
        intervalMs: 100,
      },
    ),
  )
  expect(reply).toMatchObject({ ok: false, fault: { code: 'BAD_REQUEST' } })
})

test('damaged settings are set aside and reported', async ({ home, launch }) => {
  mkdirSync(dirname(home.settingsFile), { recursive: true })
  writeFileSync(home.settingsFile, '{ "theme": "dark", ')
  const bench = await launch()
  await expect(bench.live.banner).toContainText(/settings/i)
  expect(readdirSync(dirname(home.settingsFile)).some((name) => name.includes('damaged'))).toBe(true)
})
