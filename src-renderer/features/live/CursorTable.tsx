import { CopyNumber } from '../../ui/CopyNumber'
import { CopyTable } from '../../ui/CopyTable'
import { Swatch } from '../../ui/Swatch'
import { CURSOR_COLUMNS, type CursorRow } from './select-cursors'

export interface CursorTableProps {
  readonly rows: readonly CursorRow[]
  readonly onCopyNumber: (text: string) => void
}

/** Each signal at A and at B: the value and the time of its own nearest sample. */
export function CursorTable({ rows, onCopyNumber }: CursorTableProps) {
  if (rows.length === 0) {
    return <p className="statistics-empty">No cursor is set. Point at a sample and press 1 for A, 2 for B.</p>
  }
  return (
    <CopyTable label="Values at the cursors">
      <thead>
        <tr>
          <th scope="col">Signal</th>
          {CURSOR_COLUMNS.map(([field, head]) => (
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
            {CURSOR_COLUMNS.map(([field]) => (
              <td
                key={field}
                className={field === 'unit' ? 'muted' : field === 'delta' ? 'num hero' : 'num'}
                data-field={field}
              >
                {field === 'unit' ? (
                  row.unit
                ) : (
                  <CopyNumber number={row[field]} unit={cellUnit(field, row.unit)} onCopy={onCopyNumber} />
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </CopyTable>
  )
}

const cellUnit = (field: keyof CursorRow, unit: string): string =>
  field === 'timeA' || field === 'timeB' ? '' : field === 'perSecond' ? `${unit}/s` : unit
