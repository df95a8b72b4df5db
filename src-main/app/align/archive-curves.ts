import type { ImportLimits } from '@contract/collectd'
import { channelId } from '@contract/model'
import { Fault } from '../../base/fault'
import type { ArchiveReader, ArchiveSeries } from '../../ports/archive'
import { type Curve, LOAD_FILTERS, type Load, loadsAmong, MOST_TRIED, nameOf } from './curve'
import { doubles } from './doubles'

/**
 * What tells of the load of one machine of an archive, held in memory: MOST_TRIED series of power and of processors at most. Empty
 * when it has none. Rejects with the Faults of ArchiveReader but for those that say that nothing was found.
 */
export async function archiveCurves(
  reader: ArchiveReader,
  job: { readonly file: string; readonly limits: ImportLimits; readonly signal: AbortSignal },
  host: string,
): Promise<readonly Curve[]> {
  const held = new Map<'W' | '%', Curve[]>([
    ['W', []],
    ['%', []],
  ])
  const take = async (series: ArchiveSeries): Promise<void> => {
    if (series.host !== host) return
    const settings = { host, path: series.path, group: series.group }
    for (const load of loadsAmong([{ ...series.info, periodS: series.periodS, settings }])) {
      const kept = held.get(load.channel.unit === 'W' ? 'W' : '%')
      if (!kept || kept.length >= MOST_TRIED) continue
      const curve = curveOf(series, load)
      if (curve) kept.push(curve)
    }
  }
  try {
    await reader.read({ ...job, filters: LOAD_FILTERS }, take)
  } catch (error) {
    if (!saysNothing(error)) throw error
  }
  return [...held.values()].flat().toSorted(packagesFirst).slice(0, MOST_TRIED)
}

const NOTHING: ReadonlySet<string> = new Set(['ARCHIVE_UNCHOSEN', 'ARCHIVE_USELESS'])

const saysNothing = (error: unknown): boolean => error instanceof Fault && NOTHING.has(error.code)

const packagesFirst = (a: Curve, b: Curve): number => rank(a) - rank(b)
const rank = ({ channel, name }: Curve): number => (channel.unit !== 'W' ? 2 : /psys|package/.test(name) ? 0 : 1)

function curveOf({ block, periodS }: ArchiveSeries, load: Load): Curve | null {
  const at = load.source.channels.findIndex(({ key }) => key === load.channel.key)
  const { timesUs } = block
  const values = doubles(block.values[at]!)
  const [fromUs, toUs] = [timesUs[0], timesUs.at(-1)]
  if (fromUs === undefined || toUs === undefined) return null
  return {
    id: channelId(load.source.id, load.channel.key),
    name: nameOf(load),
    channel: load.channel,
    periodS,
    sign: load.sign,
    fromUs,
    toUs,
    // Rows outside a span are passed over by who folds them.
    async *rows() {
      yield { timesUs, values }
    },
  }
}
