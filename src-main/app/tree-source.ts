import { channelId, type Segment, type SourceInfo, type TimeUs } from '@contract/model'
import type { LiveHistory } from '../engine/series/live-history'
import type { Rows } from '../engine/series/raw-ring'
import type { SessionReader } from '../ports/sessions'

/** Where the scans of one voltmeter are found, live or recorded. */
export interface TreeSource {
  readonly info: SourceInfo
  /** In the order of their start. */
  readonly segments: readonly Segment[]
  /** Stamp of the newest scan, or of the one closest to a time; null when there is none. */
  newest(): Promise<TimeUs | null>
  nearest(tUs: TimeUs): Promise<TimeUs | null>
  /** Raw rows with fromUs < t ≤ toUs in time order. */
  rows(fromUs: TimeUs, toUs: TimeUs): AsyncIterable<Rows>
}

/** Every scan has it, also one without any reading. */
const EVERY_SCAN = 'scan_start'
/** Rows of memory copied at a time: between two blocks new ones may come in. */
const HELD_ROWS = 256

/** The scans that are held in memory. */
export const heldScans = (info: SourceInfo, segments: readonly Segment[], history: LiveHistory): TreeSource => ({
  info,
  segments,
  newest: async () => history.lastUs,
  nearest: async (tUs) => history.nearest(EVERY_SCAN, tUs, 'nearest')?.tUs ?? null,
  rows: (fromUs, toUs) => heldRows(history, fromUs, toUs),
})

/** The last row that is held, as a block of one; null before the first. */
export function newestRow(history: LiveHistory): Rows | null {
  const { lastUs } = history
  if (lastUs === null) return null
  return history.rows(lastUs - 1, lastUs)[0] ?? null
}

/** The scans of a session file; null when the session does not hold the source. */
export async function recordedScans(reader: SessionReader, sourceId: string): Promise<TreeSource | null> {
  const { sourceInfos, segments } = await factsOf(reader)
  const info = sourceInfos.find(({ id }) => id === sourceId)
  if (!info) return null
  const channels = [channelId(sourceId, EVERY_SCAN)]
  const stamp = async (tUs: TimeUs, side: 'nearest' | 'before') =>
    (await reader.nearest({ channels, tUs, side }))[0]?.tUs ?? null
  return {
    info,
    segments: segments.filter((one) => one.sourceId === sourceId).map(({ segment }) => segment),
    newest: () => stamp(Number.MAX_SAFE_INTEGER, 'before'),
    nearest: (tUs) => stamp(tUs, 'nearest'),
    rows: (fromUs, toUs) => blocksOf(reader, sourceId, fromUs, toUs),
  }
}

interface SessionFacts {
  readonly sourceInfos: readonly SourceInfo[]
  readonly segments: readonly { readonly sourceId: string; readonly segment: Segment }[]
}

/** Of sessions that no longer grow. */
const known = new WeakMap<SessionReader, SessionFacts>()

async function factsOf(reader: SessionReader): Promise<SessionFacts> {
  const before = known.get(reader)
  if (before) return before
  const [{ sourceInfos, state }, segments] = await Promise.all([reader.view(), reader.segments()])
  const facts = { sourceInfos, segments }
  if (state !== 'recording') known.set(reader, facts)
  return facts
}

async function* heldRows(history: LiveHistory, fromUs: TimeUs, toUs: TimeUs): AsyncGenerator<Rows> {
  for (let afterUs = fromUs; ; ) {
    const [run] = history.rows(afterUs, toUs)
    if (!run) return
    const timesUs = run.timesUs.slice(0, HELD_ROWS)
    afterUs = timesUs[timesUs.length - 1]!
    yield { timesUs, values: run.values.map((column) => column.slice(0, HELD_ROWS)) }
  }
}

async function* blocksOf(reader: SessionReader, sourceId: string, fromUs: TimeUs, toUs: TimeUs): AsyncGenerator<Rows> {
  for await (const { block } of reader.rows({ fromUs, toUs, sourceId })) yield block
}
