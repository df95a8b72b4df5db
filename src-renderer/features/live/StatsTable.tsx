import type { EnergyUnit } from '@contract/quantity'
import { CopyNumber } from '../../ui/CopyNumber'
import { CopyTable } from '../../ui/CopyTable'
import { Shape } from '../../ui/Shape'
import { Swatch } from '../../ui/Swatch'
import { type StatsRow, statsColumns, unitOf } from './select-stats'

export interface StatsTableProps {
  readonly rows: readonly StatsRow[]
  readonly energyUnit: EnergyUnit
  /** The rows are those of before: others are being computed. */
  readonly old: boolean
  readonly onCopyNumber: (text: string) => void
}

/** One row per signal; a click on a number copies it, by keyboard Enter. */
export function StatsTable({ rows, energyUnit, old, onCopyNumber }: StatsTableProps) {
  const columns = statsColumns(energyUnit)
  return (
    <CopyTable label="Statistics table" old={old}>
      <thead>
        <tr>
          <th scope="col">Signal</th>
          {columns.map(([field, head]) => (
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
                <Swatch colour={row.colour} dash={row.dash} />
                {row.title} <span className="muted">{row.source}</span>
                {row.simulated && <span className="tag">simulated</span>}
              </span>
            </th>
            {columns.map(([field]) => (
              <td key={field} className={cellClass(field)} data-field={field}>
                {field === 'coverage' && row.thin && <Shape name="triangle" tone="warn" />}
                {field === 'unit' ? (
                  row.unit
                ) : (
                  <CopyNumber number={String(row[field])} unit={unitOf(field, row)} onCopy={onCopyNumber} />
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </CopyTable>
  )
}

const cellClass = (field: keyof StatsRow): string =>
  field === 'unit' ? 'muted' : field === 'mean' ? 'num hero' : 'num'
