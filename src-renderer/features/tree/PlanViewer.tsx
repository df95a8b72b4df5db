import { formatCount } from '@contract/quantity'
import type { OpenPlan, PlanProblem, PlanRow } from '@contract/tree'
import { type ReactNode, useRef } from 'react'
import { Button } from '../../ui/Button'
import { Shape } from '../../ui/Shape'
import { KindGlyph } from './KindGlyph'
import { channelWords, KIND_WORDS } from './row-words'

export interface PlanViewerProps {
  readonly opened: OpenPlan
  /** "14:12:06" when the file was read again, because it changed. */
  readonly readAgain: string | null
  /** A form that measures with this file, while it may. */
  readonly connect: ReactNode
  /** Where the way back leads; null where there is none. */
  readonly back: string | null
  readonly onBack: () => void
  readonly onOpen: () => void
  readonly onClose: () => void
}

const count = (n: number, what: string): string => `${formatCount(n)} ${what}${n === 1 ? '' : 's'}`

/** A channel file: each row in words, every problem with its line, and what they mean for measuring. */
export function PlanViewer(props: PlanViewerProps) {
  const { plan, explained, example } = props.opened
  const lines = useRef<HTMLTableSectionElement>(null)
  const errors = plan.problems.filter(({ severity }) => severity === 'error')
  const warnings = plan.problems.length - errors.length
  const byLine = new Map(plan.rows.map((row) => [row.line, row]))
  const bad = new Map<number, PlanProblem['severity']>()
  for (const { line, severity } of plan.problems) if (bad.get(line) !== 'error') bad.set(line, severity)
  const showLine = (line: number): void =>
    lines.current?.querySelector(`[data-line="${line}"]`)?.scrollIntoView({ block: 'center' })
  return (
    <div className="plan" data-testid="plan-viewer">
      <header className="plan-head">
        <div>
          <h2 className="title">
            {plan.file} {example && <span className="tag">example, values invented</span>}
          </h2>
          <p className="soft" role="status">
            {plan.rows.length > 0 && `${count(plan.rows.length, 'row')} · `}
            {errors.length === 0 && warnings === 0
              ? 'no problems'
              : [errors.length > 0 && count(errors.length, 'error'), warnings > 0 && count(warnings, 'warning')]
                  .filter(Boolean)
                  .join(', ')}
            {props.readAgain !== null && ` · read again ${props.readAgain}`}
            {!example && props.readAgain === null && ' · read again by itself when it changes on disk'}
          </p>
        </div>
        <div className="detail-actions">
          {props.back !== null && (
            <Button icon="back" onClick={props.onBack}>
              {props.back}
            </Button>
          )}
          <Button onClick={props.onOpen}>Open another file</Button>
          <Button kind="quiet" onClick={props.onClose}>
            Close file
          </Button>
        </div>
      </header>
      <Verdict opened={props.opened} />
      <div className="plan-columns">
        <section aria-label="Rows" className="plan-rows" data-scrolls>
          <table className="table" aria-label="Rows of the channel file">
            <thead>
              <tr>
                <th className="num">Line</th>
                <th className="num">Channel</th>
                <th>Name</th>
                <th>Group</th>
                <th>Kind</th>
                <th>In words</th>
              </tr>
            </thead>
            <tbody ref={lines}>
              {explained.map(({ line, text }) => (
                <PlanLine key={line} line={line} text={text} row={byLine.get(line)} severity={bad.get(line)} />
              ))}
            </tbody>
          </table>
          {explained.length === 0 && <p className="plan-none soft">No row of this file could be read.</p>}
        </section>
        <section aria-label="Problems and measuring" className="plan-side" data-scrolls>
          <h3>Problems</h3>
          {plan.problems.length === 0 && (
            <p className="soft plan-good">
              <Shape name="tick" tone="ok" /> None. The file can be measured.
            </p>
          )}
          <ul className="plan-problems">
            {plan.problems.map(({ severity, code, line, field, text }) => (
              <li key={`${code} ${line} ${field} ${text}`}>
                <button type="button" onClick={() => showLine(line)}>
                  <Shape
                    name={severity === 'error' ? 'octagon' : 'triangle'}
                    tone={severity === 'error' ? 'fault' : 'warn'}
                  />
                  <span>
                    <span className="plan-where">
                      {line === 0 ? 'Whole file' : `Line ${line}`}
                      {field !== null && <> · {field}</>} · <code>{code}</code>
                    </span>
                    {text}
                  </span>
                </button>
              </li>
            ))}
          </ul>
          {errors.length === 0 && props.connect}
        </section>
      </div>
    </div>
  )
}

/** What the problems mean for measuring, and a file without a tree. */
function Verdict({ opened: { plan } }: { readonly opened: OpenPlan }) {
  const errors = plan.problems.some(({ severity }) => severity === 'error')
  if (errors) {
    return (
      <p className="plan-verdict plan-verdict--fault" role="alert">
        <Shape name="octagon" tone="fault" />
        <span>
          <strong>This file cannot be measured.</strong> Nothing is read from a voltmeter while it has errors. Correct
          the lines below in your editor and save; the file is read again by itself.
        </span>
      </p>
    )
  }
  if (plan.hasTree) return null
  return (
    <p className="plan-verdict">
      <Shape name="note" tone="ok" />
      <span>
        <strong>No row says what feeds it.</strong> This is the older form without parent_chan and type: every row can
        be measured and stands in the table, a tree cannot be drawn.
      </span>
    </p>
  )
}

function PlanLine({
  line,
  text,
  row,
  severity,
}: {
  readonly line: number
  readonly text: string
  readonly row: PlanRow | undefined
  readonly severity: PlanProblem['severity'] | undefined
}) {
  return (
    <tr data-line={line} className={severity ? `plan-line plan-line--${severity}` : 'plan-line'}>
      <td className="num muted">
        {severity && (
          <Shape name={severity === 'error' ? 'octagon' : 'triangle'} tone={severity === 'error' ? 'fault' : 'warn'} />
        )}
        {line}
      </td>
      <td className="num">{row ? channelWords(row.channel) : ''}</td>
      <td className="hero">{row?.name ?? ''}</td>
      <td className="soft">{row?.group ?? ''}</td>
      <td className="soft">
        {row && (
          <span className="plan-kind">
            <KindGlyph name={row.kind} /> {KIND_WORDS[row.kind]}
          </span>
        )}
      </td>
      <td className="mono plan-words">{text}</td>
    </tr>
  )
}
