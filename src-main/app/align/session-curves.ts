import { channelId } from '@contract/model'
import type { SessionView } from '@contract/sessions'
import type { SessionReader } from '../../ports/sessions'
import { type Curve, type Load, loadsAmong, MOST_TRIED, nameOf, wallAmong } from './curve'
import { doubles } from './doubles'

/** The power at the wall of a session; null when it has none. */
export async function wallCurve(reader: SessionReader, view: SessionView): Promise<Curve | null> {
  const imported = new Set(view.clocks.flatMap(({ sourceIds }) => sourceIds))
  const wall = wallAmong(view.sourceInfos.filter(({ id }) => !imported.has(id)))
  return wall && curveOf(reader, view, wall)
}

/** What tells of the load of machines whose sources these are, as their clock is aligned now. */
export async function machineCurves(
  reader: SessionReader,
  view: SessionView,
  sourceIds: readonly string[],
): Promise<readonly Curve[]> {
  const loads = loadsAmong(view.sourceInfos.filter(({ id }) => sourceIds.includes(id))).slice(0, MOST_TRIED)
  const curves: Curve[] = []
  for (const load of loads) {
    const curve = await curveOf(reader, view, load)
    if (curve) curves.push(curve)
  }
  return curves
}

async function curveOf(reader: SessionReader, view: SessionView, load: Load): Promise<Curve | null> {
  const { source, channel, sign } = load
  const id = channelId(source.id, channel.key)
  const channels = [id]
  const at = source.channels.findIndex(({ key }) => key === channel.key)
  const [first] = await reader.nearest({ channels, tUs: view.startUs - DAY_US, side: 'after' })
  const [last] = await reader.nearest({ channels, tUs: (view.endUs ?? view.startUs) + DAY_US, side: 'before' })
  if (!first || !last) return null
  return {
    id,
    name: nameOf(load),
    channel,
    periodS: source.periodS,
    sign,
    fromUs: first.tUs,
    toUs: last.tUs,
    async *rows(span) {
      for await (const { block } of reader.rows({ ...span, sourceId: source.id })) {
        yield { timesUs: block.timesUs, values: doubles(block.values[at]!) }
      }
    },
  }
}

/** A session's ends may lie inside those of an aligned machine by what its clock was moved. */
const DAY_US = 86_400e6
