import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { program, type Running, simulator } from '../../testing/command-line'

const CLI = resolve(import.meta.dirname, '../../../out/main/cli.js')
/** Debian's libfaketime: the clock of one process is set, never the machine's. */
const FAKETIME = ['x86_64-linux-gnu', 'aarch64-linux-gnu']
  .map((triplet) => `/usr/lib/${triplet}/faketime/libfaketime.so.1`)
  .find(existsSync)
const HOUR_US = 3_600_000_000

const running: Running[] = []
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop()
})

it.each([
  ['forward', '+3600'],
  ['back', '-3600'],
])('a wall clock that is set an hour %s while a meter streams moves no sample', async (_way, step) => {
  expect(FAKETIME).toBeDefined()
  const folder = mkdtempSync(join(tmpdir(), 'wattbench-clock-step-'))
  const clock = join(folder, 'clock')
  writeFileSync(clock, '+0')
  const { meter, path } = await simulator('--load', 'constant:42')
  running.push(meter)
  const faked = [`LD_PRELOAD=${FAKETIME}`, `FAKETIME_TIMESTAMP_FILE=${clock}`, 'FAKETIME_NO_CACHE=1']
  const reader = program('env', [
    ...[...faked, 'FAKETIME_DONT_FAKE_MONOTONIC=1', process.execPath, CLI],
    ...['powerspy2', '--device', path, '--interval', '200', '--unit', 'mw'],
  ])
  running.push(reader)
  await reader.until((one) => one.lines().length >= 4)
  writeFileSync(clock, step)
  const asked = spawnSync('env', [...faked, process.execPath, '-p', 'Date.now()'], { encoding: 'utf8' })
  expect(Math.abs(Number(asked.stdout) - Date.now() - Number(step) * 1000)).toBeLessThan(60_000)
  const before = reader.lines().length
  await reader.until((one) => one.lines().length >= before + 8)
  await reader.stop()
  rmSync(folder, { recursive: true, force: true })
  const times = reader.lines().map((line) => Number(line.split(' ')[0]))
  const steps = times.slice(1).map((t, i) => t - (times[i] ?? 0))
  for (const us of steps) expect(Math.abs(us - 200_000)).toBeLessThan(20_000)
  expect(Math.abs((times.at(-1) ?? 0) - Date.now() * 1000)).toBeLessThan(HOUR_US / 60)
})
