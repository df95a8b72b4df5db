import type { RowKind } from '@contract/tree'
import { memo } from 'react'
import { TREE } from '../../lib/tree-layout'
import { GlyphShape } from './KindGlyph'
import type { CardText } from './select-tree'
import { SPARK } from './sparkline'

/** Letters of a name that fit beside the watts, by pixels of a letter at 12 px. */
const LETTER_PX = 7.4
const NUMBER_PX = 7.8

export interface TreeCardProps {
  readonly domId: string
  readonly x: number
  readonly y: number
  readonly height: number
  readonly flow: number
  readonly kind: RowKind | 'other'
  readonly level: number
  /** Null: it has no children. */
  readonly expanded: boolean | null
  /** Children it has, shown beside a folded card. */
  readonly below: number
  readonly selected: boolean
  readonly found: boolean
  /** Without it only the outline is drawn: letters would be too small to read. */
  readonly detailed: boolean
  readonly text: CardText
  readonly spark: string
}

const short = (name: string, room: number): string => {
  const letters = [...name]
  const most = Math.max(3, Math.floor(room / LETTER_PX))
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : name
}

/** One row of the plan: kind, name, watts; share of parent and root, or why there is no value; its last minute. */
export const TreeCard = memo(function TreeCard(props: TreeCardProps) {
  const { x, y, height, kind, text, detailed, expanded } = props
  const negative = text.tone === 'negative'
  const room = TREE.width - 22 - 8 - text.watts.length * NUMBER_PX
  const bar = Math.min(height, Math.max(2, props.flow))
  return (
    <g
      id={props.domId}
      role="treeitem"
      aria-level={props.level}
      aria-expanded={expanded ?? undefined}
      aria-selected={props.selected}
      aria-label={text.note ? `${text.spoken}. ${text.note.join(' ')}` : text.spoken}
      className={`card card--${kind} card--${text.tone}${props.selected ? ' card--selected' : ''}${props.found ? ' card--found' : ''}`}
      data-card={text.id}
      data-testid={`card-${text.name}`}
      transform={`translate(${x} ${y})`}
    >
      {props.selected && (
        <rect className="card-ring" x="-3" y={-height / 2 - 3} width={TREE.width + 6} height={height + 6} rx="3" />
      )}
      <rect className="card-box" y={-height / 2} width={TREE.width} height={height} rx="2" />
      {negative && (
        <rect className="card-hatch" y={-height / 2} width={TREE.width} height={height} fill="url(#tree-hatch-fault)" />
      )}
      {kind === 'power' && <rect className="card-bar" y={-bar / 2} width="3" height={bar} />}
      {detailed && (
        <>
          <g className="card-glyph" data-fold={expanded === null ? undefined : text.id} transform="translate(8 -12)">
            {expanded !== null && <rect className="card-hit" x="-7" y="-7" width="24" height="24" />}
            <GlyphShape name={negative ? 'negative' : kind} />
          </g>
          <text className="card-name" x="23" y="-2.5">
            {short(text.name, room)}
          </text>
          <text className="card-watts" x={TREE.width - 7} y="-2.5">
            {text.watts}
          </text>
          <text className="card-second" x="8" y="10.5">
            {text.second}
          </text>
          {props.spark !== '' && (
            <path className="card-spark" d={props.spark} transform={`translate(${TREE.width - SPARK.width - 6} 1)`} />
          )}
          {text.note?.map((line, i, all) => (
            <text key={line} className="card-note" y={-height / 2 - 6 - 12 * (all.length - 1 - i)}>
              {line}
            </text>
          ))}
        </>
      )}
      {expanded === false && (
        <text className="card-folded" x={TREE.width + 6} y="4">
          +{props.below}
        </text>
      )}
    </g>
  )
})
