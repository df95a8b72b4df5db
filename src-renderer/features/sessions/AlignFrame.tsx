import type { FaultView } from '@contract/fault'
import type { ReactNode } from 'react'
import { Button } from '../../ui/Button'
import { FaultBox } from '../../ui/FaultBox'

export interface AlignFrameProps {
  readonly session: string
  readonly host: string
  readonly fault: FaultView | null
  readonly children: ReactNode
  readonly onApply: () => void
  readonly onLeave: () => void
  readonly onCopy: (text: string) => void
}

/** Aligns a machine of a session that is in the library: nothing is applied before it is said so. */
export function AlignFrame({ session, host, fault, children, onApply, onLeave, onCopy }: AlignFrameProps) {
  return (
    <div className="session-align">
      <div className="sessions-bar">
        <h2>
          Align clock of {host} <span className="soft">in {session}</span>
        </h2>
      </div>
      {fault && <FaultBox fault={fault} onCopy={onCopy} />}
      <div className="session-align-body">{children}</div>
      <div className="session-align-foot">
        <Button icon="back" onClick={onLeave}>
          Back to sessions
        </Button>
        <span className="toolbar-space" />
        <span className="soft">Stamps stay as they came; this can be taken back at any time.</span>
        <Button kind="primary" onClick={onApply}>
          Apply alignment
        </Button>
      </div>
    </div>
  )
}
