import type { ArchiveInspection, SeriesReport } from '@contract/collectd'
import type { SeriesPreview } from '@contract/imports'
import { formatCount, formatEnergy, formatFixed, joined } from '@contract/quantity'
import { pointsOf, runPaths, runsOf } from '../../lib/envelope-points'
import { valueTicks } from '../../lib/ticks'
import { Shape } from '../../ui/Shape'
import { meanWords, shownName } from './select-series'

export interface SeriesPanelProps {
  readonly inspection: ArchiveInspection
  readonly shown: { readonly host: string; readonly path: string } | null
  readonly preview: SeriesPreview | null
}

/** Problems beyond these are in the report. */
const MOST_PROBLEMS = 60

/** One series in numbers, and what is wrong with the archive. */
export function SeriesPanel({ inspection, shown, preview }: SeriesPanelProps) {
  const series =
    shown && inspection.hosts.find(({ host }) => host === shown.host)?.series.find(({ path }) => path === shown.path)
  const problems = [
    ...inspection.warnings.map((words) => ({ where: '', words })),
    ...inspection.skipped.map(({ entry, reason }) => ({ where: shownName(entry), words: reason })),
  ]
  return (
    <aside className="import-panel" aria-label="Series and problems" data-pane="panel">
      <section>
        {series && shown ? (
          <>
            <h3 className="mono">{shownName(series.path)}</h3>
            <PreviewChart preview={preview} />
            {series.columns.map((column) => (
              <Facts key={column.column} column={column} many={series.columns.length > 1} />
            ))}
          </>
        ) : (
          <>
            <h3>Series</h3>
            <p className="soft">Choose a row to see it over the whole span.</p>
          </>
        )}
      </section>
      <section className="import-problems" aria-label="Problems">
        <h3>
          Problems <span className="label">{problems.length === 0 ? 'none' : 'nothing here stops the import'}</span>
        </h3>
        <ul>
          {problems.slice(0, MOST_PROBLEMS).map(({ where, words }, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list is fixed, and may say the same twice
            <li key={i}>
              <Shape name="triangle" tone="warn" />
              <span>
                {where && <code>{where}</code>} {words}
              </span>
            </li>
          ))}
        </ul>
        {problems.length > MOST_PROBLEMS && (
          <p className="label">{formatCount(problems.length - MOST_PROBLEMS)} more are in the report.</p>
        )}
      </section>
    </aside>
  )
}

function Facts({ column, many }: { readonly column: SeriesReport; readonly many: boolean }) {
  const { delta, unit, wraps, rows, gaps, kind } = column
  const total =
    delta === null ? null : unit === 'J' ? joined(formatEnergy(delta, 'Wh')) : `${formatCount(delta)} ${unit ?? ''}`
  const facts: readonly (readonly [string, string])[] = [
    ...(many ? ([['Column', shownName(column.column)]] as const) : []),
    ['Kind', `${kind}${unit ? `, ${unit}` : ', a plain number'}`],
    ['Mean', meanWords(column)],
    ...(total === null ? [] : ([['Whole span', total]] as const)),
    ...(delta === null ? [] : ([['Wraps', formatFixed(wraps, 0)]] as const)),
    ['Rows, gaps', `${formatCount(rows)}, ${formatCount(gaps)}`],
  ]
  return (
    <dl className="facts">
      {facts.map(([term, words]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{words}</dd>
        </div>
      ))}
    </dl>
  )
}

const SIZE = { width: 304, height: 96, left: 40, top: 6, bottom: 6 } as const

function PreviewChart({ preview }: { readonly preview: SeriesPreview | null }) {
  const lane = preview?.lanes.find(({ unit }) => unit === 'W' || unit === '%' || unit === 'B/s') ?? preview?.lanes[0]
  if (!lane) return <div className="import-preview" style={{ aspectRatio: `${SIZE.width} / ${SIZE.height}` }} />
  const { envelope, unit, label } = lane
  const range = { fromUs: envelope.startUs, toUs: envelope.startUs + envelope.n.length * envelope.stepUs }
  const points = pointsOf(envelope, range)
  const ys = points.flatMap(({ min, max }) => [min, max])
  const low = Math.min(0, ...ys)
  const high = Math.max(low + 1e-9, ...ys) * 1.05
  const h = SIZE.height - SIZE.top - SIZE.bottom
  const y = (value: number): number => SIZE.top + ((high - value) / (high - low)) * h
  const x = (at: number): number => SIZE.left + at * (SIZE.width - SIZE.left)
  const { values, decimals } = valueTicks(low, high, h)
  const big = Math.abs(high) >= 1e4
  return (
    <figure className="import-preview">
      <svg viewBox={`0 0 ${SIZE.width} ${SIZE.height}`} role="img" aria-label={`${label} over the whole span`}>
        {values.map((value) => (
          <g key={value}>
            <path className="align-grid" d={`M${SIZE.left} ${y(value)}H${SIZE.width}`} />
            <text x={SIZE.left - 6} y={y(value) + 4} textAnchor="end">
              {big ? value.toExponential(0).replace('e+', 'e') : formatFixed(value, decimals)}
            </text>
          </g>
        ))}
        {runsOf(points).map((run) => {
          const { band, line } = runPaths(run, x, y)
          return (
            <g key={run[0]?.at} className="import-curve">
              <path className="align-band" d={band} />
              <path className="align-line" d={line} />
            </g>
          )
        })}
      </svg>
      <figcaption className="label">
        {shownName(label)}
        {unit === '1' ? '' : `, ${unit}`}
      </figcaption>
    </figure>
  )
}
