import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { expect, test } from '../fixtures/wattbench'

/** A website; it counts who comes. */
class Outside {
  private visits = 0

  private constructor(private readonly server: Server) {
    server.on('request', (_request, response) => {
      this.visits++
      response.end('outside')
    })
  }

  static async open(): Promise<Outside> {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((done) => server.once('listening', done))
    return new Outside(server)
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`
  }

  /** How many requests there were. */
  async close(): Promise<number> {
    this.server.closeAllConnections()
    await new Promise((done) => this.server.close(done))
    return this.visits
  }
}

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

test('a page that ends again and again is not loaded for ever: a window asks', async ({ launch }) => {
  const bench = await launch('--demo')
  await expect(bench.live.viewState).toHaveText('Live')
  await bench.electron.evaluate(({ dialog }) => {
    const asked: string[] = []
    ;(globalThis as unknown as { asked: string[] }).asked = asked
    dialog.showMessageBox = (async (_window: unknown, { message }: { readonly message: string }) => {
      asked.push(message)
      return { response: 0, checkboxChecked: false }
    }) as unknown as typeof dialog.showMessageBox
  })
  const asked = () => bench.electron.evaluate(() => (globalThis as unknown as { asked: string[] }).asked)
  for (let time = 1; time <= 4; time++) {
    await expect.poll(() => bench.textOf('view-state')).toBe('Live')
    expect(await asked()).toEqual([])
    await bench.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
    )
  }
  await expect.poll(asked).toEqual(['The page of Wattbench ends again and again'])
  await expect.poll(() => bench.textOf('view-state')).toBe('Live')
})

test('who starts it while it says goodbye gets a fresh one, with the file that was given', async ({ home, launch }) => {
  const bench = await launch('--demo')
  await expect(bench.live.viewState).toHaveText('Live')
  const output: string[] = []
  const program = bench.electron.process()
  program.stdout?.on('data', (text: Buffer) => output.push(text.toString()))
  const gone = new Promise((done) => program.once('exit', done))
  const file = join(dirname(home.settingsFile), 'later.wattbench')
  await bench.electron.evaluate(({ app }, given) => {
    app.relaunch = (how) => void process.stdout.write(`again with ${JSON.stringify(how?.args)}\n`)
    app.quit()
    app.emit('second-instance', {}, [], '', { files: [given] })
  }, file)
  await gone
  expect(output.join('')).toContain(`"${file}"]`)
  expect(output.join('')).not.toContain('--demo')
  expect(output.join('')).not.toMatch(/destroyed/)
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
  // Nothing leads outside: no fetch, no other page, no new window, no form.
  const outside = await Outside.open()
  expect(await fetch(outside.url).then(({ status }) => status)).toBe(200)
  const url = page.url()
  const fetched = await page.evaluate(async (to) => {
    const answer = await fetch(to).then(
      () => 'went',
      () => 'refused',
    )
    const link = document.createElement('a')
    link.href = to
    link.target = '_blank'
    const form = document.createElement('form')
    form.action = to
    document.body.append(link, form)
    link.click()
    window.open(to)
    form.submit()
    location.href = to
    return answer
  }, outside.url)
  expect(fetched).toBe('refused')
  await new Promise((done) => setTimeout(done, 1_500))
  expect(page.url()).toBe(url)
  expect(electron.windows()).toHaveLength(1)
  expect(await outside.close()).toBe(1)
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
