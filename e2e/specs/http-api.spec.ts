import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { machineFiles, writeArchive } from '../fixtures/archives'
import { photograph } from '../fixtures/photos'
import { expect, test } from '../fixtures/wattbench'

/** Listens on a free port of this computer. */
async function listening(): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((done) => server.once('listening', done))
  const address = server.address()
  return { server, port: typeof address === 'object' && address ? address.port : 0 }
}

const closed = (server: Server): Promise<void> => new Promise((done) => server.close(() => done()))

/** What a script hears: status and answer. A port that is closed is 0. */
async function send(
  port: number,
  path: string,
  body?: string | Uint8Array<ArrayBuffer>,
): Promise<{ readonly status: number; readonly text: string }> {
  const address = `http://127.0.0.1:${port}/api/v2/${path}`
  const reply = await fetch(address, body === undefined ? {} : { method: 'POST', body }).catch(() => null)
  return reply ? { status: reply.status, text: await reply.text() } : { status: 0, text: '' }
}

test('scripts are answered while the switch is on, and what they say is seen in the window', async ({
  home,
  launch,
}) => {
  const { server, port } = await listening()
  const bench = await launch('--demo')
  const { settings, sessions } = bench
  await expect(bench.live.viewState).toHaveText('Live')

  // GIVEN a first start THEN the API is off and no port is open
  await settings.open()
  await expect(settings.apiState).toHaveText('Off: no port is open')
  await expect(settings.apiAddresses).toHaveCount(0)

  // WHEN it is switched on with a port that another program has THEN cause, consequence and next stand there
  await settings.port(port)
  await settings.switchApi()
  await expect(settings.apiState).toHaveText('Does not answer')
  await expect(settings.apiFault).toContainText(`Port ${port} of 127.0.0.1 is in use`)
  await settings.show('HTTP API')
  await photograph(bench, 'settings-api-busy')

  // WHEN the port is free THEN it answers at once, here only
  await closed(server)
  await settings.switchApi()
  await settings.switchApi()
  await expect(settings.apiState).toHaveText('Answers')
  await expect(bench.live.banner).toHaveCount(0)
  await expect(settings.apiAddresses.first()).toContainText(`http://127.0.0.1:${port}/api/v2/`)
  await expect(settings.apiWarnings).toHaveCount(0)
  await expect(bench.live.statusBar).not.toContainText('API open')
  await settings.show('HTTP API')
  await photograph(bench, 'settings-api')

  // WHEN a script measures THEN its marks are events of the recording, and lines of the log
  await bench.live.open()
  await bench.live.record()
  const beganS = Date.now() / 1000
  const told = [
    await send(port, 'session/latest/measurement/start/SUT/idle'),
    await send(port, 'session/latest/trigger', 'door opened'),
    await send(port, 'session/latest/sync', String(Date.now())),
    await send(port, 'session/latest/measurement/stop/SUT'),
  ]
  expect(told.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  await bench.log()
  const log = bench.page.getByRole('list', { name: 'Log entries' })
  for (const words of ['Measurement "idle" (SUT) started', 'door opened', 'Clock of 127.0.0.1', '"idle" (SUT) stopped'])
    await expect(log).toContainText(words)
  // AND an archive of the machine, of these seconds, waits for the end of the recording
  await expect.poll(() => Date.now() / 1000 - beganS).toBeGreaterThan(6)
  const zip = join(home.folder, 'sut.zip')
  writeArchive(
    zip,
    machineFiles('sut', () => 40, { fromS: beganS, toS: Date.now() / 1000 }, 0),
  )
  const filtered = await send(port, 'session/latest/resource/counter,cpu-user/include', '')
  const waits = await send(port, 'session/latest/import/collectd', new Uint8Array(readFileSync(zip)))
  expect([filtered.status, waits.status, waits.text]).toEqual([200, 200, expect.stringContaining('"waiting":true')])
  await bench.live.open()
  await bench.live.stopRecording()
  await sessions.open()
  await sessions.choose(sessions.rows.first())
  const events = bench.page.getByRole('region', { name: 'Events' })
  for (const words of ['Measurement "idle" (SUT) started', 'door opened', 'Clock of 127.0.0.1', '"idle" (SUT) stopped'])
    await expect(events).toContainText(words)

  // AND the machine is in the session, aligned by its sync message, on the axis of the recorded power
  await expect(sessions.imports).toContainText('Aligned by 1 sync point')
  await sessions.openSession(sessions.rows.first())
  await expect(bench.live.lane('power')).toBeVisible()
  await expect(bench.live.lane('rapl')).toBeVisible()
  await expect.poll(async () => (await bench.live.drawn('rapl')).rows).toBeGreaterThan(20)
  await expect(bench.live.lane('rapl')).toContainText('aligned')

  // WHEN it is off again THEN the port is closed
  await settings.open()
  await settings.switchApi()
  await expect(settings.apiState).toHaveText('Off: no port is open')
  expect((await send(port, 'session/latest')).status).toBe(0)
})

test('beyond this computer there is a token, every door is a warning, and the window says that it is open', async ({
  launch,
}) => {
  const { server, port } = await listening()
  await closed(server)
  const bench = await launch()
  const { settings } = bench
  await settings.open()
  await settings.port('70000')
  await expect(settings.problem).toHaveText(/A port is 1 to 65.535/)
  await settings.port(port)
  await settings.reachedFrom('nowhere')
  await expect(settings.problem).toContainText('An IP address')
  await settings.reachedFrom('0.0.0.0')
  await settings.switchApi()
  await expect(settings.apiState).toHaveText('Answers')
  await expect(settings.apiWarnings).toHaveText([
    'The API is open to the network. Tokens and data cross it unencrypted.',
  ])
  await expect(bench.live.statusBar).toContainText('API open to the network')

  // The token is shown when somebody wants to see it; a new one ends the old one.
  await expect(settings.token).toHaveText(/^•+$/)
  await settings.showToken()
  const token = (await settings.token.textContent()) ?? ''
  expect(token).toMatch(/^[\w-]{32}$/)
  await settings.renewToken()
  await expect(settings.token).not.toHaveText(token)

  await settings.admit('10.0.0.0')
  await expect(settings.problem).toContainText('ADDRESS/BITS')
  await settings.admit('192.168.7.0/24')
  await settings.switchWebsites()
  await expect(settings.apiWarnings).toHaveCount(3)
  await expect(settings.apiWarnings.nth(1)).toHaveText('Everybody in 192.168.7.0/24 may use the API without a token.')
  await settings.show('HTTP API')
  await photograph(bench, 'settings-api-open')

  // The set-up of a machine has the address and the token in it, hidden until it is copied or shown.
  const help = await settings.setUpMachine()
  await expect(help.getByRole('article', { name: 'Upload script' })).toContainText(`••••@`)
  await expect(help.getByRole('article', { name: 'Configuration' })).toContainText('Import "wattbench_rapl"')
  await photograph(bench, 'setup-help')
  await help.getByRole('button', { name: 'Show token' }).click()
  await expect(help.getByRole('article', { name: 'Upload script' })).toContainText(
    `wattbench:${await settings.token.textContent()}@`,
  )
  await help.getByRole('switch', { name: /RAPL/ }).click()
  await expect(help.getByRole('article', { name: 'RAPL plugin' })).toHaveCount(0)
  await bench.closeDialog()

  await settings.admitNoMore('192.168.7.0/24')
  await settings.reachedFrom(null)
  await expect(settings.apiAddresses.first()).toContainText('127.0.0.1')
  await expect(bench.live.statusBar).not.toContainText('API open')
})

test('the series and limits of an import are set, checked and reset', async ({ launch }) => {
  const bench = await launch()
  const { settings } = bench
  await settings.open()
  await expect(settings.filters).toHaveCount(8)
  await expect(settings.filtersWhose).toContainText('The documented list.')
  await settings.addFilters('counter, load, cpu-user')
  await expect(settings.filters).toHaveCount(10)
  await expect(settings.filtersWhose).toContainText('Your own list.')
  await settings.limit('Files', '0')
  await expect(settings.problem).toContainText('Whole files, 1 to')
  await settings.limit('Files', '200')
  await settings.limit('One file', '64')
  await settings.show('collectd import')
  await photograph(bench, 'settings-collectd')
  await settings.resetFilters()
  await expect(settings.filters).toHaveCount(8)
  await settings.resetLimits()
  await expect(settings.limitField('Files')).toHaveValue('16384')
  await expect(settings.limitField('One file')).toHaveValue('1024')
})
