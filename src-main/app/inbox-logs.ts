import { RESOURCE_KIND, type SourceInfo, type TimeUs } from '@contract/model'
import type { SessionView } from '@contract/sessions'
import { spansOf } from '@contract/spans'
import { mapTime } from '../engine/series/clock-map'
import type { InboxLog } from '../ports/inbox'
import type { SessionReader } from '../ports/sessions'
import { clockOfHost } from './inbox-clocks'
import { channelNotKnown, meterNotKnown, noMeasurement } from './inbox-faults'

/** More rows than this are not told in one answer. */
const MAX_ROWS = 100_000

type Known = SessionView['sourceInfos'][number]

/** The channel a script means: its key, its label, or its number from 0. Throws BAD_REQUEST. */
export function channelAt({ channels }: Pick<SourceInfo, 'channels'>, wanted: string): number {
  const exact = channels.findIndex(({ key, label }) => key === wanted || label === wanted)
  const at = exact >= 0 || !/^\d{1,3}$/.test(wanted) ? exact : Number(wanted)
  if (at < 0 || at >= channels.length) throw channelNotKnown(wanted)
  return at
}

/** Raw rows of a meter's channel during a measurement. */
export function meterLog(
  reader: SessionReader,
  view: SessionView,
  measurement: number,
  meter: string,
  channel: string,
): Promise<InboxLog> {
  const source = view.sourceInfos.find(
    ({ id, name, kind }) => kind !== RESOURCE_KIND && (id === meter || name === meter),
  )
  if (!source) throw meterNotKnown(meter)
  return rowsOf(reader, view, measurement, source, channelAt(source, channel), (t) => t, 0)
}

/** Rows of a pushed or imported resource during a measurement, on our clock. `name`: of the resource, or the path of a collectd series or its last part. */
export function resourceLog(
  reader: SessionReader,
  view: SessionView,
  measurement: number,
  unit: string,
  name: string,
): Promise<InboxLog> {
  const source =
    view.sourceInfos.find((s) => s.kind === RESOURCE_KIND && s.machineName === unit && s.channels[0]?.label === name) ??
    view.sourceInfos.find(
      ({ settings: { host, path } }) => host === unit && (path === name || String(path).endsWith(`/${name}`)),
    )
  if (!source) throw channelNotKnown(name)
  const clock = source.kind === RESOURCE_KIND ? null : clockOfHost(view.events, unit)
  const map = clock ? (t: TimeUs) => mapTime(clock, t) : (t: TimeUs) => t
  return rowsOf(reader, view, measurement, source, 0, map, clock?.offsetUs ?? 0)
}

async function rowsOf(
  reader: SessionReader,
  view: SessionView,
  measurement: number,
  source: Known,
  at: number,
  map: (t: TimeUs) => TimeUs,
  offsetUs: number,
): Promise<InboxLog> {
  const span = spansOf(view.events).find(({ what, id }) => what === 'measurement' && id === measurement)
  if (!span) throw noMeasurement(measurement)
  const { fromUs } = span
  const toUs = span.toUs ?? view.endUs ?? Number.MAX_SAFE_INTEGER
  // Their clock may drift away from the offset: read a little more, then look at every stamp.
  const marginUs = 60_000_000
  const rows: (readonly [TimeUs, number | null])[] = []
  const query = { fromUs: fromUs - offsetUs - marginUs, toUs: toUs - offsetUs + marginUs, sourceId: source.id }
  for await (const { block } of reader.rows(query)) {
    for (const [i, t] of block.timesUs.entries()) {
      const ours = map(t)
      if (ours <= fromUs || ours > toUs) continue
      if (rows.length === MAX_ROWS) return logOf(source, at, fromUs, toUs, rows, true)
      const value = Number(block.values[at]?.[i])
      rows.push([ours, Number.isFinite(value) ? value : null])
    }
  }
  return logOf(source, at, fromUs, toUs, rows, false)
}

const logOf = (
  source: Known,
  at: number,
  fromUs: TimeUs,
  toUs: TimeUs,
  rows: InboxLog['rows'],
  cut: boolean,
): InboxLog => ({
  channel: source.channels[at]?.label ?? '',
  unit: source.channels[at]?.unit ?? '1',
  fromUs,
  toUs,
  rows,
  cut,
})
