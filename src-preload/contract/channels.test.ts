import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { EVENT_NAMES, LISTS_ARE_COMPLETE, REQUEST_NAMES } from './channels'

/** Requests and events as they stand in the topic files, one line each. */
function printedContract(): string {
  const lines = readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'channels.ts')
    .sort()
    .flatMap((file) => readFileSync(join(import.meta.dirname, file), 'utf8').split('\n'))
    .filter((line) => /^ {2}'[a-z]+:[a-zA-Z]+':/.test(line))
    .map((line) => line.trim())
  return `${lines.join('\n')}\n`
}

it('prints the contract, so that a diff shows every change of it', async () => {
  await expect(printedContract()).toMatchFileSnapshot('contract.txt')
})

it('lists every request and event of the topic files', () => {
  const names = [...printedContract().matchAll(/^'([^']+)'/gm)].map((match) => match[1])
  expect(LISTS_ARE_COMPLETE).toBe(true)
  expect([...names].sort()).toEqual([...REQUEST_NAMES, ...EVENT_NAMES].sort())
})
