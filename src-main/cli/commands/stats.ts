import { clockWords } from '@contract/clocks'
import { channelId, sourceOf } from '@contract/model'
import type { SelectionSummary } from '@contract/series'
import type { SessionView } from '@contract/sessions'
import type { Command } from 'commander'
import type { ListedGaps } from '../../engine/series/listed-gaps'
import type { SessionReader, SessionStore } from '../../ports/sessions'
import { EXIT } from '../exit-codes'
import { emptySpan, iso, moment, print, textTable, withStore } from '../library'
import { complain } from '../say'
import { clocksJson } from './align'

/** Gaps listed for eyes; --json gives all. */
const GAPS_SHOWN = 20

interface StatsOptions {
  readonly from?: number
  readonly to?: number
  readonly json?: true
}

/** `wattbench stats`: what the strip under the chart says, from the same raw samples by the same code. */
export function addStats(program: Command): void {
  program
    .command('stats <id>')
    .description(
      'statistics of a session or a part of it, from raw samples; ID is a unique beginning of its id, or latest',
    )
    .option('--from <time>', 'only samples after this moment: ISO 8601 or Unix microseconds', moment)
    .option('--to <time>', 'only samples up to this moment, itself included', moment)
    .option('--json', 'print one JSON object')
    .exitOverride()
    .action((id: string, options: StatsOptions) => withStore((store) => stats(store, id, options)))
}

async function stats(store: SessionStore, idOrPrefix: string, options: StatsOptions): Promise<number> {
  const reader = await store.open(await store.find(idOrPrefix))
  try {
    const view = await reader.view()
    const fromUs = options.from ?? view.startUs
    const toUs = options.to ?? view.endUs ?? fromUs
    if (options.from !== undefined && options.to !== undefined && fromUs >= toUs) throw emptySpan()
    const channels = view.sourceInfos.flatMap(({ id, channels: all }) =>
      all.filter(({ kind }) => kind !== 'time').map(({ key }) => channelId(id, key)),
    )
    const found = fromUs < toUs ? await reader.stats({ channels, fromUs, toUs }) : []
    const values = found.filter(({ n }) => n > 0).length
    if (options.json) print(await asJson(reader, view, fromUs, toUs, found))
    else if (values > 0) {
      const listed = await reader.gapsIn({ fromUs, toUs, most: GAPS_SHOWN })
      process.stdout.write(asText(view, fromUs, toUs, found) + gapsAsText(view, found, { fromUs, toUs, ...listed }))
    }
    if (values === 0) complain('wattbench: The session has no samples in this span.')
    if (values === 0) return EXIT.nothing
    // A source without any value is a loss; a single channel may have had nothing to say (mains frequency in the first seconds).
    const silent = view.sourceInfos.filter(({ id }) => !found.some((s) => s.n > 0 && sourceOf(s.channel) === id))
    return silent.length > 0 ? EXIT.partial : EXIT.good
  } finally {
    await reader.close()
  }
}

/** JSON has no NaN: what cannot be said is null. */
const orNull = (x: number | null): number | null => (x === null || Number.isNaN(x) ? null : x)

async function asJson(
  reader: SessionReader,
  view: SessionView,
  fromUs: number,
  toUs: number,
  found: readonly SelectionSummary[],
) {
  const gaps = await reader.gaps()
  const inside = gaps.filter(({ gap }) => gap.fromUs < toUs && (gap.toUs ?? Number.POSITIVE_INFINITY) > fromUs)
  return {
    schema: 1,
    session: view.id,
    clocks: clocksJson(view.clocks),
    from_us: fromUs,
    to_us: toUs,
    channels: described(view, found).map(({ source, channel, s }) => ({
      source: source.id,
      machine_name: source.machineName,
      channel: channel.key,
      unit: channel.unit,
      n: s.n,
      expected: orNull(s.expected),
      coverage_percent: orNull(s.coveragePercent),
      mean: orNull(s.mean),
      min: orNull(s.min),
      max: orNull(s.max),
      sigma: orNull(s.sigma),
      median: orNull(s.median),
      p5: orNull(s.p5),
      p95: orNull(s.p95),
      p99: orNull(s.p99),
      energy_J: orNull(s.energyJ),
      gaps: s.gaps,
      gap_s: s.gapS,
      largest_gap_s: s.largestGapS,
    })),
    gaps: inside.map(({ sourceId, gap }) => ({
      source: sourceId,
      from_us: gap.fromUs,
      to_us: gap.toUs,
      lost: gap.lost,
      cause: gap.cause,
      text: gap.text,
    })),
  }
}

