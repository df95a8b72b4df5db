import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { diskFiles, textFiles } from './files'

const root = mkdtempSync(join(tmpdir(), 'wattbench-files-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(root, 'f-'))
  path = join(folder, 'board.csv')
  writeFileSync(path, 'one')
})

describe('looking at files', () => {
  it('tells size and beginning, also through a link', async () => {
    const link = join(folder, 'link.csv')
    symlinkSync(path, link)
    const facts = { regular: true, bytes: 3, head: Uint8Array.from([111, 110, 101]) }
    expect(await diskFiles.inspect(path)).toEqual(facts)
    expect(await diskFiles.inspect(link)).toEqual(facts)
    writeFileSync(path, 'x'.repeat(10_000))
    expect((await diskFiles.inspect(path)).head).toHaveLength(4_096)
  })

  it('opens no folder, pipe or device', async () => {
    const pipe = join(folder, 'pipe')
    expect(spawnSync('mkfifo', [pipe]).status).toBe(0)
    for (const other of [folder, pipe, '/dev/null']) expect((await diskFiles.inspect(other)).regular).toBe(false)
    await expect(diskFiles.text(pipe, 10)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' })
  })

  it('says in words why a file is not read, never with its folder', async () => {
    const missing = join(folder, 'none.csv')
    const fault = await diskFiles.inspect(missing).catch((error) => error)
    expect(fault.view).toMatchObject({ code: 'FILE_UNREADABLE', title: 'none.csv cannot be read' })
    expect(JSON.stringify(fault.view)).not.toContain(folder)
    await expect(diskFiles.text(folder, 10)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' })
  })

  it('reads text up to a limit, and nothing that is no text', async () => {
    writeFileSync(path, '\uFEFFµ\n')
    expect(await diskFiles.text(path, 6)).toBe('\uFEFFµ\n')
    await expect(diskFiles.text(path, 5)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' })
    writeFileSync(path, Uint8Array.of(0xc3))
    await expect(diskFiles.text(path, 5)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' })
    writeFileSync(path, '')
    expect(await diskFiles.text(path, 5)).toBe('')
  })
})

describe('watching', () => {
  /** Resolves with true when the watcher spoke within five seconds after `change`. */
  async function toldOf(change: () => void): Promise<boolean> {
    let stop = (): void => undefined
    const told = new Promise<boolean>((resolve) => {
      const late = setTimeout(() => resolve(false), 5_000)
      stop = diskFiles.watch(path, () => {
        clearTimeout(late)
        resolve(true)
      })
    })
    change()
    return told.finally(stop)
  }

  it.each([
    ['written to', () => appendFileSync(path, 'two')],
    ['deleted', () => rmSync(path)],
    [
      'replaced, as editors do',
      () => {
        writeFileSync(`${path}~`, 'two')
        renameSync(`${path}~`, path)
      },
    ],
    [
      'back again in a folder that was away',
      () => {
        rmSync(folder, { recursive: true })
        mkdirSync(folder)
        writeFileSync(path, 'three')
      },
    ],
  ])('tells when a file is %s', async (_what, change) => {
    expect(await toldOf(change)).toBe(true)
  })

  it('does not break where nothing can be watched', () => {
    const stop = diskFiles.watch(join(folder, 'no', 'such', 'folder', 'x.csv'), () => undefined)
    expect(stop).not.toThrow()
  })
})

describe('saving', () => {
  it('writes the whole file under its name, and nothing beside it', async () => {
    await textFiles.save(path, 'new\n')
    expect(readFileSync(path, 'utf8')).toBe('new\n')
    expect(readdirSync(folder)).toEqual(['board.csv'])
  })

  it('leaves the old file and no other where it cannot write', async () => {
    const missing = join(folder, 'no', 'x.csv')
    await expect(textFiles.save(missing, 'x')).rejects.toMatchObject({ code: 'EXPORT_FAILED' })
    mkdirSync(join(folder, 'taken'))
    await expect(textFiles.save(join(folder, 'taken'), 'x')).rejects.toMatchObject({ code: 'EXPORT_FAILED' })
    expect(readdirSync(folder).sort()).toEqual(['board.csv', 'taken'])
  })
})
