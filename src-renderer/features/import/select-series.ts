import {
  type ArchiveInspection,
  type InspectedSeries,
  isChosen,
  type SeriesGroup,
  type SeriesReport,
} from '@contract/collectd'
import { formatCount, formatDuration, formatFixed, formatQuantity, joined } from '@contract/quantity'
import { seriesKey } from '../../state/imports'

/** One series as the table shows it. */
export interface SeriesLine {
  readonly kind: 'series'
  readonly host: string
  readonly path: string
  readonly group: SeriesGroup
  /** Folder with its slash, and `type[-instance]`. */
  readonly folder: string
  readonly name: string
  /** Letters of the name that a filter took. */
  readonly matched: number
  readonly chosen: boolean
  readonly how: string
  readonly unit: string
  readonly mean: string
  readonly rows: string
  readonly note: string
  readonly warn: boolean
}

/** Series of one plugin of a machine. */
export interface PluginLine {
  readonly kind: 'plugin'
  readonly key: string
  readonly name: string
  readonly group: SeriesGroup
  readonly chosen: number
  readonly of: number
  readonly folded: boolean
  /** What a filter must begin with to take each of them. */
  readonly names: readonly string[]
}

export type TableLine = PluginLine | SeriesLine

export const keyOf = (line: TableLine): string => (line.kind === 'plugin' ? line.key : seriesKey(line.host, line.path))

/** A rate is drawn in this unit where a counter is read in that one. */
const DRAWN: Readonly<Record<string, string>> = {
  J: 'J, W',
  jiffies: '% of a CPU',
  bytes: 'B/s, B',
}

const GROUP_WORDS: Readonly<Record<SeriesGroup, string>> = {
  Power: 'Power and energy',
  CPU: 'Processors',
  Memory: 'Memory',
  Network: 'Network',
  Disk: 'Disks',
  Process: 'Processes',
  Other: 'Other',
}
export const groupWords = (group: SeriesGroup): string => GROUP_WORDS[group]

/** Escapes what would hide or break a line: names come from strangers. */
export const shownName = (name: string): string =>
  name.replace(/[\p{Cc}\p{Cf}]/gu, (c) => `\\u${(c.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`)

export interface TableQuery {
  readonly filters: readonly string[] | null
  readonly search: string
  readonly folded: ReadonlySet<string>
  /** Only what the filters choose. */
  readonly onlyChosen: boolean
}

/** The lines of the table: plugins in the order of the archive with their series below. */
export function tableLines({ hosts }: ArchiveInspection, query: TableQuery): readonly TableLine[] {
  const many = hosts.length > 1
  const lines: TableLine[] = []
  for (const { host, series } of hosts) {
    for (const [plugin, members] of byPlugin(series)) {
      const found = members.map((one) => seriesLine(host, one, query.filters))
      const chosen = found.filter((line) => line.chosen)
      const shown = (query.onlyChosen ? chosen : found).filter((line) => fits(line, query.search))
      if (shown.length === 0) continue
      const key = `${host}\n${plugin}`
      const folded = query.folded.has(key) && query.search.trim() === ''
      const folders = [...new Set(members.map(folderOf))]
      const name = folders.length === 1 ? (folders[0] ?? plugin) : `${folders[0]} … ${folders.at(-1)}`
      const names = [...new Set(members.map(({ path }) => path.slice(path.indexOf('/') + 1)))]
      lines.push({
        kind: 'plugin',
        key,
        name: shownName(many ? `${host} · ${name}` : name),
        group: members[0]?.group ?? 'Other',
        chosen: chosen.length,
        of: members.length,
        folded,
        names,
      })
      if (!folded) lines.push(...shown)
    }
  }
  return lines
}

const folderOf = ({ path }: InspectedSeries): string => path.slice(0, path.indexOf('/'))

function byPlugin(series: readonly InspectedSeries[]): ReadonlyMap<string, readonly InspectedSeries[]> {
  const plugins = new Map<string, InspectedSeries[]>()
  for (const one of series) {
    const folder = folderOf(one)
    // `cpu-0` and `cpu-1` are one plugin; `intel-rapl` is a name of its own.
    const plugin =
      /^(.*)-\d+$/.exec(folder)?.[1] ??
      (folder.startsWith('interface-') ? 'interface' : folder.startsWith('disk-') ? 'disk' : folder)
    const known = plugins.get(plugin) ?? []
    known.push(one)
    plugins.set(plugin, known)
  }
  return plugins
}

