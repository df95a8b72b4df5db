import type { FaultView } from '@contract/fault'
import type { ReactNode } from 'react'
import { Button } from '../../ui/Button'
import { FaultBox } from '../../ui/FaultBox'
import { Icon } from '../../ui/icons/Icon'

export interface ChooseStepProps {
  readonly fault: FaultView | null
  /** How a machine comes to record an archive. */
  readonly help: ReactNode
  readonly onOpen: () => void
  readonly onCopy: (text: string) => void
}

/** What is missing before something can be imported, and how to get it. */
export function ChooseStep({ fault, help, onOpen, onCopy }: ChooseStepProps) {
  return (
    <div className="import-choose" data-testid="import-choose">
      {fault && <FaultBox fault={fault} onCopy={onCopy} />}
      <section className="import-open">
        <Icon name="import" />
        <div>
          <h2>Choose an archive, or drop it anywhere on this window</h2>
          <p className="soft">
            The zip of the folder in which collectd's CSV plugin writes: processors, memory, network, RAPL, NVML and
            everything else it measured. It is looked through first; nothing is imported before you confirm.
          </p>
        </div>
        <Button kind="primary" onClick={onOpen} autoFocus>
          Choose archive
        </Button>
      </section>
      <h2 className="import-help-title">No archive yet: what to do on the machine</h2>
      {help}
    </div>
  )
}
