import type { TimeUs } from '@contract/model'
import { firstAfter } from '../engine/series/grid'
import type { SampleBlock } from '../ports/samples'
import type { Database } from './database'
import { pageRange, pageTimes, pageValues, tailRows } from './session-columns'
import { type FileSource, readSources, type SessionFile } from './session-file'

/** Where the next rows of a source are to be looked for. */
export interface RowCursor {
  readonly sourceId: string
  readonly seq: number
  readonly afterUs: TimeUs
}

/** The next rows after the cursor, at most a page of them, with the cursor after them; null at the end. */
export function nextRows(
  file: SessionFile,
  cursor: RowCursor,
  toUs: TimeUs,
): { readonly block: SampleBlock; readonly next: RowCursor } | null {
  return file.read((database) => {
    const source = readSources(database).find(({ info }) => info.id === cursor.sourceId)
    if (!source) return null
    const pages = pageRange(database, source, cursor.afterUs, toUs)
    const seq = Math.max(pages.first, cursor.seq)
    const inPage = seq < pages.end
    const whole = inPage ? pageRows(database, file.path, source, seq) : tailRows(database, file.path, source)
    const block = whole && between(whole, cursor.afterUs, toUs)
    if (!block || block.timesUs.length === 0) return null
    return {
      block,
      next: { sourceId: cursor.sourceId, seq: inPage ? seq + 1 : cursor.seq, afterUs: block.timesUs.at(-1)! },
    }
  })
}

function pageRows(database: Database, path: string, source: FileSource, seq: number): SampleBlock {
  return {
    timesUs: pageTimes(database, path, source, seq),
    values: source.channels.map((channel) => pageValues(database, path, source, channel, seq)),
  }
}

/** Copies of the rows with fromUs < t ≤ toUs. */
export function between(block: SampleBlock, fromUs: TimeUs, toUs: TimeUs): SampleBlock {
  const start = firstAfter(block.timesUs, fromUs)
  const end = firstAfter(block.timesUs, toUs, start)
  return { timesUs: block.timesUs.slice(start, end), values: block.values.map((column) => column.slice(start, end)) }
}
