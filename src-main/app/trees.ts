import type { ChannelFile, Gap, Segment, SessionEvent, SourceInfo, TimeUs } from '@contract/model'
import type { TreeReply, TreeRequest } from '@contract/tree'
import type { Clock } from '../base/clock'
import { MeanOfScans, type MeanTree } from '../engine/power-tree/mean-tree'
import { scanReader, type TimedScan } from '../engine/power-tree/scan-samples'
import { solve } from '../engine/power-tree/solve'
import type { Rows } from '../engine/series/raw-ring'
import { expectedSamples } from '../engine/series/selection-stats'
import { noPowerTree } from './faults'
import type { Library } from './library'
import type { LiveHub } from './live/live-hub'
import { type MeasuredPlan, PlanShelf } from './plan-shelf'
import type { Recorder } from './recording'
import type { SeriesDesk } from './series'
import type { SourceListener } from './sources'
import type { Teller } from './teller'
import { heldScans, newestRow, recordedScans, type TreeSource } from './tree-source'

/** A page is told of scans at most this often; of those that come meanwhile the newest. */
const TELL_EVERY_MS = 125
/** A mean over many scans lets others have a turn this often. */
const TURN_US = 8_000
/** Settings remembered of a live source: a meter whose period wanders tells some. */
const MOST_SEGMENTS = 1_000

export interface TreeDeskIo {
  readonly live: LiveHub
  readonly library: Library
  readonly recorder: Recorder
  readonly series: SeriesDesk
  readonly clock: Clock
  readonly teller: Teller
  /** The channel file an instrument has before it was ever connected. */
  readonly fileOf: (sourceId: string) => ChannelFile | null
}

/** A tree and the plan it was solved with. */
export interface FoundTree {
  readonly measured: MeasuredPlan
  readonly reply: TreeReply
}

interface Follower {
  readonly sourceId: string
  toldUs: TimeUs
  due: (() => void) | null
}

/** Solves power trees out of samples: of now, of a moment, or the mean over a span; live and recorded are one road. */
export class TreeDesk implements SourceListener {
  private readonly plans = new PlanShelf()
  private readonly texts = new Map<string, string>()
  private readonly segments = new Map<string, readonly Segment[]>()
  private follower: Follower | null = null

  constructor(private readonly io: TreeDeskIo) {}

  async get(request: TreeRequest): Promise<TreeReply> {
    return (await this.find(request)).reply
  }

  async find(request: TreeRequest): Promise<FoundTree> {
    const { sourceId, moment } = request
    const source = await this.sourceFor(request)
    if (!source) return this.neverMeasured(request)
    const { measured, read } = this.reader(source.info)
    if (moment.at === 'mean') {
      const { fromUs, toUs } = moment
      const mean = await this.mean(source, measured, read, fromUs, toUs)
      const expected = Math.round(expectedSamples(source.segments, fromUs, toUs))
      return found(request, source.segments, measured, mean, expected)
    }
    const tUs = await (moment.at === 'live' ? source.newest() : this.closeTo(source, moment.tUs))
    const rows = tUs === null ? null : await firstOf(source.rows(tUs - 1, tUs))
    const scan = rows ? read(rows, 0) : null
    return found({ sourceId, moment }, source.segments, measured, oneScan(measured, scan), 1)
  }

  /** Scans of this source are told from now on; null stops it. */
  follow(sourceId: string | null): void {
    this.follower?.due?.()
    this.follower = sourceId === null ? null : { sourceId, toldUs: Number.NEGATIVE_INFINITY, due: null }
  }

  source(info: SourceInfo): void {
    const { id, channelFile } = info
    if (!channelFile || this.texts.get(id) === channelFile.text) return
    this.texts.set(id, channelFile.text)
    this.segments.set(id, [])
  }

  segment(sourceId: string, segment: Segment): void {
    const before = this.segments.get(sourceId)
    if (before) this.segments.set(sourceId, [...before, segment].slice(-MOST_SEGMENTS))
  }

  samples(sourceId: string): void {
    const { follower } = this
    if (follower?.sourceId !== sourceId || follower.due) return
    const { clock } = this.io
    const waitMs = Math.max(0, TELL_EVERY_MS - (clock.nowUs() - follower.toldUs) / 1000)
    follower.due = clock.after(waitMs, () => {
      follower.due = null
      if (this.follower === follower) this.tell(follower)
    })
  }

  gap(_sourceId: string, _gap: Gap): void {
    // A tree speaks of scans that are there.
  }

  event(_event: SessionEvent): void {
    // Told through the log.
  }

  gone(sourceId: string): void {
    this.segments.delete(sourceId)
    this.texts.delete(sourceId)
    if (this.follower?.sourceId === sourceId) this.follow(null)
  }

  private tell(follower: Follower): void {
    const { sourceId } = follower
    const held = this.io.live.held(sourceId)
    const rows = held && newestRow(held.history)
    if (!held || !rows) return
    follower.toldUs = this.io.clock.nowUs()
    const { measured, read } = this.reader(held.info)
    const one = oneScan(measured, read(rows, 0))
    const { reply } = found({ sourceId, moment: { at: 'live' } }, this.segmentsOf(sourceId), measured, one, 1)
    this.io.teller.tell('tree:scan', { reply })
  }

