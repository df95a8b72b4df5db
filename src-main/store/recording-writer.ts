import type { HostClock } from '@contract/clocks'
import type { Gap, Segment, SessionEvent, SourceInfo, TimeUs } from '@contract/model'
import type { Clock } from '../base/clock'
import { asFault, type Fault } from '../base/fault'
import type { SampleBlock } from '../ports/samples'
import type { Progress, SessionWriter } from '../ports/sessions'
import type { Item } from './session-writer'
import { tooSlow } from './store-faults'
import type { RoomLink } from './worker/link'

/** Samples are committed at most this much later. A crash may cost a second: the rest of it is for the commit itself. */
export const COMMIT_MS = 900

/** Samples handed over and not yet durable. Eight seconds of 1 M values/s; beyond it the disk is too slow for the recording. */
export const MAX_WAITING_BYTES = 64 * 1_048_576

/** Commits early, so that imports do not wait for the clock; libsql is fastest with transactions of this size. */
const COMMIT_BYTES = 8 * 1_048_576

/** What a description costs in the queue: they are rare and small. */
const SMALL_ITEM_BYTES = 256

/** The hand-over side of one recording: queues towards the writing thread, commits once a second, knows what is durable. */
export class RecordingWriter implements SessionWriter {
  private last: Progress = { bytes: 0, rows: 0, diskFreeBytes: null }
  /** Bytes handed over and not durable; of them, those after the last commit was asked for. */
  private waitingBytes = 0
  private uncommittedBytes = 0
  private cancelTimer: (() => void) | null = null
  private commits: Promise<void> = Promise.resolve()
  private readonly stamps = new Map<string, TimeUs>()
  private fault: Fault | null = null
  private broken = false
  private finishing: Promise<void> | null = null
  private mending: Promise<unknown> = Promise.resolve()
  private hear: ((fault: Fault) => void) | null = null
  private readonly forget: () => void
  readonly id: string
  readonly past: SessionWriter['past']

  constructor(
    { id, past }: Pick<SessionWriter, 'id' | 'past'>,
    private readonly path: string,
    private readonly room: RoomLink,
    private readonly clock: Clock,
    /** The session is over: makes readers of this process let go of the file for a moment. */
    private readonly ended: () => Promise<void>,
    /** The session was given up and its file could not be mended. */
    private readonly abandoned: () => Promise<void>,
  ) {
    this.id = id
    this.past = past
    this.forget = room.onDied((fault) => this.fail(fault))
  }

  source(info: SourceInfo): void {
    this.put({ put: 'source', info }, SMALL_ITEM_BYTES)
  }

  segment(sourceId: string, segment: Segment): void {
    this.put({ put: 'segment', sourceId, segment }, SMALL_ITEM_BYTES)
  }

  append(sourceId: string, block: SampleBlock): void {
    if (this.fault || this.finishing || block.timesUs.length === 0) return
    const bytes = block.timesUs.byteLength + block.values.reduce((sum, column) => sum + column.byteLength, 0)
    if (this.waitingBytes > 0 && this.waitingBytes + bytes > MAX_WAITING_BYTES) {
      this.overrun()
      return
    }
    this.stamps.set(sourceId, block.timesUs[block.timesUs.length - 1]!)
    this.put({ put: 'rows', sourceId, block }, bytes)
  }

  gap(sourceId: string, gap: Gap): void {
    this.put({ put: 'gap', sourceId, gap }, SMALL_ITEM_BYTES)
  }

  event(event: SessionEvent): void {
    this.put({ put: 'event', event }, SMALL_ITEM_BYTES)
  }

  rename(name: string): void {
    this.put({ put: 'name', name }, SMALL_ITEM_BYTES)
  }

  syncClock(host: string, clock: HostClock): void {
    this.put({ put: 'clock', host, clock }, SMALL_ITEM_BYTES)
  }

  progress(): Progress {
    return this.last
  }

  async flush(): Promise<void> {
    await (this.uncommittedBytes > 0 ? this.commit() : this.commits)
    if (this.broken && this.fault) throw this.fault
  }

  finish(endUs: TimeUs | null): Promise<void> {
    this.finishing ??= this.end(endUs)
    return this.finishing
  }

  onFailed(hear: (fault: Fault) => void): void {
    this.hear = hear
    if (this.fault) hear(this.fault)
  }

  private put(item: Item, bytes: number): void {
    if (this.fault || this.finishing) return
    this.send(item, bytes)
  }

  private send(item: Item, bytes: number): void {
    this.waitingBytes += bytes
    this.uncommittedBytes += bytes
    this.room.ask('put', this.id, item).catch((error: unknown) => this.fail(asFault(error)))
    if (this.uncommittedBytes >= COMMIT_BYTES) void this.commit()
    else this.cancelTimer ??= this.clock.after(COMMIT_MS, () => void this.commit())
  }

  /** Asks for a commit of everything sent so far; resolves when it is durable or the recording broke. */
  private commit(): Promise<void> {
    this.cancelTimer?.()
    this.cancelTimer = null
    if (this.broken) return this.commits
    const bytes = this.uncommittedBytes
    this.uncommittedBytes = 0
    const done = this.room.ask('commit', this.id).then(
      (progress) => {
        this.waitingBytes -= bytes
        this.last = progress
      },
      (error: unknown) => this.fail(asFault(error)),
    )
    this.commits = Promise.all([this.commits, done]).then(() => undefined)
    return this.commits
  }

  /** The queue is full: nothing more is taken, what waits is written, and the file says from where on rows are missing. */
  private overrun(): void {
    const fault = tooSlow(this.path, this.waitingBytes)
    for (const [sourceId, fromUs] of this.stamps) {
      const gap: Gap = { fromUs, toUs: null, lost: null, cause: 'overrun', text: fault.view.cause }
      this.send({ put: 'gap', sourceId, gap }, SMALL_ITEM_BYTES)
    }
    this.tell(fault)
  }

  /** The file takes no more: gives it up and keeps what was durable. */
  private fail(fault: Fault): void {
    if (this.broken) return
    this.broken = true
    this.forget()
    this.cancelTimer?.()
    this.cancelTimer = null
    this.waitingBytes = 0
    this.mending = this.ended()
      .then(() => this.room.ask('giveUp', this.id))
      .then((mended) => (mended ? undefined : this.abandoned()))
      .catch(() => this.abandoned())
      .catch(() => undefined)
    this.tell(fault)
  }

  private tell(fault: Fault): void {
    if (this.fault) return
    this.fault = fault
    this.hear?.(fault)
  }

  private async end(endUs: TimeUs | null): Promise<void> {
    this.cancelTimer?.()
    this.cancelTimer = null
    await this.commits
    if (!this.broken) {
      await this.ended()
      await this.room.ask('finish', this.id, endUs).catch((error: unknown) => this.fail(asFault(error)))
    }
    this.forget()
    await this.mending
    if (this.broken && this.fault) throw this.fault
  }
}
