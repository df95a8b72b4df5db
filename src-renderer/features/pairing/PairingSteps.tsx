import { Icon } from '../../ui/icons/Icon'
import type { StepRow } from './select-pairing'

/** The way at the left: what was done and led to what, where one stands, what comes. */
export function PairingSteps({ rows }: { readonly rows: readonly StepRow[] }) {
  return (
    <ol className="pairing-steps" aria-label="Steps">
      {rows.map(({ id, name, note, state }, i) => (
        <li key={id} data-state={state} data-testid={`step-${id}`} aria-current={state === 'now' ? 'step' : undefined}>
          <span className="pairing-mark" aria-hidden="true">
            {state === 'done' ? <Icon name="tick" small /> : i + 1}
          </span>
          <span className="pairing-step-name">
            {name}
            {state === 'done' && <span className="sr-only">, done</span>}
          </span>
          <span className="pairing-step-note" title={note}>
            {note}
          </span>
        </li>
      ))}
    </ol>
  )
}
