import { clockWords, type MachineClock } from '@contract/clocks'
import type { ArchiveInspection, ImportReport, SeriesReport, SkippedEntry } from '@contract/collectd'
import { shownName } from '../engine/collectd/shown-name'
import { textTable } from './library'

const HEAD = ['SERIES', 'COLUMN', 'KIND', 'UNIT', 'ROWS', 'GAPS', 'DELTA', 'WRAPS', 'MEAN', 'FIRST (UTC)', 'LAST (UTC)']

/** The report of an import, for eyes; programs use --json. */
export function reportText(
  { session, units, skipped, warnings }: ImportReport,
  clocks: readonly MachineClock[],
): string {
  const parts = units.map(
    ({ host, series }) =>
      `\n${shownName(host)}: ${clockWords(clocks.find((one) => one.host === host)?.clock ?? null)}\n${textTable(
        HEAD,
        series.map((one) => cellsOf(one)),
      )}`,
  )
  return `session ${session}\n${parts.join('')}${problems(skipped, warnings)}`
}

/** What an archive holds; series the filters choose carry a star. */
export function inspectionText({ file, bytes, hosts, filters, skipped, warnings }: ArchiveInspection): string {
  const all = hosts.flatMap(({ series }) => series)
  const chosen = all.filter((one) => one.chosen).length
  const parts = hosts.map(({ host, series }) => {
    const cells = series.flatMap((one) =>
      one.columns.map((column) => [one.chosen ? '*' : '', one.group, ...cellsOf(column)]),
    )
    return `\n${shownName(host)}\n${textTable(['', 'GROUP', ...HEAD], cells)}`
  })
  const by = filters === null ? 'without filters' : `by the filters ${filters.map(shownName).join(', ')}`
  const head = `${shownName(file)}: ${sizeText(bytes)}, ${all.length} series, ${chosen} chosen (*) ${by}\n`
  return `${head}${parts.join('')}${problems(skipped, warnings)}`
}

const sizeText = (bytes: number): string =>
  bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`

function cellsOf({
  path,
  column,
  kind,
  unit,
  rows,
  gaps,
  delta,
  wraps,
  mean,
  first,
  last,
}: SeriesReport): readonly string[] {
  const number = (x: number | null) => (x === null ? '-' : Number.isInteger(x) ? String(x) : x.toPrecision(9))
  const plain = [shownName(path), shownName(column), kind, unit ?? '-', String(rows), String(gaps)]
  return [...plain, number(delta), String(wraps), number(mean), first ?? '-', last ?? '-']
}

function problems(skipped: readonly SkippedEntry[], warnings: readonly string[]): string {
  const left = skipped.map(({ entry, reason }) => `  ${shownName(entry)}: ${reason}`)
  const said = warnings.map((warning) => `  ${warning}`)
  return [...(left.length > 0 ? ['\nleft out', ...left] : []), ...(said.length > 0 ? ['\nwarnings', ...said] : [])]
    .join('\n')
    .replace(/(.)$/, '$1\n')
}
