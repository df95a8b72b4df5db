import type { Gap, Segment, SessionEvent, SourceInfo, TimeUs } from '@contract/model'
import type { SampleBlock } from '../ports/samples'
import type { SessionWriter } from '../ports/sessions'
import type { SourceListener } from './sources'

const LOST_TEXT = 'The storage thread stopped, recording went on in a new one'

/** Writes what sources say into a session, from its start on; what is said while there is no file is written afterwards. */
export class Scribe implements SourceListener {
  /** Rows and numbers heard so far, time stamps included in the latter. */
  rows = 0
  numbers = 0
  private writer: SessionWriter | null = null
  private unwritten: ((writer: SessionWriter) => void)[] = []
  /** Rows the file should hold of each source, and those that came since it is gone. */
  private readonly written = new Map<string, number>()
  private readonly held = new Map<string, number>()
  /** What was lost of a source, until its next sample tells where the loss ends. */
  private readonly losses = new Map<string, { readonly fromUs: TimeUs; readonly rows: number }>()

  constructor(private readonly startUs: TimeUs) {}

  open(writer: SessionWriter): void {
    for (const [id, { rows }] of writer.past) this.written.set(id, (this.written.get(id) ?? 0) + rows)
    this.writeTo(writer)
  }

  /** The file is gone for a moment: what is said from now on waits. */
  wait(): void {
    this.writer = null
    this.held.clear()
  }

  /** The same session is there again, with what was durable of it. Returns how many rows were not. */
  takeUp(writer: SessionWriter): number {
    let lost = 0
    for (const [id, rows] of this.written) {
      const { rows: durable = 0, lastUs = null } = writer.past.get(id) ?? {}
      const handed = rows - (this.held.get(id) ?? 0)
      if (handed > durable) {
        lost += handed - durable
        this.losses.set(id, { fromUs: lastUs ?? this.startUs, rows: handed - durable })
      }
      this.written.set(id, durable + (this.held.get(id) ?? 0))
    }
    this.held.clear()
    this.writeTo(writer)
    return lost
  }

  source(info: SourceInfo): void {
    this.write((writer) => writer.source(info))
  }

  segment(sourceId: string, segment: Segment): void {
    this.write((writer) => writer.segment(sourceId, segment))
  }

  samples(sourceId: string, block: SampleBlock): void {
    const n = block.timesUs.length
    this.rows += n
    this.numbers += n * (block.values.length + 1)
    add(this.written, sourceId, n)
    if (!this.writer) add(this.held, sourceId, n)
    this.write((writer) => {
      const first = block.timesUs[0]
      if (first !== undefined) this.endLoss(writer, sourceId, first)
      writer.append(sourceId, block)
    })
  }

  gap(sourceId: string, gap: Gap): void {
    // A source that was disconnected simply stops; only when it comes back is there a gap in between.
    if (gap.cause === 'disconnected' && gap.toUs === null) return
    if (gap.toUs !== null && gap.toUs <= this.startUs) return
    const fromUs = Math.max(gap.fromUs, this.startUs)
    this.write((writer) => {
      this.endLoss(writer, sourceId, fromUs)
      writer.gap(sourceId, { ...gap, fromUs })
    })
  }

  event(event: SessionEvent): void {
    this.write((writer) => writer.event(event))
  }

  gone(): void {
    // The session keeps what it has of the source.
  }

  private writeTo(writer: SessionWriter): void {
    this.writer = writer
    const { unwritten } = this
    this.unwritten = []
    for (const write of unwritten) write(writer)
  }

  private write(write: (writer: SessionWriter) => void): void {
    if (this.writer) write(this.writer)
    else this.unwritten.push(write)
  }

  private endLoss(writer: SessionWriter, sourceId: string, toUs: TimeUs): void {
    const loss = this.losses.get(sourceId)
    if (!loss) return
    this.losses.delete(sourceId)
    if (toUs > loss.fromUs)
      writer.gap(sourceId, { fromUs: loss.fromUs, toUs, lost: loss.rows, cause: 'crash', text: LOST_TEXT })
  }
}

function add(counts: Map<string, number>, id: string, n: number): void {
  counts.set(id, (counts.get(id) ?? 0) + n)
}
