import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LogEntry } from '@contract/log'
import { afterEach, expect, it } from 'vitest'
import { openLogFile } from './log-file'

const folder = mkdtempSync(join(tmpdir(), 'wattbench-log-'))
const file = join(folder, 'state', 'wattbench.log')
afterEach(() => rmSync(join(folder, 'state'), { recursive: true, force: true }))

const entry: LogEntry = { id: 1, atUs: 0, level: 'warn', subject: 'desk', text: 'silent', fault: null, times: 2 }

it('appends one object a line, in a folder it makes', () => {
  for (const subject of ['desk', 'bench']) {
    const log = openLogFile(file)
    expect(log.trouble).toBeNull()
    log.write({ ...entry, subject })
    log.close()
  }
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { subject: 'desk', msg: 'silent', times: 2 },
    { subject: 'bench', msg: 'silent', times: 2 },
  ])
})

it.each([
  ['the file is a folder', () => mkdirSync(file, { recursive: true }), /EISDIR/],
  ['its folder is a file', () => writeFileSync(join(folder, 'state'), ''), /EEXIST|ENOTDIR/],
])('stops nothing where %s, and says why', (_where, spoil, code) => {
  spoil()
  const log = openLogFile(file)
  expect(log.trouble).toMatch(code)
  log.write(entry)
  log.close()
})
