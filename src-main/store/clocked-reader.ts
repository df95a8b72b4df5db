import type { HostClock, MachineClock } from '@contract/clocks'
import { type ChannelId, type Envelope, type Gap, type Segment, sourceOf, type TimeUs } from '@contract/model'
import type { SampleAt, StatsRequest } from '@contract/series'
import { unmapTime } from '../engine/series/clock-inverse'
import { mapTime } from '../engine/series/clock-map'
import { listedGaps, type SourceGap } from '../engine/series/listed-gaps'
import type { GapsQuery, NearestQuery, SessionReader, SourceRows, WindowQuery } from '../ports/sessions'

/**
 * A reader that shows samples of aligned machines on our clock: questions go to the file in the machine's own time, answers come
 * back in ours. Durations (gaps, coverage, energy) stay those of the machine's clock: a drift changes them by millionths.
 */
export function clockedReader(raw: SessionReader): SessionReader {
  return new ClockedReader(raw)
}

/** Clocks of the sources of aligned machines. */
type Clocks = ReadonlyMap<string, HostClock>

class ClockedReader implements SessionReader {
  readonly id: string
  /** Questions that wait to know the clocks. */
  private asking = 0

  constructor(private readonly raw: SessionReader) {
    this.id = raw.id
  }

  view() {
    return this.raw.view()
  }

  clocks() {
    return this.raw.clocks()
  }

  imports() {
    return this.raw.imports()
  }

  copyArchive(importId: number, target: string) {
    return this.raw.copyArchive(importId, target)
  }

  /** A question that was asked before is still put to the file: it only waits to know the clocks. */
  async close() {
    while (this.asking > 0) await new Promise((resolve) => setImmediate(resolve))
    await this.raw.close()
  }

  async gaps() {
    const clocks = await this.aligned()
    const gaps = (await this.raw.gaps()).map((one) => mappedGap(one, clocks))
    return clocks.size === 0 ? gaps : [...gaps].sort((a, b) => a.gap.fromUs - b.gap.fromUs)
  }

  async gapsIn(query: GapsQuery) {
    const clocks = await this.aligned()
    if (clocks.size === 0) return this.raw.gapsIn(query)
    const { fromUs, toUs, most } = query
    const ids = query.sourceIds ?? (await this.raw.view()).sourceInfos.map(({ id }) => id)
    const answers = await Promise.all(
      grouped(ids, (id) => clocks.get(id)).map(([clock, sourceIds]) => {
        const span = clock ? { fromUs: unmapTime(clock, fromUs), toUs: unmapTime(clock, toUs) } : { fromUs, toUs }
        return this.raw.gapsIn({ ...span, most, sourceIds })
      }),
    )
    const inOrder = new Map(ids.map((id, place) => [id, place]))
    const found = answers
      .flatMap(({ gaps }) => gaps.map((one) => mappedGap(one, clocks)))
      .sort((a, b) => (inOrder.get(a.sourceId) ?? 0) - (inOrder.get(b.sourceId) ?? 0))
    const listed = listedGaps(found, fromUs, toUs, most)
    return { gaps: listed.gaps, leftOut: answers.reduce((sum, one) => sum + one.leftOut, listed.leftOut) }
  }

  async segments() {
    const clocks = await this.aligned()
    return (await this.raw.segments()).map(({ sourceId, segment }) => {
      const clock = clocks.get(sourceId)
      return { sourceId, segment: clock ? mappedSegment(segment, clock) : segment }
    })
  }

  async window(query: WindowQuery) {
    const { channels, fromUs, toUs, buckets } = query
    const found = await this.perClock(channels, async (clock, own) => {
      // The last microsecond: a span of ours may be shorter than one of theirs by its rounding.
      const span = clock ? { fromUs: unmapTime(clock, fromUs), toUs: unmapTime(clock, toUs) + 1 } : { fromUs, toUs }
      const lanes = await this.raw.window({ channels: own, ...span, buckets })
      return clock ? lanes.map((lane) => ({ ...lane, envelope: mappedEnvelope(lane.envelope, clock) })) : lanes
    })
    return inOrder(channels, found)
  }

  async stats(query: Omit<StatsRequest, 'scope'>) {
    const { channels, fromUs, toUs } = query
    const found = await this.perClock(channels, async (clock, own) => {
      if (!clock) return this.raw.stats({ channels: own, fromUs, toUs })
      const span = { fromUs: unmapTime(clock, fromUs), toUs: unmapTime(clock, toUs) }
      return (await this.raw.stats({ channels: own, ...span })).map((one) => ({ ...one, fromUs, toUs }))
    })
    return inOrder(channels, found)
  }

