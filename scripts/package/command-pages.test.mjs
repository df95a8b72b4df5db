/** The manual page and the completion, made from the real command table. */
import { execFileSync, spawnSync } from 'node:child_process'
import { beforeAll, expect, test } from 'vitest'
import { bundled } from '../run/bundle.mjs'
import { bashCompletion } from './completion.mjs'
import { manPage } from './man-page.mjs'

/** @type {import('./command-table').CommandRow} */
let root
let page = ''
let completion = ''
beforeAll(async () => {
  const { commandTable } = await bundled('scripts/package/command-table.ts', 'package-test')
  const table = commandTable()
  root = table.root
  page = manPage(table, { version: '1.2.3', date: '2026-11-28', summary: 'power measurement' })
  completion = bashCompletion(table)
})

/** @param {import('./command-table').CommandRow} row @returns {import('./command-table').CommandRow[]} */
const every = (row) => [row, ...row.commands.flatMap(every)]

test('the manual page names every command, every option and every exit code', () => {
  const shown = page.replaceAll('\\-', '-').replaceAll('\\e', '\\')
  for (const { path, options, commands } of every(root)) {
    if (commands.length === 0) expect(shown).toContain(`.SS ${path.join(' ')}\n`)
    for (const { term } of commands.length === 0 ? options : []) expect(shown).toContain(`.B ${term}\n`)
  }
  expect(every(root).length).toBeGreaterThan(15)
  for (const code of [0, 1, 2, 3, 4, 5]) expect(page).toContain(`.B ${code}\n`)
})

test('the manual page has a name that lexgrog finds, and no line that roff takes for a request of its own', () => {
  expect(page).toContain('.SH NAME\nwattbench \\- power measurement\n')
  const requests = page.split('\n').filter((line) => /^[.']/.test(line))
  expect(requests.filter((line) => !/^\.(TH|SH|SS|PP|TP|B|BR|I|RI|br|nf|fi)\b/.test(line))).toEqual([])
})

/** @param {readonly string[]} words @returns {string[]} what bash offers for the last of them */
function offered(words) {
  const script = `${completion}
COMP_WORDS=("$0" "$@"); COMP_CWORD=$#; _wattbench; printf '%s\\n' "\${COMPREPLY[@]}"`
  return execFileSync('bash', ['-c', script, 'wattbench', ...words], { encoding: 'utf8' })
    .trim()
    .split('\n')
}

test('bash completes commands below commands, options and choices, and leaves files to itself', () => {
  expect(spawnSync('bash', ['-n'], { input: completion }).status).toBe(0)
  expect(offered(['rec'])).toEqual(['record'])
  expect(offered([''])).toEqual(expect.arrayContaining(['powerspy2', 'record', 'doctor', '--demo']))
  expect(offered(['record', ''])).toEqual(expect.arrayContaining(['powerspy2', '34980a']))
  expect(offered(['record', 'powerspy2', '--du'])).toEqual(['--duration'])
  expect(offered(['read', '--group-column', 'a'])).toEqual(['auto', 'always'])
  expect(offered(['record', 'powerspy2', '--device', '/dev/'])).toEqual([''])
})
