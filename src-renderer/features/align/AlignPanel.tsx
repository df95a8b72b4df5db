import { useEffect, useId, useState } from 'react'
import type { AlignMethod } from '../../state/alignment'
import { Field } from '../../ui/Field'
import { Shape } from '../../ui/Shape'
import { type MethodLine, type Reason, readOffset } from './select-align'

export interface AlignPanelProps {
  readonly lines: readonly MethodLine[]
  readonly method: AlignMethod
  readonly figures: {
    readonly offset: string
    readonly drift: string
    readonly residual: string
    readonly residualUnit: string
    readonly confidence: string
    readonly share: number | null
    readonly sentence: string
  }
  readonly reasons: readonly Reason[]
  readonly onMethod: (method: AlignMethod) => void
  readonly onOffset: (us: number) => void
}

/** How to align, what it gives, and why it may be trusted. */
export function AlignPanel({ lines, method, figures, reasons, onMethod, onOffset }: AlignPanelProps) {
  const group = useId()
  return (
    <aside className="align-panel" aria-label="Method" data-pane="panel">
      <section>
        <h3>Method</h3>
        <fieldset className="align-methods" aria-label="Method">
          {lines.map((line) => (
            <label key={line.method} title={line.why ?? undefined}>
              <input
                type="radio"
                name={group}
                checked={line.method === method}
                disabled={line.why !== null}
                onChange={() => onMethod(line.method)}
              />
              <span className="align-method">
                {line.words} {line.proposed && <span className="tag">proposed</span>}
              </span>
              <span className="soft">{line.why === null ? line.worth : 'none'}</span>
            </label>
          ))}
        </fieldset>
      </section>
      <section className="align-figures">
        <Figure label="Offset" number={figures.offset} unit="s" testId="align-offset" />
        <Figure label="Drift" number={figures.drift} unit="ppm" />
        <Figure label="Residual" number={figures.residual} unit={figures.residualUnit} />
        <Figure label="Confidence" number={figures.confidence} unit="" />
        {figures.share !== null && (
          <div className="align-confidence">
            <progress value={figures.share} max={1} aria-label="Confidence of the load edges" />
            <span className="label">edge correlation, 0 … 1; enough above 0.80</span>
          </div>
        )}
        <OffsetField offset={figures.offset} onOffset={onOffset} />
      </section>
      <section>
        <h3>{reasons.every(({ good }) => good) ? 'Why this can be trusted' : 'What this is worth'}</h3>
        <ul className="align-reasons">
          {reasons.map(({ good, words }) => (
            <li key={words}>
              <Shape name={good ? 'tick' : 'triangle'} tone={good ? 'ok' : 'warn'} />
              <span>{words}</span>
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h3>Will be written in every report as</h3>
        <blockquote className="align-sentence" data-testid="align-sentence">
          {figures.sentence}
        </blockquote>
        <p className="soft">Can be undone or changed later under Sessions. Nothing is applied until you confirm.</p>
      </section>
    </aside>
  )
}

function Figure({
  label,
  number,
  unit,
  testId,
}: {
  readonly label: string
  readonly number: string
  readonly unit: string
  readonly testId?: string
}) {
  return (
    <div>
      <div className="label">{label}</div>
      <div className="align-figure" data-testid={testId}>
        {number}
        {unit && <span className="unit">{unit}</span>}
      </div>
    </div>
  )
}

/** An offset typed in seconds; it counts on Enter or when the field is left. */
function OffsetField({ offset, onOffset }: { readonly offset: string; readonly onOffset: (us: number) => void }) {
  const [draft, setDraft] = useState(offset)
  useEffect(() => setDraft(offset), [offset])
  const read = readOffset(draft)
  return (
    <div className="align-typed">
      <Field
        name="Offset in seconds"
        value={draft}
        onChange={setDraft}
        unit="s"
        width="14rem"
        numeric
        problem={read === null ? 'Write seconds such as -2.417' : null}
        onCommit={(typed) => {
          const us = readOffset(typed)
          if (us !== null && typed !== offset) onOffset(us)
        }}
      />
      <span className="label">added to every stamp of the machine</span>
    </div>
  )
}