function fits({ path, host, unit, group }: SeriesLine, search: string): boolean {
  const text = `${host} ${path} ${unit} ${group}`.toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

function seriesLine(host: string, one: InspectedSeries, filters: readonly string[] | null): SeriesLine {
  const { path, group, files, columns } = one
  const name = path.slice(path.indexOf('/') + 1)
  const chosen = files.some((file) => isChosen(file, filters))
  const matched = Math.max(
    0,
    ...(filters ?? []).filter((filter) => files.some((file) => file.startsWith(filter))).map((filter) => filter.length),
  )
  const [first] = columns
  return {
    kind: 'series',
    host,
    path,
    group,
    folder: shownName(path.slice(0, path.length - name.length)),
    name: shownName(name),
    matched: Math.min(matched, name.length),
    chosen,
    how: first?.kind ?? '',
    unit: first ? unitWords(first) : '',
    mean: columns.length === 1 && first ? meanWords(first) : '',
    rows: first ? formatCount(Math.max(...columns.map(({ rows }) => rows))) : '0',
    ...noteOf(columns),
  }
}

function unitWords({ unit, kind }: SeriesReport): string {
  if (unit === null) return 'number'
  if (unit === 'bytes' && kind === 'gauge') return 'B'
  return DRAWN[unit] ?? unit
}

/** The mean of a column in words: a counter's is its rate. */
export function meanWords({ mean, unit, kind, delta }: SeriesReport): string {
  if (mean === null) return '—'
  const rate = kind !== 'gauge' || delta !== null
  if (unit === 'J' && rate) return joined(formatQuantity(mean, 'W'))
  if (unit === 'jiffies' && rate) return `${formatFixed(mean, 1)}\u00a0%`
  if (unit === 'bytes') return joined(formatQuantity(mean, rate ? 'B/s' : 'B'))
  if (unit === null) return formatFixed(mean, Math.abs(mean) < 100 ? 2 : 0)
  if (unit === '%') return `${formatFixed(mean, 1)}\u00a0%`
  if (unit === '°C') return `${formatFixed(mean, 1)}\u00a0°C`
  return rate ? `${formatFixed(mean, 2)}\u00a0${unit}/s` : joined(formatQuantity(mean, unit))
}

function noteOf(columns: readonly SeriesReport[]): { readonly note: string; readonly warn: boolean } {
  const wraps = columns.reduce((sum, one) => sum + one.wraps, 0)
  const gaps = Math.max(0, ...columns.map((one) => one.gaps))
  const parts = [
    ...(columns.length > 1 ? [columns.map(({ column }) => shownName(column)).join(', ')] : []),
    ...(wraps > 0 ? [`${wraps} counter ${wraps === 1 ? 'wrap' : 'wraps'}, handled`] : []),
    ...(gaps > 0 ? [`${formatCount(gaps)} ${gaps === 1 ? 'gap' : 'gaps'}`] : []),
  ]
  return { note: parts.join(' · '), warn: gaps > 0 }
}

/** Facts above the table. */
export function archiveFacts(
  { hosts, warnings, skipped }: ArchiveInspection,
  span: { readonly fromUs: number; readonly toUs: number } | null,
): readonly (readonly [string, string])[] {
  const series = hosts.flatMap((one) => one.series)
  const files = series.reduce((sum, one) => sum + one.files.length, 0)
  const days = new Set(series.flatMap((one) => one.files.map((file) => /\d{4}-\d{2}-\d{2}$/.exec(file)?.[0] ?? '')))
    .size
  const problems = warnings.length + skipped.length
  return [
    [hosts.length === 1 ? 'Host' : 'Hosts', hosts.map(({ host }) => shownName(host)).join(', ')],
    [
      'Span',
      span ? `${formatDuration((span.toUs - span.fromUs) / 1e6)}${days > 1 ? `, ${days} days joined` : ''}` : '—',
    ],
    ['Series', `${formatCount(series.length)} in ${formatCount(files)} ${files === 1 ? 'file' : 'files'}`],
    ['Problems', problems === 0 ? 'none' : formatCount(problems)],
  ]
}

/** Rows that filters choose, in words. */
export function chosenRows({ hosts }: ArchiveInspection, filters: readonly string[] | null): number {
  return hosts
    .flatMap(({ series }) => series)
    .filter(({ files }) => files.some((file) => isChosen(file, filters)))
    .reduce((sum, { columns }) => sum + Math.max(0, ...columns.map(({ rows }) => rows)), 0)
}

/** Filters without those that take a name. */
export const without = (filters: readonly string[], names: readonly string[]): readonly string[] =>
  filters.filter((filter) => !names.some((name) => name.startsWith(filter)))

/** Filters that take these names too, without repeating what is taken already. */
export const withNames = (filters: readonly string[], names: readonly string[]): readonly string[] => [
  ...filters,
  ...names.filter((name) => !filters.some((filter) => name.startsWith(filter))),
]
