import type { FaultView } from '@contract/fault'
import type { EnergyUnit } from '@contract/quantity'
import type { SessionView } from '@contract/sessions'
import { type ReactNode, useState } from 'react'
import { Button } from '../../ui/Button'
import { Confirm, Dialog } from '../../ui/Dialog'
import { FaultBox } from '../../ui/FaultBox'
import { Field } from '../../ui/Field'
import { Shape } from '../../ui/Shape'
import { SessionDetail } from './SessionDetail'
import { SessionTable } from './SessionTable'
import type { SessionLine } from './select-sessions'

export interface SessionsProps {
  readonly loaded: boolean
  readonly lines: readonly SessionLine[]
  readonly total: number
  readonly totalSize: string
  readonly search: string
  readonly selected: SessionLine | null
  readonly selectedFault: FaultView | null
  readonly detail: SessionView | null
  readonly fault: FaultView | null
  readonly exporting: boolean
  readonly savedWords: string | null
  readonly energyUnit: EnergyUnit
  readonly zone: string
  readonly zoneWords: string
  readonly letterKeys: boolean
  readonly onSearch: (text: string) => void
  readonly onSelect: (id: string) => void
  readonly onOpen: (id: string) => void
  readonly onRename: (id: string, name: string) => void
  readonly onExport: (id: string) => void
  readonly onDelete: (id: string) => void
  readonly onCopy: (text: string) => void
}

/** The session library: find, look at, open, rename, export, delete. */
export function Sessions(props: SessionsProps) {
  const { lines, selected, total } = props
  const [asking, setAsking] = useState<'delete' | 'rename' | null>(null)
  return (
    <div className="sessions">
      <div className="sessions-bar">
        <Field
          name="Search sessions"
          value={props.search}
          onChange={props.onSearch}
          placeholder="Name, source, state"
          icon="search"
          width="28rem"
          {...(props.letterKeys ? { keyHint: '/' } : {})}
        />
        <span className="toolbar-space" />
        <span className="soft">
          {total === 1 ? '1 session' : `${total} sessions`} · {props.totalSize}
        </span>
      </div>
      {props.fault && <FaultBox fault={props.fault} onCopy={props.onCopy} />}
      <div className="sessions-scroll">
        {props.loaded && total === 0 ? (
          <div className="empty">
            <strong>No session is recorded yet.</strong>
            <span>Connect a source and start recording with R. Every sample is on the disk within a second.</span>
          </div>
        ) : props.loaded && lines.length === 0 ? (
          <div className="empty">
            <strong>No session fits “{props.search}”.</strong>
            <span>The search looks at name, sources and state.</span>
          </div>
        ) : (
          <SessionTable
            lines={lines}
            selectedId={selected?.id ?? null}
            energyUnit={props.energyUnit}
            zoneWords={props.zoneWords}
            onSelect={props.onSelect}
            onOpen={props.onOpen}
          />
        )}
      </div>
      {selected && (
        <Chosen {...props} selected={selected} onAsk={setAsking}>
          {asking === 'delete' && (
            <Confirm
              title={`Delete ${selected.name}`}
              doIt="Delete session"
              leaveIt="Keep session"
              deletes
              onLeave={() => setAsking(null)}
              onDo={() => {
                setAsking(null)
                props.onDelete(selected.id)
              }}
            >
              {selected.duration}, {selected.size}. The file is removed from the disk and cannot be brought back.
            </Confirm>
          )}
          {asking === 'rename' && (
            <Rename
              name={selected.name}
              onLeave={() => setAsking(null)}
              onRename={(name) => {
                setAsking(null)
                props.onRename(selected.id, name)
              }}
            />
          )}
        </Chosen>
      )}
    </div>
  )
}

function Chosen(
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
      {selectedFault && <FaultBox fault={selectedFault} onCopy={props.onCopy} />}
      {detail && detail.id === selected.id && <SessionDetail view={detail} zone={props.zone} />}
      {props.children}
    </section>
  )
}

function Rename({
  name,
  onRename,
  onLeave,
}: {
  readonly name: string
  readonly onRename: (name: string) => void
  readonly onLeave: () => void
}) {
  const [draft, setDraft] = useState(name)
  const usable = draft.trim() !== ''
  return (
    <Dialog title={`Rename ${name}`} onClose={onLeave}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (usable) onRename(draft.trim())
        }}
      >
        <Field
          name="New name"
          value={draft}
          onChange={setDraft}
          width="100%"
          autoFocus
          problem={usable ? null : 'A name is needed'}
        />
        <div className="dialog-actions">
          <Button kind="quiet" onClick={onLeave}>
            Keep name
          </Button>
          <Button kind="primary" submit disabled={!usable}>
            Rename session
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
