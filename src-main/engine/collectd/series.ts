import type { InspectedSeries, SeriesReport } from '@contract/collectd'
import type { ChannelInfo, Gap, SourceInfo, TimeUs } from '@contract/model'
import { type Cadence, cadenceOf, heldMean, holesIn } from './cadence'
import { ratesOf, type Unwrapped, unwrap } from './counters'
import type { SeriesName } from './entry-name'
import { sourcesOfColumns } from './file-head'
import { type Meaning, meaningOf, perSecond, rateChannel, siUnitOf } from './meaning'
import type { RowTable } from './row-table'
import { shownName, sourceId } from './shown-name'

/** Gaps a series may list in a session; a hostile file could have one a row. */
const MAX_GAPS = 1_000

/** Resets that are listed in words. */
const NAMED = 3

/** A series ready for a session: one source, its rows and what there is to say of it. */
export interface Series {
  readonly host: string
  readonly path: string
  readonly inspected: Omit<InspectedSeries, 'chosen' | 'files'>
  readonly info: SourceInfo
  /** Seconds between rows; null below two rows. */
  readonly periodS: number | null
  readonly timesUs: Float64Array
  readonly values: readonly (Float64Array | BigInt64Array | BigUint64Array)[]
  readonly gaps: readonly Gap[]
  readonly firstUs: TimeUs
  readonly lastUs: TimeUs
  /** Where there are no rows for long: from, to. */
  readonly holesUs: readonly (readonly [number, number])[]
  readonly warnings: readonly string[]
}

/** One column: its report and its channels. */
interface Column {
  readonly report: SeriesReport
  readonly channels: readonly { readonly info: ChannelInfo; readonly values: Series['values'][number] }[]
  readonly resets: readonly number[]
  readonly warnings: readonly string[]
}

/** Turns settled rows (sorted, without doubles) into what they mean. `table` is not used afterwards: its arrays are handed on. */
export function seriesOf(host: string, name: SeriesName, names: readonly string[], table: RowTable): Series {
  const path = `${name.plugin}/${name.series}`
  const { timesUs } = table
  const cadence = cadenceOf(timesUs)
  const holes = holesIn(timesUs, cadence)
  const keys = keysOf(names)
  const columns = sourcesOfColumns(name.type, names).map((source, c) => {
    const facts = { path, column: source.column, key: keys[c]!, single: names.length === 1 }
    return columnOf(facts, meaningOf(name, source), table, c, cadence, holes)
  })
  const channels = columns.flatMap((column) => column.channels)
  return {
    host,
    path,
    inspected: {
      path,
      group: meaningOf(name, { column: '', kind: 'gauge' }).group,
      columns: columns.map(({ report }) => report),
    },
    info: {
      id: sourceId(host, path),
      kind: 'collectd',
      name: `${shownName(host)} ${shownName(path)}`,
      machineName: shownName(`${host}/${path}`),
      simulated: false,
      identity: null,
      calibration: null,
      channels: channels.map(({ info }) => info),
    },
    periodS: Number.isNaN(cadence.stepUs) ? null : cadence.stepUs / 1e6,
    timesUs,
    values: channels.map(({ values }) => values),
    gaps: gapsOf(
      timesUs,
      holes,
      columns.flatMap(({ resets }) => resets),
      cadence,
    ),
    firstUs: timesUs[0]!,
    lastUs: timesUs.at(-1)!,
    holesUs: holes.map((at) => [timesUs[at - 1]!, timesUs[at]!] as const),
    warnings: columns.flatMap(({ report, warnings }) => {
      const column = columns.length === 1 ? '' : ` ${report.column}`
      return warnings.map((said) => `${shownName(`${host}/${path}${column}`)}: ${said}.`)
    }),
  }
}

interface Facts {
  readonly path: string
  readonly column: string
  readonly key: string
  readonly single: boolean
}

