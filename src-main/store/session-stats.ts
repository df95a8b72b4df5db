import { type ChannelId, channelId, type TimeUs } from '@contract/model'
import type { SelectionSummary } from '@contract/series'
import type { Numbers } from '../engine/series/envelope'
import { firstAfter } from '../engine/series/grid'
import { SelectionStats } from '../engine/series/selection-stats'
import { SpreadSearch } from '../engine/series/spread'
import type { SampleBlock } from '../ports/samples'
import { type PageHead, pageHeads, pageRange, pageTimes, pageValues, tailRows } from './session-columns'
import { type FileChannel, type FileSource, readSources, type SessionFile } from './session-file'

interface AskedChannel {
  readonly id: ChannelId
  /** Position in the source. */
  readonly at: number
  readonly channel: FileChannel
}

/** The rows of one source in a span, as they were when the question came: pages never change, the tail is a copy. */
interface Selected {
  readonly source: FileSource
  readonly channels: readonly AskedChannel[]
  readonly heads: readonly PageHead[]
  readonly tail: SampleBlock | null
}

/** Gives the file for each step: between two it may have been let go. */
type Open = () => SessionFile

/**
 * Statistics from raw rows in steps of a page, so that other questions are answered between them. All channels of a source are
 * read side by side, as they lie in the file: once for sums and gaps, then for the spread. Channels the file does not hold are
 * left out.
 */
export function* statsSteps(
  open: Open,
  channels: readonly ChannelId[],
  fromUs: TimeUs,
  toUs: TimeUs,
): Generator<undefined, readonly SelectionSummary[], undefined> {
  const results = new Map<ChannelId, SelectionSummary>()
  for (const selected of selectedOf(open(), channels, fromUs, toUs)) {
    const first = selected.channels.map((lane) => {
      const stats = new SelectionStats(lane.id, lane.channel, fromUs, selected.source.segments)
      return { ...lane, stats }
    })
    yield* pass(open, selected, first, timesAlways, ({ stats }, values, times) => stats.push(times!, values, toUs))
    const then = first.map((lane) => {
      const known = lane.stats.result(toUs)
      return { ...lane, known, spread: new SpreadSearch(known) }
    })
    const whole = ({ firstUs, lastUs }: PageHead) => firstUs > fromUs && lastUs <= toUs
    for (let left = then; left.length > 0; left = left.filter(({ spread }) => !spread.done)) {
      yield* pass(open, selected, left, whole, ({ spread }, values, times) =>
        spread.take(times ? values.subarray(firstAfter(times, fromUs), firstAfter(times, toUs)) : values),
      )
      for (const { spread } of left) spread.endPass()
    }
    for (const { id, known, spread } of then) results.set(id, { ...known, ...spread.result() })
  }
  return channels.flatMap((channel) => results.get(channel) ?? [])
}

const timesAlways = () => false

/** Shows every page and the tail to each lane; `whole` pages without their stamps. */
function* pass<L extends AskedChannel>(
  open: Open,
  { source, heads, tail }: Selected,
  lanes: readonly L[],
  whole: (head: PageHead) => boolean,
  show: (lane: L, values: Numbers, timesUs: Float64Array | null) => void,
): Generator<undefined, void, undefined> {
  for (const head of heads) {
    const file = open()
    file.read((database) => {
      const times = whole(head) ? null : pageTimes(database, file.path, source, head.seq)
      for (const lane of lanes) show(lane, pageValues(database, file.path, source, lane.channel, head.seq), times)
    })
    yield
  }
  if (tail) for (const lane of lanes) show(lane, tail.values[lane.at]!, tail.timesUs)
}

function selectedOf(
  file: SessionFile,
  channels: readonly ChannelId[],
  fromUs: TimeUs,
  toUs: TimeUs,
): readonly Selected[] {
  const wanted = new Set(channels)
  return file.read((database) =>
    readSources(database).flatMap((source) => {
      const all = source.channels.map((channel, at) => ({ id: channelId(source.info.id, channel.key), at, channel }))
      const own = all.filter(({ id }) => wanted.has(id))
      if (own.length === 0) return []
      const heads = pageHeads(database, source, pageRange(database, source, fromUs, toUs))
      return [{ source, channels: own, heads, tail: tailRows(database, file.path, source) }]
    }),
  )
}
