import { type KeyboardEvent, useId, useState } from 'react'
import { type MomentContext, parseMoment, rangeProblem, writeMoment } from '../../lib/moments'
import type { Bounds, Range } from '../../lib/x-range'
import { Shape } from '../../ui/Shape'

export interface RangeFieldsProps {
  readonly range: Range
  readonly bounds: Bounds
  readonly context: MomentContext
  readonly onShow: (range: Range) => void
  /** The first field takes the focus at once. */
  readonly autoFocus?: boolean
}

type End = 'from' | 'to'
type Drafts = Readonly<Record<End, string | null>>
const UNTOUCHED: Drafts = { from: null, to: null }

/** What is wrong with what was typed, or the range it means. */
export type TypedRange = { readonly range: Range } | { readonly wrong: string; readonly at: End | 'both' }

/** Reads both fields; an end that was not touched stays exactly where it is. */
export function readFields(drafts: Drafts, range: Range, bounds: Bounds, context: MomentContext): TypedRange {
  const ends = { from: range.fromUs, to: range.toUs }
  for (const end of ['from', 'to'] as const) {
    const draft = drafts[end]
    if (draft === null) continue
    const moment = parseMoment(draft, context)
    if ('wrong' in moment) return { wrong: moment.wrong, at: end }
    ends[end] = moment.tUs
  }
  const typed = { fromUs: ends.from, toUs: ends.to }
  const wrong = rangeProblem(typed, bounds, context)
  return wrong === null ? { range: typed } : { wrong, at: 'both' }
}

/** The shown range as two fields: type a time, Enter shows it, Esc takes it back. */
export function RangeFields({ range, bounds, context, onShow, autoFocus = false }: RangeFieldsProps) {
  const [drafts, setDrafts] = useState(UNTOUCHED)
  const problemId = useId()
  const touched = drafts.from !== null || drafts.to !== null
  const read = touched ? readFields(drafts, range, bounds, context) : null
  const wrong = read && 'wrong' in read ? read : null
  const press = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Enter' && read && 'range' in read) {
      onShow(read.range)
      setDrafts(UNTOUCHED)
    } else if (event.key === 'Escape' && touched) {
      event.stopPropagation()
      setDrafts(UNTOUCHED)
    }
  }
  const field = (end: End, tUs: number) => {
    const value = drafts[end] ?? writeMoment(tUs, context)
    const bad = wrong !== null && (wrong.at === end || wrong.at === 'both')
    return (
      <label className={bad ? 'range-field range-field--bad' : 'range-field'}>
        <span>{end}</span>
        <input
          value={value}
          style={{ width: `${Math.max(12, value.length)}ch` }}
          aria-label={end === 'from' ? 'From' : 'To'}
          aria-invalid={bad}
          aria-describedby={wrong ? problemId : undefined}
          spellCheck={false}
          autoComplete="off"
          data-go-to={end === 'from' ? '' : undefined}
          // biome-ignore lint/a11y/noAutofocus: the fields were just asked for
          autoFocus={autoFocus && end === 'from'}
          onFocus={(event) => event.target.select()}
          onChange={(event) => setDrafts({ ...drafts, [end]: event.target.value })}
          onKeyDown={press}
        />
      </label>
    )
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: whoever leaves both fields without Enter left things as they are
    <div
      className="range-fields"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setDrafts(UNTOUCHED)
      }}
    >
      {field('from', range.fromUs)}
      {field('to', range.toUs)}
      {wrong && (
        <p className="range-problem" id={problemId} role="alert">
          <Shape name="octagon" tone="fault" /> {wrong.wrong}
        </p>
      )}
    </div>
  )
}
