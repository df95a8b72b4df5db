import type { FaultView } from '@contract/fault'
import type { EnergyUnit } from '@contract/quantity'
import type { SessionCheck, SessionView } from '@contract/sessions'
import { type ReactNode, useState } from 'react'
import { Confirm } from '../../ui/Dialog'
import { FaultBox } from '../../ui/FaultBox'
import { Field } from '../../ui/Field'
import { Rename } from './Rename'
import { SessionChosen } from './SessionChosen'
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
  /** Some session is being verified; and what was found in the selected one. */
  readonly verifying: boolean
  readonly check: SessionCheck | null
  readonly energyUnit: EnergyUnit
  readonly zone: string
  readonly zoneWords: string
  readonly letterKeys: boolean
  /** What was imported into a session. */
  readonly imports: (view: SessionView) => ReactNode
  readonly onSearch: (text: string) => void
  readonly onSelect: (id: string) => void
  readonly onOpen: (id: string) => void
  readonly onRename: (id: string, name: string) => void
  readonly onExport: (id: string) => void
  readonly onVerify: (id: string) => void
  readonly onDelete: (id: string) => void
  readonly onCopy: (text: string) => void
}

/** The session library: find, look at, open, rename, verify, export, delete. */
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
        <SessionChosen {...props} selected={selected} onAsk={setAsking}>
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
        </SessionChosen>
      )}
    </div>
  )
}