function asText(view: SessionView, fromUs: number, toUs: number, found: readonly SelectionSummary[]): string {
  const head = [
    'CHANNEL',
    'UNIT',
    'MEAN',
    'MIN',
    'MAX',
    'SIGMA',
    'MEDIAN',
    'P5',
    'P95',
    'P99',
    'ENERGY J',
    'N/EXPECTED',
    'COVERAGE %',
    'LARGEST GAP S',
  ]
  const digits = (x: number | null) => (x === null || Number.isNaN(x) ? '-' : x.toPrecision(6))
  const cells = described(view, found).map(({ source, channel, s }) => [
    `${source.machineName}.${channel.key}`,
    channel.unit,
    ...[s.mean, s.min, s.max, s.sigma, s.median, s.p5, s.p95, s.p99, s.energyJ].map(digits),
    `${s.n}/${Number.isNaN(s.expected) ? '-' : s.expected}`,
    Number.isNaN(s.coveragePercent) ? '-' : s.coveragePercent.toFixed(1),
    s.largestGapS.toFixed(3),
  ])
  const span = `${view.name} (${view.id}), ${iso(fromUs)} < t <= ${iso(toUs)}, ${((toUs - fromUs) / 1e6).toFixed(3)} s`
  const clocks = view.clocks.map(({ host, clock }) => `${host}: ${clockWords(clock)}\n`).join('')
  return `${span}\n${clocks}${textTable(head, cells)}`
}

/** What every source left out, and the longest of its gaps; nothing when nothing is missing. */
function gapsAsText(
  view: SessionView,
  found: readonly SelectionSummary[],
  { fromUs, toUs, gaps, leftOut }: { readonly fromUs: number; readonly toUs: number } & ListedGaps,
): string {
  const lines = view.sourceInfos.flatMap((source) => {
    const rows = found.filter((s) => sourceOf(s.channel) === source.id)
    const fullest = rows.reduce<SelectionSummary | null>((best, s) => (best && best.n >= s.n ? best : s), null)
    const own = gaps.filter(({ sourceId }) => sourceId === source.id)
    if (!fullest || (fullest.gaps === 0 && own.length === 0)) return []
    const count = `${fullest.gaps} ${fullest.gaps === 1 ? 'gap' : 'gaps'}`
    return [
      `${source.machineName}: ${count}, ${fullest.gapS.toFixed(3)} s not counted`,
      ...own.map(({ gap }) => {
        const lengthS = (Math.min(gap.toUs ?? toUs, toUs) - Math.max(gap.fromUs, fromUs)) / 1e6
        return `  ${iso(gap.fromUs)}  ${lengthS.toFixed(3)} s  ${gap.cause}${gap.text === '' ? '' : `: ${gap.text}`}`
      }),
    ]
  })
  if (leftOut > 0) lines.push(`and ${leftOut} shorter ${leftOut === 1 ? 'gap' : 'gaps'}; --json lists all`)
  return lines.length === 0 ? '' : `\n${lines.join('\n')}\n`
}

/** Each result with the channel and the source it speaks of. */
function described(view: SessionView, found: readonly SelectionSummary[]) {
  return view.sourceInfos.flatMap((source) =>
    source.channels.flatMap((channel) => {
      const s = found.find((one) => one.channel === channelId(source.id, channel.key))
      return s ? [{ source, channel, s }] : []
    }),
  )
}
