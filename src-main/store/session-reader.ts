import type { TimeUs } from '@contract/model'
import type { StatsRequest } from '@contract/series'
import type { GapsQuery, NearestQuery, SessionReader, SourceRows, WindowQuery } from '../ports/sessions'
import type { RowCursor } from './session-row-reader'
import { storeClosed } from './store-faults'
import type { RoomLink } from './worker/link'

/** Questions about one session, answered by the reading thread. */
export class RoomReader implements SessionReader {
  private closed = false

  constructor(
    readonly id: string,
    private readonly room: RoomLink,
    private readonly letGo: () => Promise<void>,
  ) {}

  async view() {
    return this.open().ask('view', this.id)
  }

  async gaps() {
    return this.open().ask('gaps', this.id)
  }

  async gapsIn({ fromUs, toUs, most, sourceIds }: GapsQuery) {
    return this.open().ask('gapsIn', this.id, { fromUs, toUs, most, ...(sourceIds ? { sourceIds } : {}) })
  }

  async segments() {
    return this.open().ask('segments', this.id)
  }

  async window({ channels, fromUs, toUs, buckets }: WindowQuery) {
    return this.open().ask('window', this.id, { channels, fromUs, toUs, buckets })
  }

  async stats({ channels, fromUs, toUs }: Omit<StatsRequest, 'scope'>) {
    return this.open().ask('stats', this.id, channels, fromUs, toUs)
  }

  async nearest({ channels, tUs, side }: NearestQuery) {
    return this.open().ask('nearest', this.id, { channels, tUs, side })
  }

  async *rows(query: {
    readonly fromUs: TimeUs
    readonly toUs: TimeUs
    readonly sourceId?: string
  }): AsyncIterable<SourceRows> {
    const { fromUs, toUs } = query
    const ids = query.sourceId === undefined ? (await this.view()).sourceInfos.map(({ id }) => id) : [query.sourceId]
    for (const sourceId of ids) {
      let cursor: RowCursor | null = { sourceId, seq: 0, afterUs: fromUs }
      while (cursor) {
        const got: Awaited<ReturnType<typeof this.next>> = await this.next(cursor, toUs)
        if (got) yield { sourceId, block: got.block }
        cursor = got?.next ?? null
      }
    }
  }

  async clocks() {
    return this.open().ask('clocks', this.id)
  }

  async imports() {
    return this.open().ask('imports', this.id)
  }

  async copyArchive(importId: number, target: string) {
    return this.open().ask('copyArchive', this.id, importId, target)
  }

  async close(): Promise<void> {
    if (this.closed) return
    this.closed = true
    await this.letGo()
  }

  private next(cursor: RowCursor, toUs: TimeUs) {
    return this.open().ask('rows', this.id, cursor, toUs)
  }

  private open(): RoomLink {
    if (this.closed) throw storeClosed()
    return this.room
  }
}
