import type { FaultView } from '@contract/fault'
import { FaultBox } from '../../ui/FaultBox'

export interface ConfirmStepProps {
  readonly facts: readonly (readonly [string, string])[]
  readonly fault: FaultView | null
  readonly onCopy: (text: string) => void
}

/** What will happen, before it does. */
export function ConfirmStep({ facts, fault, onCopy }: ConfirmStepProps) {
  return (
    <div className="import-confirm" data-testid="import-confirm">
      {fault && <FaultBox fault={fault} onCopy={onCopy} />}
      <h2>Import this</h2>
      <dl className="facts import-summary">
        {facts.map(([term, words]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <p className="soft">
        All or nothing: until it is complete the session stays as it is. Series the same machine left in it before are
        replaced. Time stamps are kept as they came; the alignment is stored beside them and can be changed at any time.
      </p>
    </div>
  )
}
