import { type ChannelId, channelId, type TimeUs } from '@contract/model'
import type { SampleAt } from '@contract/series'
import { chosen, earlierUntil, newestUntil, oldestAfter, type Sample, type Side } from '../engine/series/nearest'
import type { SampleBlock } from '../ports/samples'
import { type Database, number } from './database'
import { pageRange, pageTimes, pageValues, tailRows } from './session-columns'
import { type FileChannel, type FileSource, readSources, type SessionFile } from './session-file'

/** The raw sample beside a time, of every channel that has one: a page of stamps a source, a page of values a channel. */
export function nearestOf(
  file: SessionFile,
  channels: readonly ChannelId[],
  tUs: TimeUs,
  side: Side,
): readonly SampleAt[] {
  return file.read((database) => {
    const wanted = new Set(channels)
    const found = new Map<ChannelId, Sample>()
    for (const source of readSources(database)) {
      const search = new SourceSearch(database, file.path, source, tUs, side)
      for (const [at, channel] of source.channels.entries()) {
        const id = channelId(source.info.id, channel.key)
        const sample = wanted.has(id) ? search.sample(channel, at) : null
        if (sample) found.set(id, sample)
      }
    }
    return channels.flatMap((channel) => {
      const sample = found.get(channel)
      return sample ? [{ channel, ...sample }] : []
    })
  })
}

/** One search in one source. */
class SourceSearch {
  private readonly times = new Map<number, Float64Array>()
  private readonly untilUs: TimeUs
  private tail: SampleBlock | null | undefined
  /** The last page that begins by then, and the first that ends after tUs. */
  private around: { readonly before: number; readonly after: number } | null = null

  constructor(
    private readonly database: Database,
    private readonly path: string,
    private readonly source: FileSource,
    private readonly tUs: TimeUs,
    private readonly side: Side,
  ) {
    this.untilUs = earlierUntil(tUs, side)
  }

  sample(channel: FileChannel, at: number): Sample | null {
    return chosen(
      this.tUs,
      this.side,
      () => this.earlier(channel, at),
      () => this.later(channel, at),
    )
  }

  private earlier(channel: FileChannel, at: number): Sample | null {
    const tail = this.tailRows()
    const inTail = tail && newestUntil(tail.timesUs, tail.values[at]!, this.untilUs)
    if (inTail) return inTail
    const other =
      'SELECT CAST(max(seq) AS INTEGER) FROM chunk WHERE source = ? AND channel = ? AND seq < ? AND n_valid > 0'
    for (
      let seq: number | null = this.pages().before;
      seq !== null && seq >= 0;
      seq = this.other(other, channel, seq)
    ) {
      const sample = newestUntil(this.timesAt(seq), this.valuesAt(channel, seq), this.untilUs)
      if (sample) return sample
    }
    return null
  }

  private later(channel: FileChannel, at: number): Sample | null {
    const other =
      'SELECT CAST(min(seq) AS INTEGER) FROM chunk WHERE source = ? AND channel = ? AND seq > ? AND n_valid > 0'
    const last = this.lastPage()
    let seq: number | null = this.pages().after
    while (seq !== null && seq <= last) {
      const sample = oldestAfter(this.timesAt(seq), this.valuesAt(channel, seq), this.tUs)
      if (sample) return sample
      seq = this.other(other, channel, seq)
    }
    const tail = this.tailRows()
    return tail && oldestAfter(tail.timesUs, tail.values[at]!, this.tUs)
  }

  private other(query: string, channel: FileChannel, seq: number): number | null {
    const found = this.database.rows(query, this.source.row, channel.row, seq)[0]?.[0]
    return typeof found === 'number' ? found : null
  }

  private lastPage(): number {
    const query = 'SELECT CAST(max(seq) AS INTEGER) FROM chunk WHERE source = ? AND channel = 0'
    const found = number(this.database.rows(query, this.source.row)[0]?.[0])
    return Number.isNaN(found) ? -1 : found
  }

  private pages(): { readonly before: number; readonly after: number } {
    const { database, source } = this
    this.around ??= {
      before: pageRange(database, source, Number.NEGATIVE_INFINITY, this.untilUs).end - 1,
      after: pageRange(database, source, this.tUs, Number.POSITIVE_INFINITY).first,
    }
    return this.around
  }

  private tailRows(): SampleBlock | null {
    if (this.tail === undefined) this.tail = tailRows(this.database, this.path, this.source)
    return this.tail
  }

  private timesAt(seq: number): Float64Array {
    const known = this.times.get(seq) ?? pageTimes(this.database, this.path, this.source, seq)
    this.times.set(seq, known)
    return known
  }

  private valuesAt(channel: FileChannel, seq: number) {
    return pageValues(this.database, this.path, this.source, channel, seq)
  }
}