  async nearest(query: NearestQuery) {
    const { channels, tUs, side } = query
    const found = await this.perClock(channels, (clock, own) =>
      clock ? this.nearestOf(clock, own, tUs, side) : this.raw.nearest({ channels: own, tUs, side }),
    )
    return inOrder(channels, found)
  }

  async *rows(query: {
    readonly fromUs: TimeUs
    readonly toUs: TimeUs
    readonly sourceId?: string
  }): AsyncIterable<SourceRows> {
    const clocks = await this.aligned()
    if (clocks.size === 0) {
      yield* this.raw.rows(query)
      return
    }
    const { fromUs, toUs } = query
    const ids =
      query.sourceId === undefined ? (await this.raw.view()).sourceInfos.map(({ id }) => id) : [query.sourceId]
    for (const sourceId of ids) {
      const clock = clocks.get(sourceId)
      if (!clock) yield* this.raw.rows({ fromUs, toUs, sourceId })
      else {
        const span = { fromUs: unmapTime(clock, fromUs), toUs: unmapTime(clock, toUs) }
        for await (const { block } of this.raw.rows({ ...span, sourceId }))
          yield { sourceId, block: { timesUs: block.timesUs.map((t) => mapTime(clock, t)), values: block.values } }
      }
    }
  }

  /** Of the samples before and after, as they lie on our clock; of two equally close the earlier. */
  private async nearestOf(
    clock: HostClock,
    channels: readonly ChannelId[],
    tUs: TimeUs,
    side: NearestQuery['side'],
  ): Promise<readonly SampleAt[]> {
    const until = unmapTime(clock, side === 'before' ? tUs - 1 : tUs)
    const ask = async (from: 'before' | 'after', at: TimeUs) =>
      side === from || side === 'nearest' ? this.raw.nearest({ channels, tUs: at, side: from }) : []
    const [earlier, later] = await Promise.all([ask('before', until + 1), ask('after', unmapTime(clock, tUs))])
    const onOurs = (samples: readonly SampleAt[]) =>
      new Map(samples.map((one) => [one.channel, { ...one, tUs: mapTime(clock, one.tUs) }]))
    const [before, after] = [onOurs(earlier), onOurs(later)]
    return channels.flatMap((channel) => {
      const [a, b] = [before.get(channel), after.get(channel)]
      if (!a || !b) return a ?? b ?? []
      return tUs - a.tUs <= b.tUs - tUs ? a : b
    })
  }

  private async aligned(): Promise<Clocks> {
    this.asking += 1
    try {
      return clocksBySource(await this.raw.clocks())
    } finally {
      // After the question itself has gone out.
      setImmediate(() => {
        this.asking -= 1
      })
    }
  }

  private async perClock<T extends { readonly channel: ChannelId }>(
    channels: readonly ChannelId[],
    ask: (clock: HostClock | undefined, channels: readonly ChannelId[]) => Promise<readonly T[]>,
  ): Promise<readonly T[]> {
    const clocks = await this.aligned()
    const groups = grouped(channels, (channel) => clocks.get(sourceOf(channel)))
    return (await Promise.all(groups.map(([clock, own]) => ask(clock, own)))).flat()
  }
}

const clocksBySource = (machines: readonly MachineClock[]): Clocks =>
  new Map(machines.flatMap(({ sourceIds, clock }) => (clock ? sourceIds.map((id) => [id, clock] as const) : [])))

function grouped<T>(all: readonly T[], clockOf: (one: T) => HostClock | undefined) {
  const groups = new Map<HostClock | undefined, T[]>()
  for (const one of all) {
    const clock = clockOf(one)
    const known = groups.get(clock)
    if (known) known.push(one)
    else groups.set(clock, [one])
  }
  return [...groups]
}

function inOrder<T extends { readonly channel: ChannelId }>(channels: readonly ChannelId[], found: readonly T[]) {
  const known = new Map(found.map((one) => [one.channel, one]))
  return channels.flatMap((channel) => known.get(channel) ?? [])
}

function mappedGap({ sourceId, gap }: SourceGap, clocks: Clocks): SourceGap {
  const clock = clocks.get(sourceId)
  if (!clock) return { sourceId, gap }
  const toUs = gap.toUs === null ? null : mapTime(clock, gap.toUs)
  return { sourceId, gap: { ...gap, fromUs: mapTime(clock, gap.fromUs), toUs } satisfies Gap }
}

const mappedSegment = (segment: Segment, clock: HostClock): Segment => ({
  ...segment,
  startUs: mapTime(clock, segment.startUs),
})

/** Steps grow with the drift: they need not be whole microseconds any more. */
const mappedEnvelope = (envelope: Envelope, clock: HostClock): Envelope => ({
  ...envelope,
  startUs: mapTime(clock, envelope.startUs),
  stepUs: envelope.stepUs * (1 + clock.driftPpm * 1e-6),
})
