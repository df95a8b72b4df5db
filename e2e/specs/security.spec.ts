import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { resolve } from 'node:path'
import { familyOf, listeningOf } from '../fixtures/listening'
import { expect, test } from '../fixtures/wattbench'

const ROOT = resolve(import.meta.dirname, '../..')
const ELECTRON = createRequire(import.meta.url)('electron') as unknown as string

test('nobody is listened to: no process of the application waits for callers', async ({ home }) => {
  // GIVEN a check that sees a listening socket when there is one
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((done) => server.once('listening', done))
  expect(listeningOf([process.pid])).not.toEqual([])
  server.close()
  // WHEN the application runs without the debugger of the other tests
  const app = spawn(ELECTRON, [ROOT, '--no-sandbox', '--disable-gpu'], {
    env: { ...(process.env as Record<string, string>), ...home.env },
    stdio: 'ignore',
    detached: true,
  })
  try {
    const kinds = () =>
      familyOf(app.pid!).map((pid) => {
        try {
          return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        } catch {
          return ''
        }
      })
    await expect.poll(() => kinds().some((line) => line.includes('--type=renderer')), { timeout: 30_000 }).toBe(true)
    await new Promise((done) => setTimeout(done, 3_000))
    // THEN none of its processes does
    expect(listeningOf(familyOf(app.pid!))).toEqual([])
  } finally {
    const gone = new Promise((done) => app.once('exit', done))
    process.kill(app.pid!, 'SIGTERM')
    await gone
  }
})

test('a page asks for nothing of this computer and gets nothing', async ({ launch }) => {
  // A camera there is, so that it is refused and not missing.
  const { page } = await launch('--use-fake-device-for-media-stream')
  const answers = await page.evaluate(async () => {
    const camera = await navigator.mediaDevices.getUserMedia({ video: true }).then(
      () => 'got it',
      (error: unknown) => (error as Error).name,
    )
    const place = await new Promise((done) =>
      navigator.geolocation.getCurrentPosition(
        () => done('got it'),
        (error) => done(error.code === error.PERMISSION_DENIED ? 'denied' : error.message),
      ),
    )
    const names = ['camera', 'microphone', 'geolocation', 'notifications', 'clipboard-read', 'midi']
    const states = await Promise.all(
      names.map(async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state),
    )
    return { camera, place, notes: await Notification.requestPermission(), states: [...new Set(states)] }
  })
  expect(answers).toEqual({ camera: 'NotAllowedError', place: 'denied', notes: 'denied', states: ['denied'] })
})

test('the policy of the page is in force: nothing from text, nothing from outside', async ({ launch }) => {
  const { page } = await launch()
  const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content')
  expect(policy).toContain("default-src 'none'")
  expect(policy).not.toMatch(/script-src[^;]*unsafe/)
  const tried = await page.evaluate(async () => {
    const violated: string[] = []
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => violated.push(effectiveDirective))
    const add = (tag: 'img' | 'iframe' | 'script', src: string): void => {
      const one = document.createElement(tag)
      one.src = src
      document.body.append(one)
    }
    add('img', 'https://wattbench.invalid/x.png')
    add('iframe', 'https://wattbench.invalid/')
    add('script', 'https://wattbench.invalid/x.js')
    new WebSocket('wss://wattbench.invalid/')
    // Later: what the test itself evaluates is excepted from the policy while it runs.
    const evaluated = await new Promise<string>((done) =>
      setTimeout(() => {
        try {
          // biome-ignore lint/security/noGlobalEval: this is what must not work
          done(String(globalThis.eval('1 + 1')))
        } catch {
          done('refused')
        }
      }, 50),
    )
    await new Promise((done) => setTimeout(done, 500))
    return { violated, evaluated }
  })
  expect(tried.evaluated).toBe('refused')
  expect(tried.violated.join(' ')).toMatch(/img-src/)
  expect(tried.violated.join(' ')).toMatch(/(frame|child|default)-src/)
  expect(tried.violated.join(' ')).toMatch(/script-src/)
  expect(tried.violated.join(' ')).toMatch(/connect-src/)
})

test('a stranger with the same bridge is refused, whatever it asks', async ({ launch }) => {
  const { electron, page } = await launch()
  // GIVEN a second page in the same application, with the same preload
  const said = await electron.evaluate(
    async ({ BrowserWindow }, preload) => {
      const stranger = new BrowserWindow({
        show: false,
        webPreferences: { preload, sandbox: true, contextIsolation: true },
      })
      await stranger.loadURL('data:text/html,<p>stranger</p>')
      const ask = (call: string): Promise<string> =>
        stranger.webContents.executeJavaScript(
          `${call}.then((r) => 'answered ' + JSON.stringify(r), (e) => 'refused ' + e.message)`,
        )
      const answers = [
        await ask("wattbench.ask('settings:get')"),
        await ask("wattbench.ask('recording:start', null)"),
        await ask('wattbench.give([new File([], "x")])'),
      ]
      stranger.destroy()
      return answers
    },
    resolve(ROOT, 'out/preload/index.cjs'),
  )
  for (const answer of said) expect(answer).toMatch(/^refused .*unknown frame/)
  // AND the page itself cannot give what is no file
  const given = await page.evaluate(() =>
    (globalThis as unknown as { wattbench: { give: (files: unknown) => Promise<unknown> } }).wattbench
      .give(['/etc/passwd'] as unknown)
      .then(
        (reply) => reply,
        () => 'refused',
      ),
  )
  expect(JSON.stringify(given)).toMatch(/refused|"ok":false/)
})

test('no channel leads to the page but those of the contract', async ({ launch }) => {
  const { page } = await launch()
  const reply = await page.evaluate(async () => {
    const { wattbench } = globalThis as unknown as {
      wattbench: { ask: (c: string, ...a: unknown[]) => Promise<unknown> }
    }
    try {
      return JSON.stringify(await wattbench.ask('give', ['/etc/passwd']))
    } catch (error) {
      return `refused: ${(error as Error).message}`
    }
  })
  expect(reply).toMatch(/refused: no such request/)
})
