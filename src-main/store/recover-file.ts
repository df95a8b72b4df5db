import { existsSync } from 'node:fs'
import type { TimeUs } from '@contract/model'
import type { SampleBlock } from '../ports/samples'
import type { Recovered } from '../ports/sessions'
import { checksum } from './column-bytes'
import { bytes, Database, number, numberOrNull, release, text } from './database'
import { checkHead } from './file-head'
import { hasLevels, writeLevels } from './level-rows'
import { PAGES_PER_SUMMARY } from './schema'
import { joinBlocks, tailPart } from './session-columns'
import { asNumber, type FileSource, readMeta, readSources, stateOf } from './session-file'
import { mergeLog, writeChunk, writeSummary } from './session-rows'
import { storeFault } from './store-faults'

/** Waiting for a lock means somebody uses the file: then it is not ours to mend. */
const PATIENCE = 'PRAGMA busy_timeout = 200;'

/**
 * Mends a session whose writer is gone: merges the log, joins tail and pages, checks every checksum, closes open gaps, marks
 * it recovered. Null when there is nothing to mend or somebody still has the file open. Throws a Fault; the file is then as
 * it was. `ours` mends a file that this process itself gave up.
 */
export async function recoverFile(path: string, id: string, ours = false): Promise<Recovered | null> {
  checkHead(path)
  let file: Database | null = null
  try {
    file = Database.openWritable(path)
    file.exec(PATIENCE)
    return mend(file, id, ours)
  } catch (error) {
    const fault = storeFault(error, path)
    if (fault.code === 'STORE_BUSY') return null
    throw fault
  } finally {
    file?.close()
    await release()
  }
}

/** Merges the log that stayed beside a finished session because somebody was reading it. */
export async function tidyFile(path: string): Promise<void> {
  if (!existsSync(`${path}-wal`)) return
  let file: Database | null = null
  try {
    checkHead(path)
    file = Database.openWritable(path)
    file.exec(PATIENCE)
    if (['finished', 'recovered'].includes(stateOf(readMeta(file)) ?? '')) mergeLog(file)
  } catch {
    // Still being read, or damaged: list() tells. The log stays, nothing is lost.
  } finally {
    file?.close()
    await release()
  }
}

function mend(file: Database, id: string, ours: boolean): Recovered | null {
  const before = stateOf(readMeta(file))
  if (before !== 'interrupted' && !(ours && before === 'recording')) return null
  // Leaving the log mode needs the file alone: it fails as long as any other connection, in any process, has it open.
  file.exec('PRAGMA journal_mode = DELETE;')
  return file.within('IMMEDIATE', () => {
    const meta = readMeta(file)
    const startUs = asNumber(meta.get('start_us')) ?? 0
    const found = readSources(file).map((source) => joinSource(file, source))
    const rows = found.reduce((sum, one) => sum + one.rows, 0)
    const bad = found.reduce((sum, one) => sum + one.bad, 0)
    const lastUs = found.reduce<TimeUs | null>(
      (last, one) => (one.lastUs === null ? last : Math.max(last ?? 0, one.lastUs)),
      null,
    )
    const endUs = lastUs ?? startUs
    file.run('UPDATE gap SET to_us = max(from_us, ?) WHERE to_us IS NULL', endUs)
    const said = describe(rows, lastUs, bad)
    file.run("INSERT INTO event (at_us, kind, source, text) VALUES (?, 'recovered', NULL, ?)", endUs, said)
    const put = 'INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)'
    file.run(put, 'state', 'recovered')
    file.run(put, 'end_us', BigInt(endUs))
    file.run(put, 'rows', BigInt(rows))
    return { id, name: text(meta.get('name')), startUs, lastUs, rows, checksumsOk: bad === 0 }
  })
}

interface Joined {
  readonly rows: number
  readonly lastUs: TimeUs | null
  /** Pages and tail rows whose checksum does not fit. */
  readonly bad: number
}

/** Checks all pages of a source and makes its tail the last page. Tail rows that do not fit their checksum are left out. */
function joinSource(file: Database, source: FileSource): Joined {
  let bad = badPages(file, source)
  const parts: SampleBlock[] = []
  const tail =
    'SELECT CAST(crc32 AS INTEGER), CAST(n AS INTEGER), CAST(data AS BLOB) FROM tail WHERE source = ? ORDER BY first_us'
  for (const [crc, n, data] of file.rows(tail, source.row)) {
    const part = tailPart(bytes(data), number(crc), number(n), source)
    if (part) parts.push(part)
    else bad += 1
  }
  const pages =
    'SELECT CAST(sum(n) AS INTEGER), CAST(max(last_us) AS INTEGER), CAST(max(seq) AS INTEGER) FROM chunk WHERE source = ? AND channel = 0'
  const [inPages, lastInPages, lastSeq] = file.rows(pages, source.row)[0] ?? []
  const rows = numberOrNull(inPages) ?? 0
  if (parts.length === 0) return { rows, lastUs: numberOrNull(lastInPages), bad }
  const block = joinBlocks(parts)
  const seq = (numberOrNull(lastSeq) ?? -1) + 1
  writeChunk(
    file,
    source.row,
    source.channels.map((channel) => channel.row),
    seq,
    block,
  )
  if (hasLevels(file)) writeLevels(file, source, seq, block)
  file.run('DELETE FROM tail WHERE source = ?', source.row)
  if ((seq + 1) % PAGES_PER_SUMMARY === 0) writeSummary(file, source.row, (seq + 1) / PAGES_PER_SUMMARY - 1)
  return { rows: rows + block.timesUs.length, lastUs: block.timesUs.at(-1)!, bad }
}

function badPages(file: Database, source: FileSource): number {
  let bad = 0
  const one =
    'SELECT CAST(crc32 AS INTEGER), CAST(data AS BLOB) FROM chunk WHERE source = ? AND channel = ? AND seq = ?'
  for (const [channel, seq] of file.rows(
    'SELECT CAST(channel AS INTEGER), CAST(seq AS INTEGER) FROM chunk WHERE source = ?',
    source.row,
  )) {
    const found = file.rows(one, source.row, channel ?? null, seq ?? null)[0]
    if (!found || checksum(bytes(found[1])) !== found[0]) bad += 1
  }
  return bad
}

function describe(rows: number, lastUs: TimeUs | null, bad: number): string {
  if (lastUs === null) return 'Recovered: the program ended before the first sample was written.'
  const until = new Date(lastUs / 1000).toISOString()
  const checked = bad === 0 ? 'all checksums fit' : `${bad} pages do not fit their checksum`
  return `Recovered: the program ended without finishing the session. ${rows} rows up to ${until} are here, ${checked}.`
}
