import type { ImportReport, SeriesReport } from '@contract/collectd'
import { formatCount, formatFixed } from '@contract/quantity'
import { CopyButton } from '../../ui/CopyButton'
import { Shape } from '../../ui/Shape'
import { meanWords, shownName } from './select-series'

export interface ReportViewProps {
  readonly report: ImportReport
  /** How each machine is aligned. */
  readonly clocks: ReadonlyMap<string, string>
  readonly onCopy: (text: string) => void
}

/** Rows beyond these are in the copied report. */
const MOST_ROWS = 1_000

/** What an import did: series with rows, gaps and wraps, what was left out and why. */
export function ReportView({ report, clocks, onCopy }: ReportViewProps) {
  const { units, skipped, warnings } = report
  const columns = units.reduce((sum, { series }) => sum + series.length, 0)
  const rows = units.flatMap(({ series }) => series).reduce((sum, one) => sum + one.rows, 0)
  return (
    <section className="report" aria-label="Report of the import" data-testid="import-report">
      <div className="report-head">
        <h2>
          <Shape name="tick" tone="ok" /> Imported {formatCount(columns)} {columns === 1 ? 'column' : 'columns'},{' '}
          {formatCount(rows)} rows
        </h2>
        <CopyButton words="Copy report as JSON" onCopy={() => onCopy(`${JSON.stringify(report, null, 2)}\n`)} />
      </div>
      <p className="soft">
        {units.map(({ host }) => `${shownName(host)}: ${clocks.get(host) ?? 'Not aligned'}`).join(' · ')}
      </p>
      {(warnings.length > 0 || skipped.length > 0) && (
        <ul className="report-problems" aria-label="Warnings and what was skipped">
          {warnings.map((words) => (
            <li key={words}>
              <Shape name="triangle" tone="warn" /> <span>{words}</span>
            </li>
          ))}
          {skipped.map(({ entry, reason }, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list is fixed, and may name an entry twice
            <li key={i}>
              <Shape name="note" tone="ok" />
              <span>
                <code>{shownName(entry)}</code> skipped: {reason}
              </span>
            </li>
          ))}
        </ul>
      )}
      {units.map(({ host, series }) => (
        <table key={host} className="table report-table" aria-label={`Series of ${host}`}>
          <thead>
            <tr>
              <th scope="col">{shownName(host)}</th>
              <th scope="col">Column</th>
              <th scope="col">Kind</th>
              <th scope="col">Unit</th>
              <th scope="col" className="num">
                Rows
              </th>
              <th scope="col" className="num">
                Gaps
              </th>
              <th scope="col" className="num">
                Wraps
              </th>
              <th scope="col" className="num">
                Total change
              </th>
              <th scope="col" className="num">
                Mean
              </th>
            </tr>
          </thead>
          <tbody>
            {series.slice(0, MOST_ROWS).map((one) => (
              <Row key={`${one.path} ${one.column}`} one={one} />
            ))}
          </tbody>
        </table>
      ))}
      {columns > MOST_ROWS && <p className="label">The rest is in the copied report.</p>}
    </section>
  )
}

function Row({ one }: { readonly one: SeriesReport }) {
  const total = one.delta === null ? '—' : formatFixed(one.delta, Number.isInteger(one.delta) ? 0 : 3)
  return (
    <tr>
      <th scope="row">
        <code>{shownName(one.path)}</code>
      </th>
      <td className="soft">{shownName(one.column)}</td>
      <td className="soft">{one.kind}</td>
      <td>{one.unit ?? 'number'}</td>
      <td className="num">{formatCount(one.rows)}</td>
      <td className={one.gaps > 0 ? 'num tone-warn' : 'num soft'}>{formatCount(one.gaps)}</td>
      <td className="num soft">{one.delta === null ? '—' : formatCount(one.wraps)}</td>
      <td className="num">{total}</td>
      <td className="num hero">{meanWords(one)}</td>
    </tr>
  )
}
