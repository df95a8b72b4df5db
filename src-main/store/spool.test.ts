import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openSpool } from './spool'

let folder: string
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'wattbench-spool-')), 'inbox')
})
afterEach(() => rmSync(dirname(folder), { recursive: true, force: true }))

it('gives every archive a private folder of its own', async () => {
  const spool = openSpool(folder)
  const [one, two] = [await spool.fresh(), await spool.fresh()]
  expect(one).not.toBe(two)
  expect(existsSync(one)).toBe(false)
  expect(statSync(dirname(one)).mode & 0o777).toBe(0o700)
  await spool.drop(one)
  expect(existsSync(dirname(one))).toBe(false)
  await spool.drop(one)
})

it('keeps archives that wait, oldest first, also for the next process', async () => {
  const spool = openSpool(folder)
  for (const text of ['first', 'second']) {
    const file = await spool.fresh()
    writeFileSync(file, text)
    const kept = await spool.keep(file, 'abcdefgh')
    expect(readFileSync(kept.file, 'utf8')).toBe(text)
    expect(existsSync(file)).toBe(false)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  const found = await openSpool(folder).waiting()
  expect(found.map(({ session, file }) => [session, readFileSync(file, 'utf8')])).toEqual([
    ['abcdefgh', 'first'],
    ['abcdefgh', 'second'],
  ])
})

it('removes what a dead process left half received, and nothing else', async () => {
  const uuid = '00000000-0000-0000-0000-000000000000'
  const dead = join(folder, `incoming.999999999.1.${uuid}`)
  const other = join(folder, 'not-ours')
  for (const path of [dead, other]) mkdirSync(path, { recursive: true })
  const mine = await openSpool(folder).fresh()
  await openSpool(folder).fresh()
  expect([existsSync(dead), existsSync(other), existsSync(dirname(mine))]).toEqual([false, true, true])
})