function columnOf(
  facts: Facts,
  meaning: Meaning,
  table: RowTable,
  c: number,
  cadence: Cadence,
  holes: readonly number[],
): Column {
  const values = table.values[c]!
  const present = values.reduce((sum, value) => (Number.isNaN(value) ? sum : sum + 1), 0)
  if (!meaning.counts) return gaugeOf(facts, meaning, table.timesUs, values, present, cadence, holes)
  if (table.decimals[c]! * 2 > present && !isFloating(meaning, facts.path))
    return rateOf(facts, meaning, table.timesUs, values, cadence, holes)
  return counterOf(facts, meaning, table, c, present, cadence, holes)
}

/** Joules counted as a floating number: decimals do not make them a rate. */
const isFloating = ({ unit }: Meaning, path: string): boolean => unit === 'J' && path.startsWith('intel_cpu_energy')

function gaugeOf(
  { path, column, key, single }: Facts,
  meaning: Meaning,
  timesUs: Float64Array,
  raw: Float64Array,
  present: number,
  cadence: Cadence,
  holes: readonly number[],
): Column {
  const values = divided(raw, meaning.divisor)
  const { unit } = meaning
  return {
    report: {
      ...{ path, column, kind: 'gauge' as const, unit, rows: timesUs.length },
      gaps: timesUs.length - present + holes.length,
      ...ends(timesUs),
      ...{ delta: null, wraps: 0, mean: finite(heldMean(timesUs, values, cadence)) },
    },
    channels: [{ info: channel(key, single ? 'value' : column, siUnitOf(unit), 'gauge'), values }],
    resets: [],
    warnings: [],
  }
}

/** A counter that collectd turned into a rate before writing (StoreRates true). */
function rateOf(
  { path, column, key, single }: Facts,
  meaning: Meaning,
  timesUs: Float64Array,
  raw: Float64Array,
  cadence: Cadence,
  holes: readonly number[],
): Column {
  const rates = divided(raw, meaning.divisor)
  let absurd = 0
  for (let i = 0; i < rates.length; i++) {
    if (Math.abs(rates[i]!) <= meaning.rateCap || Number.isNaN(rates[i]!)) continue
    rates[i] = Number.NaN
    absurd += 1
  }
  const missing = rates.reduce((sum, rate) => (Number.isNaN(rate) ? sum + 1 : sum), 0)
  const drawn = rateChannel(meaning.unit)
  const said = `${absurd} ${absurd === 1 ? 'rate' : 'rates'} beyond what is possible left out (a counter wrapped while collectd computed rates)`
  return {
    report: {
      ...{ path, column, kind: 'gauge' as const, unit: perSecond(meaning.unit), rows: timesUs.length },
      gaps: missing + holes.length,
      ...ends(timesUs),
      ...{ delta: null, wraps: 0, mean: finite(heldMean(timesUs, rates, cadence)) },
    },
    channels: [
      {
        info: channel(key, single ? 'rate' : `${column} rate`, drawn.unit, 'rate'),
        values: drawn.factor === 1 ? rates : rates.map((rate) => rate * drawn.factor),
      },
    ],
    resets: [],
    warnings: absurd > 0 ? [said] : [],
  }
}

function counterOf(
  { path, column, key, single }: Facts,
  meaning: Meaning,
  table: RowTable,
  c: number,
  present: number,
  cadence: Cadence,
  holes: readonly number[],
): Column {
  const { timesUs } = table
  const raw = table.values[c]!
  const exact = table.exact[c]!
  const run = meaning.kind === 'absolute' ? summed(timesUs, raw) : unwrap(timesUs, raw, exact, meaning, cadence)
  const { divisor, unit } = meaning
  const drawn = rateChannel(unit)
  const label = (what: string) => (single ? what : `${column} ${what}`)
  const rates = ratesOf(timesUs, run.rises, meaning.rateOverS, drawn.factor / divisor)
  const changed = run.totals !== raw || divisor !== 1
  const rawType = exact === null ? 'f64' : raw.some((value) => value < 0) ? 'i64' : 'u64'
  const rawValues = exact === null ? raw : rawType === 'i64' ? exact : new BigUint64Array(exact.buffer)
  return {
    report: {
      ...{ path, column, kind: meaning.kind, unit, rows: timesUs.length },
      gaps: timesUs.length - present + run.refused + new Set([...run.resets, ...holes]).size,
      ...ends(timesUs),
      delta: present > 0 ? finite(run.delta / divisor) : null,
      wraps: run.wraps,
      mean: run.overUs > 0 ? finite(run.delta / divisor / (run.overUs / 1e6)) : null,
    },
    channels: [
      { info: channel(`${key}.rate`, label('rate'), drawn.unit, 'rate'), values: rates },
      ...(changed
        ? [{ info: channel(key, label('total'), siUnitOf(unit), 'counter'), values: divided(run.totals, divisor) }]
        : []),
      {
        info: {
          ...channel(
            changed ? `${key}.raw` : key,
            label(changed ? 'raw counter' : 'total'),
            changed ? '1' : siUnitOf(unit),
            'counter',
          ),
          type: rawType,
        },
        values: rawValues,
      },
    ],
    resets: run.resets,
    warnings: warningsOf(run, timesUs),
  }
}

