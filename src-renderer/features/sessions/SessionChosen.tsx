import type { ReactNode } from 'react'
import { Button } from '../../ui/Button'
import { FaultBox } from '../../ui/FaultBox'
import { Shape } from '../../ui/Shape'
import { CheckFound } from './CheckFound'
import { SessionDetail } from './SessionDetail'
import type { SessionsProps } from './Sessions'
import type { SessionLine } from './select-sessions'

/** The selected session: what can be done with it, and what it knows about itself. */
export function SessionChosen(
  props: SessionsProps & {
    readonly selected: SessionLine
    readonly onAsk: (what: 'delete' | 'rename') => void
    readonly children: ReactNode
  },
) {
  const { selected, detail, selectedFault } = props
  const damaged = selected.state === 'damaged'
  const recording = selected.state === 'recording'
  return (
    <section className="session-chosen" aria-label={`Session ${selected.name}`}>
      <div className="session-actions">
        <strong>1 selected</strong> <span className="soft session-which">{selected.name}</span>
        {props.savedWords && (
          <span className="state" role="status">
            <Shape name="tick" tone="ok" />
            <span>{props.savedWords}</span>
          </span>
        )}
        <span className="toolbar-space" />
        <Button small onClick={() => props.onAsk('rename')} disabled={damaged}>
          Rename
        </Button>
        <Button
          small
          onClick={() => props.onVerify(selected.id)}
          disabled={recording || props.verifying}
          hint={
            recording
              ? 'It can be verified when its recording has ended.'
              : 'Reads all of it and holds it against its checksums.'
          }
        >
          {props.verifying ? 'Verifying' : 'Verify'}
        </Button>
        <Button small icon="export" onClick={() => props.onExport(selected.id)} disabled={damaged || props.exporting}>
          {props.exporting ? 'Exporting' : 'Export CSV'}
        </Button>
        <Button
          small
          kind="quiet"
          onClick={() => props.onAsk('delete')}
          disabled={recording}
          {...(recording ? { hint: 'A session cannot be deleted while it is recorded.' } : {})}
        >
          Delete
        </Button>
        <Button small kind="primary" onClick={() => props.onOpen(selected.id)} disabled={damaged} keyHint="Enter">
          Open session
        </Button>
      </div>
      {props.check && <CheckFound check={props.check} />}
      {selectedFault && <FaultBox fault={selectedFault} onCopy={props.onCopy} />}
      {detail && detail.id === selected.id && (
        <SessionDetail view={detail} zone={props.zone} imports={props.imports(detail)} />
      )}
      {props.children}
    </section>
  )
}
