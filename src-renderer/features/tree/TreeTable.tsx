import { formatQuantity, NO_VALUE } from '@contract/quantity'
import { useState } from 'react'
import { rowWindow } from '../../lib/row-window'
import { CopyButton } from '../../ui/CopyButton'
import { useRem, useSize } from '../../ui/use-size'
import { channelWords, deltaWords, shareWords, wattWords } from './row-words'
import type { TableLine } from './select-tree'

export interface TreeTableProps {
  readonly lines: readonly TableLine[]
  readonly compared: boolean
  /** Of all watts. */
  readonly decimals: number
  readonly selected: number | null
  readonly found: ReadonlySet<number>
  readonly stale: boolean
  readonly onSelect: (channel: number) => void
  readonly onCopy: (text: string) => void
}

const HEADS = [
  'Channel',
  'Name',
  'Group',
  'Kind',
  'Sense, mV',
  'Rail, V',
  'Current, mA',
  'W',
  '% of parent',
  '% of root',
]
const COMPARED = ['W before', 'Δ W']

const scaled = (x: number | null, power: number, decimals: number): string =>
  x === null ? NO_VALUE : formatQuantity(x * 10 ** power, '1', { decimals }).number

const difference = ({ watts, other }: TableLine): number | null =>
  watts === null || other === null ? null : watts - other

/** The numbers of one line in the order of the heads. */
const cellsOf = (line: TableLine, decimals: number): readonly string[] => [
  scaled(line.senseV, 3, 3),
  scaled(line.railV, 0, 3),
  scaled(line.currentA, 3, 1),
  wattWords(line.watts, decimals),
  shareWords(line.ofParent).replace('\u00a0%', ''),
  shareWords(line.ofTotal).replace('\u00a0%', ''),
]

/** The table as tab-separated text for a spreadsheet: plain minus, no grouping, an empty cell where there is no number. */
export function tableText(lines: readonly TableLine[], compared: boolean, decimals: number): string {
  const plain = (text: string): string => text.replace(NO_VALUE, '').replaceAll('\u2212', '-').replaceAll('\u00a0', '')
  const rows = lines.map((line) => [
    String(line.channel),
    line.name,
    line.group,
    line.kind,
    ...cellsOf(line, decimals).map(plain),
    ...(compared ? [plain(wattWords(line.other, decimals)), plain(deltaWords(difference(line), decimals))] : []),
  ])
  return [[...HEADS, ...(compared ? COMPARED : [])], ...rows].map((cells) => cells.join('\t')).join('\n')
}

/** From this many rows on only those in view are drawn, and a screen reader is told how many there are. */
const LONG = 120
const ROW_PX = 26

/** The same numbers as the drawing, in file order. */
export function TreeTable(props: TreeTableProps) {
  const { lines, compared, decimals } = props
  const [box, size] = useSize<HTMLDivElement>()
  const rowPx = ROW_PX * useRem(size)
  const [topPx, setTopPx] = useState(0)
  const long = lines.length > LONG && size.height > 0
  const { from, to } = long ? rowWindow(topPx, size.height, rowPx, lines.length) : { from: 0, to: lines.length }
  const columns = HEADS.length + (compared ? COMPARED.length : 0)
  return (
    <div
      ref={box}
      className={`tree-table${props.stale ? ' tree-table--stale' : ''}${long ? ' tree-table--long' : ''}`}
      data-scrolls
      onScroll={({ currentTarget }) => long && setTopPx(currentTarget.scrollTop)}
    >
      <div className="tree-table-head">
        <span className="label">File order. Names are indented as deep as they lie in the tree.</span>
        <CopyButton words="Copy as TSV" onCopy={() => props.onCopy(tableText(lines, compared, decimals))} />
      </div>
      <table className="table" aria-label="Power tree" aria-rowcount={lines.length + 1}>
        <thead>
          <tr>
            {[...HEADS, ...(compared ? COMPARED : [])].map((head, i) => (
              <th key={head} className={i === 0 || i > 3 ? 'num' : undefined}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {from > 0 && <Room rows={from} px={rowPx} columns={columns} />}
          {lines.slice(from, to).map((line, i) => (
            <tr
              key={line.channel}
              aria-rowindex={from + i + 2}
              className={props.found.has(line.channel) ? 'row--found' : undefined}
              aria-selected={line.channel === props.selected}
              onClick={() => props.onSelect(line.channel)}
            >
              <td className="num">{channelWords(line.channel)}</td>
              <td style={{ paddingLeft: `${0.8 + 1.6 * line.depth}rem` }}>
                <button type="button" className="row-name" onClick={() => props.onSelect(line.channel)}>
                  {line.name}
                </button>
              </td>
              <td className="soft">{line.group}</td>
              <td className="soft">{line.kind}</td>
              {cellsOf(line, decimals).map((text, k) => (
                <td key={HEADS[k + 4]} className={k === 3 ? 'num hero' : 'num'}>
                  {k === 3 && line.why ? <span className="tone-fault row-why">{line.why}</span> : text}
                </td>
              ))}
              {compared && <td className="num">{wattWords(line.other, decimals)}</td>}
              {compared && <td className="num hero">{deltaWords(difference(line), decimals)}</td>}
            </tr>
          ))}
          {to < lines.length && <Room rows={lines.length - to} px={rowPx} columns={columns} />}
        </tbody>
      </table>
    </div>
  )
}

/** Stands for rows that are not drawn. */
function Room({ rows, px, columns }: { readonly rows: number; readonly px: number; readonly columns: number }) {
  return (
    <tr style={{ height: rows * px }}>
      <td colSpan={columns} />
    </tr>
  )
}