  /** Null: the instrument is known but was never connected. */
  private async sourceFor({ scope, sourceId, moment }: TreeRequest): Promise<TreeSource | null> {
    const { live, library, recorder, series } = this.io
    if (scope.kind === 'session') {
      await series.settled(scope.id, moment.at === 'mean' ? moment.toUs : null)
      const source = await recordedScans(await library.reader(scope.id), sourceId)
      if (!source) throw noPowerTree('the session does not hold this source')
      return source
    }
    const held = live.held(sourceId)
    if (!held) return null
    const memory = heldScans(held.info, this.segmentsOf(sourceId), held.history)
    const { sessionId, startUs } = recorder
    if (moment.at === 'live' || sessionId === null || startUs === null) return memory
    const fromUs = moment.at === 'mean' ? moment.fromUs : moment.tUs
    if (fromUs >= held.history.rawSinceUs || fromUs < startUs) return memory
    await series.settled(sessionId, moment.at === 'mean' ? moment.toUs : null)
    return (await recordedScans(await library.reader(sessionId), sourceId)) ?? memory
  }

  private neverMeasured({ sourceId, moment }: TreeRequest): FoundTree {
    const file = this.io.fileOf(sourceId)
    const measured = file && this.plans.plan(file)
    if (!measured) throw noPowerTree('this instrument has no channel file')
    return found({ sourceId, moment }, [], measured, NO_SCAN, 0)
  }

  private reader({ channelFile, channels, name }: SourceInfo) {
    if (!channelFile) throw noPowerTree(`${name} was measured without a channel file, or before Wattbench kept it`)
    const measured = this.plans.plan(channelFile)
    const read = measured && scanReader(measured.plan, channels)
    if (!measured || !read) throw noPowerTree(`the samples of ${name} do not fit its channel file ${channelFile.name}`)
    return { measured, read }
  }

  private segmentsOf(sourceId: string): readonly Segment[] {
    return this.segments.get(sourceId) ?? []
  }

  /** The scan closest to a time; null when it lies further away than a period, in a gap or beyond the ends. */
  private async closeTo(source: TreeSource, tUs: TimeUs): Promise<TimeUs | null> {
    const stamp = await source.nearest(tUs)
    if (stamp === null) return null
    const periodUs = (segmentAt(source.segments, stamp)?.periodS ?? 0) * 1e6
    return Math.abs(stamp - tUs) <= periodUs ? stamp : null
  }

  private async mean(
    source: TreeSource,
    { plan }: MeasuredPlan,
    read: (rows: Rows, i: number) => TimedScan,
    fromUs: TimeUs,
    toUs: TimeUs,
  ): Promise<MeanTree> {
    const { clock } = this.io
    const mean = new MeanOfScans(plan)
    let turnUs = clock.nowUs()
    for await (const rows of source.rows(fromUs, toUs)) {
      for (let i = 0; i < rows.timesUs.length; i++) {
        mean.add(read(rows, i))
        if (clock.nowUs() - turnUs < TURN_US) continue
        await othersTurn()
        turnUs = clock.nowUs()
      }
    }
    return mean.result()
  }
}

const NO_SCAN: MeanTree = { tree: null, scans: 0, skewUs: null, partial: [] }

function oneScan({ plan }: MeasuredPlan, scan: TimedScan | null): MeanTree {
  if (!scan) return NO_SCAN
  const { startUs, endUs, readings, skewUs } = scan
  return { tree: solve(plan, { startUs, endUs, loop: 0, readings }), scans: 1, skewUs, partial: [] }
}

/** Settings are those in force at the end of what is told. */
function found(
  { sourceId, moment }: Pick<TreeRequest, 'sourceId' | 'moment'>,
  segments: readonly Segment[],
  measured: MeasuredPlan,
  { tree, scans, skewUs, partial }: MeanTree,
  expected: number,
): FoundTree {
  const settings = segmentAt(segments, tree?.endUs ?? Number.POSITIVE_INFINITY)?.settings ?? {}
  return {
    measured,
    reply: {
      sourceId,
      plan: measured.view,
      moment,
      tree,
      skewMs: skewUs === null ? null : skewUs / 1000,
      scans,
      expected: tree ? expected : moment.at === 'mean' ? expected : 0,
      partial,
      nplc: numberIn(settings.nplc),
      intervalMs: numberIn(settings.intervalMs),
      channels: measured.plan.scanChannels.length,
    },
  }
}

/** The segment in force at a time; the first also rules before its start. */
const segmentAt = (segments: readonly Segment[], tUs: TimeUs): Segment | undefined =>
  segments.findLast(({ startUs }) => startUs <= tUs) ?? segments[0]

const numberIn = (setting: string | number | boolean | undefined): number => (typeof setting === 'number' ? setting : 0)

async function firstOf<T>(things: AsyncIterable<T>): Promise<T | null> {
  for await (const thing of things) return thing
  return null
}

const othersTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
