import type { TimeUs } from '@contract/model'
import type { SessionWriter } from '../ports/sessions'
import { type Database, number, numberOrNull } from './database'
import type { HeadlineStats } from './headline-stats'
import { CREATE_CHANNEL_FILE, CREATE_EVENT_DETAIL, CREATE_LEVEL } from './schema'
import { pageHeads, pageRange, pageTimes, pageValues } from './session-columns'
import { asNumber, type FileSource, readMeta, readSources, stateOf } from './session-file'
import { sessionRecording } from './store-faults'
import { thisProcess } from './writer-process'

/** What a session file holds when its recording goes on. */
export interface Past {
  readonly sources: readonly FileSource[]
  /** Rows and last stamp of each. */
  readonly held: SessionWriter['past']
  readonly startUs: TimeUs
  readonly lastUs: TimeUs | null
  readonly endUs: TimeUs | null
  readonly rows: number
  readonly nextSource: number
  readonly nextChannel: number
}

/** Marks the session as recorded by this process, within a transaction of the caller. Throws STORE_BUSY when it is not finished. */
export function reopen(file: Database, path: string): Past {
  const meta = readMeta(file)
  const state = stateOf(meta)
  if (state !== 'finished' && state !== 'recovered') throw sessionRecording(path)
  file.exec(CREATE_CHANNEL_FILE)
  file.exec(CREATE_LEVEL)
  file.exec(CREATE_EVENT_DETAIL)
  const { pid, startTicks, bootId } = thisProcess()
  const values = { state: 'recording', writer_pid: pid, writer_start_ticks: startTicks, writer_boot_id: bootId }
  for (const [key, value] of Object.entries(values))
    file.run('INSERT OR REPLACE INTO meta VALUES (?,?)', key, typeof value === 'number' ? BigInt(value) : value)
  const after = (table: string) =>
    number(file.rows(`SELECT CAST(coalesce(max(id), 0) + 1 AS INTEGER) FROM ${table}`)[0]?.[0])
  const sources = readSources(file)
  return {
    sources,
    held: heldOf(file, sources),
    startUs: asNumber(meta.get('start_us')) ?? 0,
    lastUs: asNumber(meta.get('last_us')) ?? null,
    endUs: asNumber(meta.get('end_us')) ?? null,
    rows: asNumber(meta.get('rows')) ?? 0,
    nextSource: after('source'),
    nextChannel: after('channel'),
  }
}

function heldOf(file: Database, sources: readonly FileSource[]): SessionWriter['past'] {
  const query =
    'SELECT CAST(sum(n) AS INTEGER), CAST(max(last_us) AS INTEGER) FROM chunk WHERE source = ? AND channel = 0'
  return new Map(
    sources.map(({ info, row }) => {
      const [rows, lastUs] = file.rows(query, row)[0] ?? []
      return [info.id, { rows: numberOrNull(rows) ?? 0, lastUs: numberOrNull(lastUs) }]
    }),
  )
}

/** Number of the page that follows those of a source. */
export function nextSeq(file: Database, source: number): number {
  const query = 'SELECT CAST(coalesce(max(seq), -1) + 1 AS INTEGER) FROM chunk WHERE source = ? AND channel = 0'
  return number(file.rows(query, source)[0]?.[0])
}

/** Tells the headline everything that is in the file already, so that mean and energy stay those of the whole session. */
export function feedHeadline(
  headline: HeadlineStats,
  file: Database,
  path: string,
  sources: readonly FileSource[],
): void {
  for (const { info } of sources) headline.source(info)
  for (const source of sources) {
    const { info, channels, segments } = source
    if (!headline.tellsOf(info.id)) continue
    for (const segment of segments) headline.segment(info.id, segment)
    for (const { seq } of pageHeads(
      file,
      source,
      pageRange(file, source, Number.NEGATIVE_INFINITY, Number.MAX_SAFE_INTEGER),
    )) {
      const values = channels.map((channel) => pageValues(file, path, source, channel, seq))
      headline.rows(info.id, { timesUs: pageTimes(file, path, source, seq), values })
    }
    return
  }
}
