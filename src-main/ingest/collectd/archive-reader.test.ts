import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEFAULT_IMPORT_LIMITS } from '@contract/collectd'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ArchiveReader, ArchiveSeries } from '../../ports/archive'
import { csv, DAY, treeWith } from '../../testing/archives'
import { type Bundle, bundleForNode } from '../../testing/bundle'
import { zipOf } from '../../testing/zip-writer'
import { createArchiveReader } from './archive-reader'

const folder = mkdtempSync(join(tmpdir(), 'wattbench-thread-'))
const small = join(folder, 'small.zip')
const big = join(folder, 'big.zip')
let bundle: Bundle
let reader: ArchiveReader

beforeAll(async () => {
  bundle = await bundleForNode({ worker: 'ingest/collectd/worker/entry.ts' })
  reader = createArchiveReader(bundle.file('worker'))
  writeFileSync(small, zipOf(treeWith({})))
  const text = csv('value', (i) => i, 100_000)
  writeFileSync(big, zipOf(Array.from({ length: 30 }, (_v, i) => ({ name: `mypc/a/gauge-${i}-${DAY}`, data: text }))))
})
afterAll(() => {
  bundle.remove()
  rmSync(folder, { recursive: true, force: true })
})

const job = (file: string, stop = new AbortController(), progress?: (done: number, total: number) => void) => ({
  ...{ file, limits: DEFAULT_IMPORT_LIMITS, filters: null, signal: stop.signal },
  ...(progress ? { progress } : {}),
})

describe('the reading thread', () => {
  it('says and gives the same as reading here', async () => {
    const there: ArchiveSeries[] = []
    const here: ArchiveSeries[] = []
    const told = await reader.read(job(small), async (series) => void there.push(series))
    const want = await createArchiveReader(null).read(job(small), async (series) => void here.push(series))
    expect(told).toEqual(want)
    expect(there).toEqual(here)
    expect(await reader.look(job(small))).toEqual(want)
  })

  it('tells progress in bytes, up to all of them', async () => {
    const seen: (readonly [number, number])[] = []
    await reader.look(job(big, new AbortController(), (done, total) => seen.push([done, total])))
    const dones = seen.map(([done]) => done)
    expect(dones).toEqual([...dones].sort((a, b) => a - b))
    expect(seen.at(-1)![0]).toBe(seen.at(-1)![1])
  })

  it('waits for whoever takes the series', async () => {
    let open = 0
    let most = 0
    await reader.read(job(big), async () => {
      open += 1
      most = Math.max(most, open)
      await new Promise(setImmediate)
      open -= 1
    })
    expect(most).toBe(1)
  })

  it('ends when it is cancelled, before, while reading, and between series', async () => {
    const before = new AbortController()
    before.abort()
    await expect(reader.look(job(big, before))).rejects.toMatchObject({ code: 'CANCELLED' })
    const reading = new AbortController()
    await expect(reader.look(job(big, reading, () => reading.abort()))).rejects.toMatchObject({ code: 'CANCELLED' })
    const taking = new AbortController()
    let taken = 0
    const run = reader.read(job(big, taking), async () => {
      taken += 1
      taking.abort()
    })
    await expect(run).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(taken).toBe(1)
  })

  it('passes on the fault of who takes, and its own', async () => {
    await expect(reader.read(job(big), () => Promise.reject(new Error('disk')))).rejects.toThrow('disk')
    await expect(reader.look(job(join(folder, 'none.zip')))).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    writeFileSync(join(folder, 'bad.zip'), 'nothing')
    await expect(reader.look(job(join(folder, 'bad.zip')))).rejects.toMatchObject({ code: 'ARCHIVE_UNREADABLE' })
    await expect(createArchiveReader(join(folder, 'no-such-worker.mjs')).look(job(small))).rejects.toMatchObject({
      code: 'ARCHIVE_UNREADABLE',
    })
  })
})