/** An ABSOLUTE says how much came since the last reading. */
function summed(timesUs: Float64Array, raw: Float64Array): Unwrapped {
  const rises = raw.slice()
  if (rises.length > 0) rises[0] = Number.NaN
  const totals = new Float64Array(raw.length)
  let total = 0
  for (let i = 0; i < raw.length; i++) {
    if (i > 0 && !Number.isNaN(raw[i]!)) total += raw[i]!
    totals[i] = total
  }
  const overUs = timesUs.length > 1 ? timesUs.at(-1)! - timesUs[0]! : 0
  return { totals, rises, delta: total, overUs, wraps: 0, resets: [], refused: 0 }
}

function warningsOf({ resets, refused }: Unwrapped, timesUs: Float64Array): readonly string[] {
  const at = resets.slice(0, NAMED).map((i) => new Date(timesUs[i]! / 1000).toISOString())
  const more = resets.length > NAMED ? ` and ${resets.length - NAMED} more` : ''
  return [
    ...(resets.length > 0 ? [`the counter was reset at ${at.join(', ')}${more}; nothing is counted across it`] : []),
    ...(refused > 0 ? [`${refused} zero ${refused === 1 ? 'reading' : 'readings'} of a counter left out`] : []),
  ]
}

function gapsOf(timesUs: Float64Array, holes: readonly number[], resets: readonly number[], cadence: Cadence): Gap[] {
  const reset = new Set(resets)
  const all = [...new Set([...holes, ...resets])].sort((a, b) => a - b).slice(0, MAX_GAPS)
  return all.map((at): Gap => {
    const fromUs = timesUs[at - 1]!
    const toUs = timesUs[at]!
    const lost = Math.max(0, Math.round((toUs - fromUs) / cadence.stepUs) - 1)
    if (reset.has(at)) return { fromUs, toUs, lost, cause: 'reset', text: 'counter reset, machine or reader restarted' }
    return { fromUs, toUs, lost, cause: 'silent', text: 'collectd wrote no rows' }
  })
}

const channel = (key: string, label: string, unit: ChannelInfo['unit'], kind: ChannelInfo['kind']): ChannelInfo => ({
  key,
  label: shownName(label),
  unit,
  kind,
  type: 'f64',
})

/** Channel keys: letters, digits and _, each once, also beside the endings this file adds. */
function keysOf(names: readonly string[]): readonly string[] {
  const seen = new Set<string>()
  return names.map((name, i) => {
    const plain = name.replace(/[^A-Za-z0-9_]+/g, '_').slice(0, 40) || `column${i + 1}`
    const key = seen.has(plain) ? `${plain}_${i + 1}` : plain
    seen.add(key)
    return key
  })
}

function divided(values: Float64Array, divisor: number): Float64Array {
  return divisor === 1 ? values : values.map((value) => value / divisor)
}

const iso = (us: number): string => new Date(us / 1000).toISOString()

const ends = (timesUs: Float64Array): Pick<SeriesReport, 'first' | 'last'> => ({
  first: timesUs.length > 0 ? iso(timesUs[0]!) : null,
  last: timesUs.length > 0 ? iso(timesUs.at(-1)!) : null,
})

/** JSON has no NaN: what cannot be said is null. */
const finite = (value: number): number | null => (Number.isFinite(value) ? value : null)
