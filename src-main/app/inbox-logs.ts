import { RESOURCE_KIND, type SourceInfo, type TimeUs } from '@contract/model'
import type { SessionView } from '@contract/sessions'
import { spansOf } from '@contract/spans'
import type { InboxLog } from '../ports/inbox'
import type { SessionReader } from '../ports/sessions'
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
  return rowsOf(reader, view, measurement, source, channelAt(source, channel))
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
  return rowsOf(reader, view, measurement, source, 0)
}

async function rowsOf(
  reader: SessionReader,
  view: SessionView,
  measurement: number,
  source: Known,
  at: number,
): Promise<InboxLog> {
  const span = spansOf(view.events).find(({ what, id }) => what === 'measurement' && id === measurement)
  if (!span) throw noMeasurement(measurement)
  const { fromUs } = span
  const toUs = span.toUs ?? view.endUs ?? Number.MAX_SAFE_INTEGER
  const rows: (readonly [TimeUs, number | null])[] = []
  for await (const { block } of reader.rows({ fromUs, toUs, sourceId: source.id })) {
    for (const [i, t] of block.timesUs.entries()) {
      if (rows.length === MAX_ROWS) return logOf(source, at, fromUs, toUs, rows, true)
      const value = Number(block.values[at]?.[i])
      rows.push([t, Number.isFinite(value) ? value : null])
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
