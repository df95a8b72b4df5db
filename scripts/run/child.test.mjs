import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { runChild } from './child.mjs'
import { processStat } from './proc.mjs'

/** @param {string} script @param {import('./child.mjs').ChildOptions} [options] */
const shell = (script, options) => runChild('sh', ['-c', script], { output: 'keep', ...options })

test('exit codes pass through, signals count 128 more', async () => {
  expect(await shell('exit 5')).toMatchObject({ code: 5, signal: null })
  expect(await shell('kill -9 $$')).toMatchObject({ code: 137, signal: 'SIGKILL' })
})

test('output is collected, standard output also alone', async () => {
  const { output, stdout } = await shell('echo one; echo two >&2')
  expect(output).toContain('one\n')
  expect(output).toContain('two\n')
  expect(stdout).toBe('one\n')
})

test('what stays behind in the group is ended', async () => {
  const { stdout } = await shell('sleep 60 & echo $!')
  await sleep(50)
  const left = processStat(Number(stdout))
  expect(left === undefined || left.state === 'Z').toBe(true)
})

test('a time limit ends the whole group', async () => {
  const startedAt = performance.now()
  const ending = await shell('sleep 60 & sleep 60', { limitMs: 200 })
  expect(ending).toMatchObject({ timedOut: true, signal: 'SIGKILL' })
  expect(performance.now() - startedAt).toBeLessThan(5000)
})

test('a command that does not exist is explained', async () => {
  await expect(runChild('no-such-command-of-wattbench', [])).rejects.toThrow('could not be started')
})
