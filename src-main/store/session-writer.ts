import { existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { HostClock } from '@contract/clocks'
import type { ChannelInfo, Gap, Segment, SessionEvent, SourceInfo, TimeUs, ValueType } from '@contract/model'
import { joined } from '../engine/series/selection-stats'
import type { SampleBlock, Values } from '../ports/samples'
import type { NewSession, Progress, SessionWriter } from '../ports/sessions'
import { writeSyncClock } from './clock-rows'
import { assertLittleEndian, checksum, timeBytes, valueBytes } from './column-bytes'
import { Database, type Param, release } from './database'
import { freeBytes, sizeOnDisk } from './disk'
import { fileName, newSessionId } from './file-name'
import { HeadlineStats } from './headline-stats'
import { writeLevels } from './level-rows'
import { Page } from './page'
import { PAGES_PER_SUMMARY } from './schema'
import { createFile } from './session-create'
import type { FileSource } from './session-file'
import { feedHeadline, nextSeq, type Past, reopen } from './session-resume'
import { mergeLog, writeChunk, writeGap, writeSummary } from './session-rows'
import { fileGone, storeFault } from './store-faults'

/** What may be handed to a session file, in the order it happened. */
export type Item =
  | { readonly put: 'source'; readonly info: SourceInfo }
  | { readonly put: 'segment'; readonly sourceId: string; readonly segment: Segment }
  | { readonly put: 'rows'; readonly sourceId: string; readonly block: SampleBlock }
  | { readonly put: 'gap'; readonly sourceId: string; readonly gap: Gap }
  | { readonly put: 'event'; readonly event: SessionEvent }
  | { readonly put: 'name'; readonly name: string }
  | { readonly put: 'clock'; readonly host: string; readonly clock: HostClock }

interface OpenSource {
  readonly row: number
  readonly channels: readonly ChannelInfo[]
  /** Row id of each channel. */
  readonly channelRows: readonly number[]
  readonly page: Page
  segments: readonly Segment[]
  /** Rows of the page that are durable in `tail`. */
  inTail: number
  /** Number of the page being filled. */
  seq: number
}

/**
 * One session file being written, synchronous, for the store's own thread. put() only remembers; commit() makes everything
 * durable in one transaction. After commit() has thrown the file is as it was after the last good one, and only abandon() is left.
 */
export class SessionFileWriter {
  private readonly sources = new Map<string, OpenSource>()
  private readonly headline: HeadlineStats
  private waiting: Item[] = []
  private rows = 0
  private lastUs: TimeUs | null = null
  /** Where the session ended before it was resumed; a new one has begun at least. */
  private endedUs: TimeUs
  private owed: (() => void) | null = null
  private nextSource = 1
  private nextChannel = 1
  /** What a resumed session held of its sources. */
  held: SessionWriter['past'] = new Map()
  /** Sources of before a resumption that were not mentioned again yet. */
  private readonly past = new Map<string, FileSource>()

  private constructor(
    readonly id: string,
    readonly path: string,
    private readonly file: Database,
    private readonly inode: number,
    startUs: TimeUs,
  ) {
    this.headline = new HeadlineStats(startUs)
    this.endedUs = startUs
  }

  /** Creates the file and takes hold of it. Throws a Fault. */
  static create(folder: string, what: NewSession): SessionFileWriter {
    assertLittleEndian()
    const id = newSessionId()
    const path = join(folder, fileName({ id, startUs: what.startUs }))
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      createFile(path, id, what)
      const file = Database.openWritable(path)
      file.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;')
      return new SessionFileWriter(id, path, file, statSync(path).ino, what.startUs)
    } catch (error) {
      throw storeFault(error, path)
    }
  }

  /** Goes on with a finished or recovered session. Throws a Fault; the file is then as it was. */
  static resume(path: string, id: string): SessionFileWriter {
    assertLittleEndian()
    let file: Database | null = null
    try {
      file = Database.openWritable(path)
      const found = file
      const past = found.within('IMMEDIATE', () => reopen(found, path))
      file.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;')
      const writer = new SessionFileWriter(id, path, file, statSync(path).ino, past.startUs)
      writer.goOn(past)
      return writer
    } catch (error) {
      file?.close()
      throw storeFault(error, path)
    }
  }

  put(item: Item): void {
    this.waiting.push(item)
  }

  /** Throws a Fault. */
  commit(): Progress {
    try {
      this.assertInPlace()
      if (this.waiting.length > 0) this.file.within('IMMEDIATE', () => this.writeWaiting())
      return this.progress()
    } catch (error) {
      throw storeFault(error, this.path)
    }
  }

  /** Commits the rest and leaves one finished file without a log beside it, if nobody else has it open. Throws a Fault. */
  async finish(wantedUs: TimeUs | null): Promise<void> {
    try {
      this.assertInPlace()
      this.file.within('IMMEDIATE', () => {
        this.writeWaiting()
        const endUs = wantedUs ?? Math.max(this.endedUs, this.lastUs ?? this.endedUs)
        for (const source of this.sources.values()) this.movePage(source)
        this.file.run('UPDATE gap SET to_us = max(from_us, ?) WHERE to_us IS NULL', endUs)
        this.setMeta({ state: 'finished', end_us: BigInt(endUs), ...this.headlineMeta(endUs) })
      })
      mergeLog(this.file)
    } catch (error) {
      throw storeFault(error, this.path)
    } finally {
      await this.abandon()
    }
  }

  /** Lets go of the file without another word in it. */
  async abandon(): Promise<void> {
    this.file.close()
    await release()
  }

  private progress(): Progress {
    return { bytes: sizeOnDisk(this.path), rows: this.rows, diskFreeBytes: freeBytes(dirname(this.path)) }
  }

  /** A deleted file can be written for ever without an error: nobody would find it again. */
  private assertInPlace(): void {
    if (!existsSync(this.path) || statSync(this.path).ino !== this.inode) throw fileGone(this.path)
  }

  private writeWaiting(): void {
    const items = this.waiting
    this.waiting = []
    for (const item of items) this.write(item)
    for (const source of this.sources.values()) this.writeTail(source)
    const endUs = this.lastUs
    if (endUs !== null) this.setMeta({ rows: BigInt(this.rows), last_us: BigInt(endUs), ...this.headlineMeta(endUs) })
  }

  private write(item: Item): void {
    if (item.put === 'source') this.writeSource(item.info)
    else if (item.put === 'name') this.setMeta({ name: item.name })
    else if (item.put === 'event') this.writeEvent(item.event)
    else if (item.put === 'clock') writeSyncClock(this.file, item.host, item.clock)
    else this.writeOf(item.sourceId, item)
  }

  private writeOf(sourceId: string, item: Extract<Item, { readonly sourceId: string }>): void {
    const source = this.sourceOf(sourceId)
    if (!source) throw new Error(`source ${sourceId} was never named`)
    if (item.put === 'rows') this.writeRows(sourceId, source, item.block)
    else if (item.put === 'segment') this.writeSegment(sourceId, source, item.segment)
    else writeGap(this.file, source.row, item.gap)
  }

  private writeEvent({ atUs, kind, sourceId, text, detail }: SessionEvent): void {
    const source = sourceId === null ? null : (this.sourceOf(sourceId)?.row ?? null)
    this.file.run('INSERT INTO event (at_us, kind, source, text) VALUES (?,?,?,?)', atUs, kind, source, text)
    if (detail === undefined) return
    const insert = 'INSERT OR REPLACE INTO event_detail (event, detail) VALUES (last_insert_rowid(), ?)'
    this.file.run(insert, JSON.stringify(detail))
  }

  /** What is known of a source; one of before a resumption is taken up at its first mention. */
  private sourceOf(id: string): OpenSource | undefined {
    const known = this.sources.get(id)
    const past = known ? undefined : this.past.get(id)
    if (!past) return known
    const page = new Page(past.channels.map((channel) => channel.type))
    const open = { row: past.row, channels: past.channels, channelRows: past.channels.map((c) => c.row), page }
    const taken: OpenSource = { ...open, segments: past.segments, inTail: 0, seq: nextSeq(this.file, past.row) }
    this.sources.set(id, taken)
    this.past.delete(id)
    return taken
  }

  /** The headline of a resumed session reads what is in the file when the first new sample comes: a message alone costs no scan. */
  private headlineInForce(): HeadlineStats {
    const owed = this.owed
    this.owed = null
    owed?.()
    return this.headline
  }

  private headlineMeta(endUs: TimeUs): Readonly<Record<string, Param>> {
    return this.owed ? {} : this.headline.meta(endUs)
  }

  private goOn({ sources, held, rows, lastUs, endUs, nextSource, nextChannel }: Past): void {
    for (const source of sources) this.past.set(source.info.id, source)
    this.held = held
    this.rows = rows
    this.lastUs = lastUs
    this.endedUs = endUs ?? this.endedUs
    this.nextSource = nextSource
    this.nextChannel = nextChannel
    this.owed = () => feedHeadline(this.headline, this.file, this.path, sources)
  }

  private writeSource(info: SourceInfo): void {
    const { id, kind, name, machineName, simulated, identity, calibration, channels } = info
    const facts = [kind, name, machineName, simulated ? 1 : 0, jsonOrNull(identity), jsonOrNull(calibration)]
    const known = this.sourceOf(id)
    if (known) {
      const set = 'kind=?, name=?, machine_name=?, simulated=?, identity=?, calibration=?'
      this.file.run(`UPDATE source SET ${set} WHERE id=?`, ...facts, known.row)
      for (const { key, label } of channels)
        this.file.run('UPDATE channel SET label = ? WHERE source = ? AND key = ?', label, known.row, key)
      return
    }
    const row = this.nextSource++
    const channelRows = channels.map(() => this.nextChannel++)
    this.file.run('INSERT INTO source VALUES (?,?,?,?,?,?,?,?)', row, id, ...facts)
    const { channelFile } = info
    if (channelFile) this.file.run('INSERT INTO channel_file VALUES (?,?,?)', row, channelFile.name, channelFile.text)
    for (const [i, { key, label, unit, kind: of, type }] of channels.entries()) {
      this.file.run('INSERT INTO channel VALUES (?,?,?,?,?,?,?,?)', channelRows[i]!, row, i, key, label, unit, of, type)
    }
    const page = new Page(channels.map((channel) => channel.type))
    this.sources.set(id, { row, channels, channelRows, page, segments: [], inTail: 0, seq: 0 })
    this.headlineInForce().source(info)
  }

  private writeSegment(sourceId: string, source: OpenSource, segment: Segment): void {
    const insert = 'INSERT INTO segment (source, start_us, period_s, settings) VALUES (?,?,?,?)'
    this.file.run(insert, source.row, segment.startUs, segment.periodS, JSON.stringify(segment.settings))
    source.segments = joined(source.segments, segment)
    this.headlineInForce().segment(sourceId, segment)
  }

  private writeRows(sourceId: string, source: OpenSource, block: SampleBlock): void {
    const count = block.timesUs.length
    if (count === 0) return
    const fits = (i: number) =>
      block.values[i]?.length === count && typeOf(block.values[i]) === source.channels[i]?.type
    if (block.values.length !== source.channels.length || !source.channels.every((_, i) => fits(i))) {
      throw new Error(`a block of ${sourceId} does not fit its ${source.channels.length} channels`)
    }
    for (let at = 0; at < count; ) {
      at += source.page.take(block, at)
      if (source.page.full) this.movePage(source)
    }
    this.headlineInForce().rows(sourceId, block)
    this.rows += count
    this.lastUs = Math.max(this.lastUs ?? 0, block.timesUs[count - 1]!)
  }

  /** The rows that came since the last commit, as one row. */
  private writeTail(source: OpenSource): void {
    if (source.page.n === source.inTail) return
    const { timesUs, values } = source.page.view(source.inTail)
    const data = Buffer.concat([timeBytes(timesUs), ...values.map(valueBytes)])
    const insert = 'INSERT INTO tail (source, n, first_us, last_us, crc32, data) VALUES (?,?,?,?,?,?)'
    this.file.run(insert, source.row, timesUs.length, timesUs[0]!, timesUs.at(-1)!, checksum(data), data)
    source.inTail = source.page.n
  }

  /** Moves the page, full or not, from tail to chunk; every PAGES_PER_SUMMARY pages a summary and coarser levels are added. */
  private movePage(source: OpenSource): void {
    const { page, seq, row } = source
    if (page.n === 0) return
    const rows = page.view()
    writeChunk(this.file, row, source.channelRows, seq, rows)
    writeLevels(this.file, source, seq, rows)
    this.file.run('DELETE FROM tail WHERE source = ?', row)
    page.clear()
    source.inTail = 0
    source.seq += 1
    if (source.seq % PAGES_PER_SUMMARY === 0) writeSummary(this.file, row, source.seq / PAGES_PER_SUMMARY - 1)
  }

  private setMeta(values: Readonly<Record<string, Param>>): void {
    for (const [key, value] of Object.entries(values))
      this.file.run('INSERT OR REPLACE INTO meta VALUES (?,?)', key, value)
  }
}

function typeOf(values: Values): ValueType {
  if (values instanceof BigInt64Array) return 'i64'
  return values instanceof BigUint64Array ? 'u64' : 'f64'
}

function jsonOrNull(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value)
}
