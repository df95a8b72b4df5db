import { closeSync, constants, copyFileSync, existsSync, mkdirSync, openSync, readSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { TimeUs } from '@contract/model'
import type { ImportedSource, ImportFacts, NewSession } from '../ports/sessions'
import { writeClock } from './clock-rows'
import { assertLittleEndian, checksum } from './column-bytes'
import { Database, number, release } from './database'
import { newDraftPath, removeDraft, removeStaleDrafts, stampOf, syncPath } from './draft-file'
import { fileName, newSessionId } from './file-name'
import { HeadlineStats } from './headline-stats'
import { ATTACHMENT_PIECE, CREATE_IMPORT_TABLES, removeImported, removeOrphans } from './import-tables'
import { type Levelled, writeLevels } from './level-rows'
import { CREATE_LEVEL, PAGE_ROWS, PAGES_PER_SUMMARY } from './schema'
import { createFile } from './session-create'
import { asNumber, readMeta, readSources, stateOf } from './session-file'
import { writeChunk, writeGap, writeSummary } from './session-rows'
import { sessionRecording, storeBusy, storeFault } from './store-faults'

/** Bytes of one transaction: libsql is fastest with transactions of some MiB. */
const COMMIT_BYTES = 16 * 1_048_576

/** The session an import is added to, as it was when the import began. */
interface Original {
  readonly path: string
  readonly stamp: string
}

/**
 * An import on its way into a session file, synchronous, for the store's own thread. It is written into a copy (or a new file)
 * without a journal; commit() syncs it and puts it in the place of the session with one rename. Until then the session is as it was,
 * whatever happens. Every method throws Faults.
 */
export class ImportDraft {
  private readonly cleared = new Set<string>()
  private readonly importId: number
  private nextSource: number
  private nextChannel: number
  private uncommitted = 0
  private rows: number
  private firstUs: TimeUs = Number.POSITIVE_INFINITY
  private lastUs: TimeUs = Number.NEGATIVE_INFINITY
  private headline: HeadlineStats | null = null
  private headlineEndUs: TimeUs = 0
  private hasPower: boolean

  private constructor(
    readonly id: string,
    private readonly folder: string,
    private readonly draft: string,
    private readonly file: Database,
    private readonly original: Original | null,
  ) {
    file.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;')
    file.exec(CREATE_LEVEL)
    file.exec(CREATE_IMPORT_TABLES)
    const highest = (table: string) =>
      number(file.rows(`SELECT CAST(coalesce(max(id), 0) AS INTEGER) FROM ${table}`)[0]?.[0])
    this.importId = highest('import') + 1
    this.nextSource = highest('source') + 1
    this.nextChannel = highest('channel') + 1
    this.rows = asNumber(readMeta(file).get('rows')) ?? 0
    this.hasPower = readSources(file).some(({ channels }) => channels.some(({ unit }) => unit === 'W'))
    file.exec('BEGIN')
    file.run(
      "INSERT INTO import (id, at_us, file, filters, offset_s, report) VALUES (?, 0, '', NULL, 0, '{}')",
      this.importId,
    )
  }

  /** For a session of its own. */
  static fresh(folder: string, what: Omit<NewSession, 'startUs'>): ImportDraft {
    return begin(folder, (draft) => {
      const id = newSessionId()
      createFile(draft, id, { ...what, startUs: 0 })
      return new ImportDraft(id, folder, draft, Database.openWritable(draft), null)
    })
  }

  /** For a session that exists and is not being recorded. */
  static beside(folder: string, path: string, id: string): ImportDraft {
    return begin(folder, (draft) => {
      if (existsSync(`${path}-wal`)) throw storeBusy(path)
      copyFileSync(path, draft, constants.COPYFILE_FICLONE)
      const stamp = stampOf(path)
      const file = Database.openWritable(draft)
      const state = stateOf(readMeta(file))
      if (state === 'finished' || state === 'recovered')
        return new ImportDraft(id, folder, draft, file, { path, stamp })
      file.close()
      throw sessionRecording(path)
    })
  }

  add({ host, info, segment, block, gaps }: ImportedSource): void {
    this.guarded(() => {
      if (!this.cleared.has(host)) this.clear(host)
      const source = this.nextSource++
      const { id, kind, name, machineName, simulated, channels } = info
      const facts = [kind, name, machineName, simulated ? 1 : 0, null, null]
      this.file.run('INSERT INTO source VALUES (?,?,?,?,?,?,?,?)', source, id, ...facts)
      this.file.run('INSERT INTO imported_source VALUES (?,?,?)', source, this.importId, host)
      const rows = channels.map(({ key, label, unit, kind: of, type }, i) => {
        const row = this.nextChannel++
        this.file.run('INSERT INTO channel VALUES (?,?,?,?,?,?,?,?)', row, source, i, key, label, unit, of, type)
        return row
      })
      if (segment) {
        const insert = 'INSERT INTO segment (source, start_us, period_s, settings) VALUES (?,?,?,?)'
        this.file.run(insert, source, segment.startUs, segment.periodS, JSON.stringify(segment.settings))
      }
      for (const gap of gaps) writeGap(this.file, source, gap)
      this.write({ row: source, channels, segments: segment ? [segment] : [] }, rows, block)
      this.count({ host, info, segment, block, gaps })
    })
  }

  /** Keeps the raw archive and the report, and puts the draft in its place. */
  async commit({ atUs, file, archive, filters, offsetS, clock, report }: ImportFacts): Promise<void> {
    try {
      const said = filters === null ? null : JSON.stringify(filters)
      const told = JSON.stringify({ session: this.id, ...report })
      const set = 'UPDATE import SET at_us=?, file=?, filters=?, offset_s=?, report=? WHERE id=?'
      this.file.run(set, atUs, file, said, offsetS, told, this.importId)
      if (archive !== null) this.attach(archive)
      if (clock) for (const host of this.cleared) writeClock(this.file, host, clock)
      removeOrphans(this.file)
      const startUs = this.writeMeta()
      this.file.exec('COMMIT')
      this.file.close()
      await release()
      this.publish(startUs)
    } catch (error) {
      throw storeFault(error, this.original?.path ?? this.draft)
    } finally {
      await this.abandon()
    }
  }

  /** Leaves everything as it was. Harmless after commit(). */
  async abandon(): Promise<void> {
    try {
      this.file.close()
    } catch {
      // Closed already.
    }
    await release()
    removeDraft(this.draft)
  }

  private clear(host: string): void {
    this.cleared.add(host)
    const counted = () =>
      number(this.file.rows('SELECT CAST(coalesce(sum(n), 0) AS INTEGER) FROM chunk WHERE channel = 0')[0]?.[0])
    const before = counted()
    removeImported(this.file, host)
    this.rows -= before - counted()
  }

  private write(source: Levelled, channelRows: readonly number[], { timesUs, values }: ImportedSource['block']): void {
    for (let at = 0, seq = 0; at < timesUs.length; at += PAGE_ROWS, seq++) {
      const page = {
        timesUs: timesUs.subarray(at, at + PAGE_ROWS),
        values: values.map((column) => column.subarray(at, at + PAGE_ROWS)),
      }
      writeChunk(this.file, source.row, channelRows, seq, page)
      writeLevels(this.file, source, seq, page)
      if ((seq + 1) % PAGES_PER_SUMMARY === 0) writeSummary(this.file, source.row, (seq + 1) / PAGES_PER_SUMMARY - 1)
      this.wrote(page.timesUs.byteLength * (values.length + 1))
    }
  }

  private wrote(bytes: number): void {
    this.uncommitted += bytes
    if (this.uncommitted < COMMIT_BYTES) return
    this.file.exec('COMMIT; BEGIN')
    this.uncommitted = 0
  }

  private count({ info, segment, block }: ImportedSource): void {
    const first = block.timesUs[0]
    const last = block.timesUs.at(-1)
    if (first === undefined || last === undefined) return
    this.rows += block.timesUs.length
    this.firstUs = Math.min(this.firstUs, first)
    this.lastUs = Math.max(this.lastUs, last)
    if (this.hasPower || !info.channels.some(({ unit }) => unit === 'W')) return
    this.hasPower = true
    this.headline = new HeadlineStats(first - 1)
    this.headline.source(info)
    if (segment) this.headline.segment(info.id, segment)
    this.headline.rows(info.id, block)
    this.headlineEndUs = last
  }

  private attach(archive: string): void {
    const fd = openSync(archive, 'r')
    try {
      const piece = Buffer.alloc(ATTACHMENT_PIECE)
      for (let seq = 0; ; seq++) {
        const got = readSync(fd, piece, 0, piece.length, null)
        if (got === 0) return
        const data = piece.subarray(0, got)
        this.file.run('INSERT INTO attachment VALUES (?,?,?,?)', this.importId, seq, checksum(data), data)
        this.wrote(got)
      }
    } finally {
      closeSync(fd)
    }
  }

  /** The session spans everything in it; a sample belongs to it when start < t ≤ end. Returns the start. */
  private writeMeta(): TimeUs {
    const meta = readMeta(this.file)
    const known = (key: string): number | null => (this.original ? asNumber(meta.get(key)) : null)
    const startUs = Math.min(known('start_us') ?? Number.POSITIVE_INFINITY, this.firstUs - 1)
    const endUs = Math.max(known('end_us') ?? Number.NEGATIVE_INFINITY, this.lastUs)
    const values = {
      rows: BigInt(this.rows),
      start_us: BigInt(startUs),
      end_us: BigInt(endUs),
      last_us: BigInt(Math.max(known('last_us') ?? Number.NEGATIVE_INFINITY, this.lastUs)),
      ...(this.original ? {} : { state: 'finished' }),
      ...(this.headline?.meta(this.headlineEndUs) ?? {}),
    }
    for (const [key, value] of Object.entries(values))
      this.file.run('INSERT OR REPLACE INTO meta VALUES (?,?)', key, value)
    return startUs
  }

  private publish(startUs: TimeUs): void {
    const path = this.original?.path ?? join(this.folder, fileName({ id: this.id, startUs }))
    const disturbed = this.original
      ? stampOf(path) !== this.original.stamp || existsSync(`${path}-wal`)
      : existsSync(path)
    if (disturbed) throw storeBusy(path)
    syncPath(this.draft)
    renameSync(this.draft, path)
    syncPath(dirname(path))
  }

  private guarded(work: () => void): void {
    try {
      work()
    } catch (error) {
      throw storeFault(error, this.original?.path ?? this.draft)
    }
  }
}

function begin(folder: string, make: (draft: string) => ImportDraft): ImportDraft {
  assertLittleEndian()
  const draft = newDraftPath(folder)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    removeStaleDrafts(folder)
    return make(draft)
  } catch (error) {
    removeDraft(draft)
    throw storeFault(error, draft)
  }
}
