import type { Gap, Segment, SessionEvent, SourceInfo, TimeUs } from '@contract/model'
import type { SampleBlock } from '../ports/samples'

/** Who wants to know what sources deliver: the live view, a recording. None may throw. */
export interface SourceListener {
  source(info: SourceInfo): void
  segment(sourceId: string, segment: Segment): void
  samples(sourceId: string, block: SampleBlock): void
  /** A gap with the fromUs of an earlier one replaces it (it ended). */
  gap(sourceId: string, gap: Gap): void
  event(event: SessionEvent): void
  /** The source was removed by the person: nothing more will come. */
  gone(sourceId: string): void
}

/** Who knows when this program stood still. */
export interface Sleeps {
  explain(gap: Gap): Gap
  missed(fromUs: TimeUs, toUs: TimeUs, periodUs: number): Gap | null
}

const AWAKE: Sleeps = { explain: (gap) => gap, missed: () => null }

/** What is known of a source now, for those who join late. */
export interface KnownSource {
  readonly info: SourceInfo
  readonly segment: Segment | null
  readonly openGap: Gap | null
}

/**
 * The one junction between instruments and those who use their samples. Listeners are served in the order they joined;
 * a recording joins last, because it may hand a block's memory to another thread.
 */
export class Sources {
  private readonly known = new Map<string, KnownSource>()
  private readonly listeners: SourceListener[] = []

  constructor(private readonly sleeps: Sleeps = AWAKE) {}

  join(listener: SourceListener): () => void {
    this.listeners.push(listener)
    return () => {
      const at = this.listeners.indexOf(listener)
      if (at >= 0) this.listeners.splice(at, 1)
    }
  }

  all(): readonly KnownSource[] {
    return [...this.known.values()]
  }

  source(info: SourceInfo): void {
    const before = this.known.get(info.id)
    this.known.set(info.id, { info, segment: before?.segment ?? null, openGap: before?.openGap ?? null })
    for (const l of this.listeners) l.source(info)
  }

  segment(sourceId: string, segment: Segment): void {
    this.amend(sourceId, { segment })
    for (const l of this.listeners) l.segment(sourceId, segment)
  }

  samples(sourceId: string, block: SampleBlock): void {
    for (const l of this.listeners) l.samples(sourceId, block)
  }

  gap(sourceId: string, told: Gap): void {
    const gap = this.sleeps.explain(told)
    this.amend(sourceId, { openGap: gap.toUs === null ? gap : null })
    for (const l of this.listeners) l.gap(sourceId, gap)
  }

  /** The samples between two that the program missed because it stood still; null when it did not, or nothing is missing. */
  missed(fromUs: TimeUs, toUs: TimeUs, periodUs: number): Gap | null {
    return this.sleeps.missed(fromUs, toUs, periodUs)
  }

  event(event: SessionEvent): void {
    for (const l of this.listeners) l.event(event)
  }

  /** An event of one source, now. */
  note(sourceId: string, kind: SessionEvent['kind'], atUs: TimeUs, text: string): void {
    this.event({ atUs, kind, sourceId, text })
  }

  gone(sourceId: string): void {
    this.known.delete(sourceId)
    for (const l of this.listeners) l.gone(sourceId)
  }

  private amend(sourceId: string, what: Partial<KnownSource>): void {
    const before = this.known.get(sourceId)
    if (before) this.known.set(sourceId, { ...before, ...what })
  }
}
