import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEFAULT_API_SETTINGS } from '@contract/api-server'
import { REQUEST_NAMES } from '@contract/channels'
import { systemClock } from '../../src-main/base/clock'
import { Fault } from '../../src-main/base/fault'
import { httpApi } from '../../src-main/ingest/http-api/server'
import { openSpool } from '../../src-main/store/spool'
import { type TestApp, testApp } from '../../src-main/testing/test-app'
import { anything, type Dice, mutated } from './dice'

/** A file that is there, and that no request of the page may lead to. */
const SECRET = '/examples/secret.csv'
const RUNS_AN_APP = 200

let house: { readonly made: TestApp; runs: number } | null = null

async function stopHouse(): Promise<void> {
  const made = house?.made
  house = null
  const stopped = made?.app.stop().then(() => true)
  // Goodbyes take their time, and time here goes by when it is told to.
  for (let turns = 0; made && turns < 200; turns++)
    if (await Promise.race([stopped, made.clock.advance(1_000).then(() => false)])) return
  if (made) throw new Error('the app does not stop')
}

async function freshHouse(): Promise<TestApp> {
  if (house && house.runs++ < RUNS_AN_APP) return house.made
  await stopHouse()
  const made = await testApp()
  made.files.put(SECRET, '2001,SECRET,g,1,0,-1\n')
  house = { made, runs: 0 }
  return made
}

const POOL: readonly unknown[] = [
  'id-0',
  'm1',
  'demo',
  'latest',
  '',
  'powerspy2',
  '34980a',
  'localhost',
  '127.0.0.1:5025',
  '/dev/null',
  '/etc/passwd',
  SECRET,
  '../secret.csv',
  'file:///etc/passwd',
  '\\\\host\\share',
  'meter/power',
  'dark',
  'new',
  'all',
  'csv',
  'tree',
  'now',
  'mean',
  'before',
  'after',
  'hand',
  0,
  1,
  16,
  250,
  1000,
  -1,
  8080,
  1_767_225_600_000_000,
  null,
  true,
  false,
  [],
  {},
]

/** Every request with any arguments: an answer, or a fault; no other exception, no file read, no path accepted. */
export async function bridge(dice: Dice): Promise<void> {
  const { app, files, clock, saveDialog } = await freshHouse()
  const channel = dice.one(REQUEST_NAMES)
  const args = Array.from({ length: dice.below(4) }, () => anything(dice, POOL))
  const watched = files.watched.length
  const asked = (app.handlers[channel] as (...given: readonly unknown[]) => Promise<unknown>)(...args).then(
    (answer) => JSON.stringify(answer, (_key, value) => (typeof value === 'bigint' ? String(value) : value)) ?? '',
    (error: unknown) => {
      // 'about:get' has nobody to answer it here.
      if (error instanceof Fault && error.code !== 'UNEXPECTED') return JSON.stringify(error.view)
      throw error
    },
  )
  await clock.advance(dice.below(300))
  let said: string | null = null
  for (let turns = 0; said === null && turns < 200; turns++) {
    said = await Promise.race([asked, clock.advance(100).then(() => null)])
  }
  if (said === null) throw new Error(`${channel} does not answer`)
  if (said.includes('SECRET,g')) throw new Error(`${channel} read a file by its path`)
  if (files.watched.length > watched && !channel.startsWith('plan:')) throw new Error(`${channel} watches a file`)
  if (saveDialog.asked.length > 1_000) saveDialog.asked.length = 0
}

/** What the preload hands over instead of paths. */
export async function given(dice: Dice): Promise<void> {
  const { app } = await freshHouse()
  await app.give(anything(dice, POOL)).catch((error: unknown) => {
    if (!(error instanceof Fault)) throw error
  })
}

let server: Promise<{ readonly port: number; readonly stop: () => Promise<void> }> | null = null

async function open(): Promise<{ readonly port: number; readonly stop: () => Promise<void> }> {
  const { app } = await testApp()
  const folder = mkdtempSync(join(tmpdir(), 'wattbench-fuzz-'))
  const { addresses, close } = await httpApi({ clock: systemClock(), spool: openSpool(folder) })(
    { ...DEFAULT_API_SETTINGS, port: 0, token: null },
    app.inbox,
  )
  const stop = async (): Promise<void> => {
    await close()
    rmSync(folder, { recursive: true, force: true })
  }
  return { port: Number(new URL(addresses[0]!).port), stop }
}

/** Lets go of what targets hold open. */
export async function letGo(): Promise<void> {
  const running = await server?.catch(() => null)
  await running?.stop()
  server = null
  await stopHouse()
}

const PATHS = [
  'cmd/startSession',
  'session/latest',
  'session/latest/meter',
  'session/latest/measurement/start/SUT/a',
  'session/latest/run/stop/SUT',
  'session/latest/trigger',
  'session/latest/resource/a,b/include',
  'session/latest/resource/x/add/1.5/SUT',
  'session/latest/sync',
  'session/x/logs/power/1/0/0',
  'session/latest/meter/0/rename/0/P',
  'session/%2e%2e/meter',
  '..',
] as const
const BODIES = [
  '',
  '1767225600',
  '{"triggerType":"Run","unit":"x"}',
  'Measurement',
  'PK\x05\x06',
  '\0',
  '{"__proto__":{}}',
] as const

/** API v2 over a real socket: an answer that is no server error, or a closed door; never silence. */
export async function api(dice: Dice): Promise<void> {
  server ??= open()
  const { port } = await server
  const body = dice.one(BODIES)
  const head = `${dice.one(['GET', 'POST', 'PUT', 'HEAD'])} /api/v2/${dice.one(PATHS)} HTTP/1.1\r\nHost: localhost:${port}\r\n`
  const request = `${head}Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`
  const bytes = dice.below(4) === 0 ? Buffer.from(request, 'latin1') : mutated(dice, Buffer.from(request, 'latin1'), 4)
  const answer = await talk(port, bytes)
  if (/^HTTP\/1\.1 5\d\d/.test(answer)) throw new Error(answer.slice(0, 300))
  if (answer !== '' && !answer.startsWith('HTTP/1.1 ')) throw new Error(`no HTTP: ${answer.slice(0, 100)}`)
}

function talk(port: number, bytes: Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let text = ''
    const silent = setTimeout(() => {
      socket.destroy()
      reject(new Error('no answer within 15 s'))
    }, 15_000)
    socket.on('data', (data) => {
      text += data.toString('latin1')
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearTimeout(silent)
      resolve(text)
    })
    socket.end(bytes)
  })
}
