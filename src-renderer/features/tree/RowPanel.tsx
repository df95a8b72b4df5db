import type { Envelope } from '@contract/model'
import {
  type EnergyUnit,
  formatCount,
  formatEnergy,
  formatFixed,
  formatPercent,
  joined,
  NO_VALUE,
} from '@contract/quantity'
import type { SelectionSummary } from '@contract/series'
import type { PlanRow, TreeNode } from '@contract/tree'
import type { Range } from '../../lib/x-range'
import { Button } from '../../ui/Button'
import { CopyButton } from '../../ui/CopyButton'
import { Shape } from '../../ui/Shape'
import type { Fact } from './formula'
import { HistoryChart } from './HistoryChart'
import { channelWords, deltaWords, KIND_WORDS, shareWords, wattWords } from './row-words'

export interface RowPanelProps {
  readonly row: PlanRow
  readonly node: TreeNode | null
  readonly parentName: string | null
  readonly watts: number | null
  /** Of all watts. */
  readonly decimals: number
  /** Watts at the other moment of a comparison; undefined without one. */
  readonly other: number | null | undefined
  readonly why: string | null
  /** That its siblings exceed their parent: by how much, and what may explain it. */
  readonly excess: string | null
  readonly stale: boolean
  readonly formula: readonly string[]
  readonly facts: readonly Fact[]
  readonly history: { readonly envelope: Envelope | null; readonly range: Range; readonly end: string }
  readonly stats: SelectionSummary | null
  readonly statsScope: string
  readonly energyUnit: EnergyUnit
  readonly onLane: () => void
  readonly onCopy: (text: string) => void
  readonly onClose: () => void
}

/** One row of the plan: what it is worth, how that comes about, and how it went. */
export function RowPanel(props: RowPanelProps) {
  const { row, node, watts, stats, decimals } = props
  const delta = props.other == null || watts === null ? null : watts - props.other
  return (
    <aside className="tree-panel" aria-label={row.name} data-testid="row-panel">
      <header>
        <h2>{row.name}</h2>
        <Button small kind="quiet" icon="close" name="Close row" onClick={props.onClose} />
      </header>
      <p className="label">
        {KIND_WORDS[row.kind]} · channel {channelWords(row.channel)} ·{' '}
        {row.group === '' ? 'no group' : `group ${row.group}`}
      </p>
      <div className={props.stale ? 'row-now row-now--stale' : 'row-now'}>
        <span className={watts !== null && watts < 0 ? 'row-watts tone-fault' : 'row-watts'} data-testid="row-watts">
          {wattWords(watts, decimals)}
          <span className="unit">W</span>
        </span>
        <span className="row-shares">
          {props.why && <span className="tone-fault">{props.why}</span>}
          {!props.why && node && node.parent !== null && (
            <span>
              {shareWords(node.ofParentPercent)} of {props.parentName}
            </span>
          )}
          {!props.why && node && <span>{shareWords(node.ofTotalPercent)} of root</span>}
          {props.other !== undefined && (
            <span>
              Δ {deltaWords(delta, decimals)}
              {'\u00a0'}W from {wattWords(props.other, decimals)}
            </span>
          )}
        </span>
      </div>
      {props.excess && (
        <div className="row-excess" role="note">
          <Shape name="octagon" tone="fault" />
          <p>
            <strong>{props.excess}</strong> The channels are read one after the other; a load that changes meanwhile
            does not add up. The sign is kept, nothing is clipped. A lower NPLC makes the skew smaller.
          </p>
        </div>
      )}
      <h3>Formula</h3>
      <pre className="row-formula mono">{props.formula.join('\n')}</pre>
      <dl className="row-facts">
        {props.facts.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <h3>
        Last 10 min <span className="label">W · mean with min … max</span>
      </h3>
      <HistoryChart {...props.history} name={row.name} />
      <table className="table row-stats" aria-label={`Statistics of ${row.name}`}>
        <thead>
          <tr>
            <th>{props.statsScope}</th>
            <th className="num">mean</th>
            <th className="num">max</th>
            <th className="num">p95</th>
            <th className="num">energy</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td>{stats ? `n ${formatCount(stats.n)} · ${formatPercent(stats.coveragePercent)} %` : 'no scans'}</td>
            <td className="num hero">{cell(stats?.mean, decimals)}</td>
            <td className="num">{cell(stats?.max, decimals)}</td>
            <td className="num">{cell(stats?.p95, decimals)}</td>
            <td className="num">
              {stats?.energyJ == null ? NO_VALUE : joined(formatEnergy(stats.energyJ, props.energyUnit))}
            </td>
          </tr>
        </tbody>
      </table>
      <footer>
        <Button kind="primary" keyHint="Enter" onClick={props.onLane}>
          Open history lane
        </Button>
        <CopyButton
          words="Copy"
          name={`Copy ${row.name}`}
          onCopy={() => props.onCopy([row.name, ...props.formula].join('\n'))}
        />
      </footer>
    </aside>
  )
}

const cell = (x: number | undefined, decimals: number): string =>
  x === undefined || !Number.isFinite(x) ? NO_VALUE : formatFixed(x, decimals)
