import type { FaultView } from '@contract/fault'
import type { StatsScope } from '../../state/view'
import { Button } from '../../ui/Button'
import { CopyButton } from '../../ui/CopyButton'
import { Segmented } from '../../ui/Segmented'
import { Shape } from '../../ui/Shape'
import { Swatch } from '../../ui/Swatch'
import { STATS_COLUMNS, type StatsRow } from './select-stats'

export interface StatisticsProps {
  readonly scope: StatsScope
  readonly canSelect: boolean
  /** Span and duration of the scope. */
  readonly span: string
  readonly rows: readonly StatsRow[]
  readonly fault: FaultView | null
  readonly onScope: (scope: StatsScope) => void
  readonly onCopy: () => void
  readonly onClose: () => void
}

/** Statistics from raw samples. The scope is always written; no mean stands without its coverage. */
export function Statistics(props: StatisticsProps) {
  const { rows, fault } = props
  return (
    <section className="statistics" aria-label="Statistics" data-testid="statistics-strip">
      <div className="statistics-head">
        <h2>Statistics</h2>
        <Segmented
          name="Statistics of"
          value={props.scope}
          options={[
            { value: 'all', words: 'All' },
            { value: 'visible', words: 'Visible' },
            { value: 'selection', words: 'Selection', disabled: !props.canSelect },
          ]}
          onChange={props.onScope}
        />
        <span className="soft statistics-span" data-testid="statistics-span">
          {props.span}
        </span>
        <span className="toolbar-space" />
        <CopyButton words="Copy table" onCopy={props.onCopy} />
        <Button small kind="quiet" icon="close" name="Close statistics" onClick={props.onClose} />
      </div>
      {fault ? (
        <p className="statistics-fault" role="alert">
          <Shape name="octagon" tone="fault" /> <strong>{fault.title}.</strong> {fault.cause} {fault.next}
        </p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: rows beyond the fold are reached by scrolling
        <section className="statistics-scroll" tabIndex={0} aria-label="Statistics table">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Signal</th>
                {STATS_COLUMNS.map(([field, head]) => (
                  <th key={field} scope="col" className={field === 'unit' ? undefined : 'num'}>
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <th scope="row">
                    <span className="statistics-signal">
                      <Swatch colour={row.colour} />
                      {row.title} <span className="muted">{row.source}</span>
                      {row.simulated && <span className="tag">simulated</span>}
                    </span>
                  </th>
                  {STATS_COLUMNS.map(([field]) => (
                    <td key={field} className={cellClass(field)} data-field={field}>
                      {field === 'coverage' && row.thin && <Shape name="triangle" tone="warn" />}
                      {row[field]}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  )
}

const cellClass = (field: (typeof STATS_COLUMNS)[number][0]): string =>
  field === 'unit' ? 'muted' : field === 'mean' ? 'num hero' : 'num'
