import { clockWords, type MachineClock } from '@contract/clocks'
import type { KeptImport } from '@contract/collectd'
import type { FaultView } from '@contract/fault'
import type { ImportProgress } from '@contract/imports'
import { formatBytes, formatDay, joined } from '@contract/quantity'
import { useState } from 'react'
import { Button } from '../../ui/Button'
import { CopyButton } from '../../ui/CopyButton'
import { Confirm, Dialog } from '../../ui/Dialog'
import { FaultBox } from '../../ui/FaultBox'
import { Field } from '../../ui/Field'
import { Shape } from '../../ui/Shape'
import { readFilters } from './select-imports'

export interface SessionImportsProps {
  readonly imports: readonly KeptImport[]
  readonly clocks: readonly MachineClock[]
  readonly zone: string
  readonly nowUs: number
  readonly busy: boolean
  readonly progress: ImportProgress | null
  readonly fault: FaultView | null
  readonly done: string | null
  readonly onAlign: (host: string) => void
  readonly onRefilter: (filters: readonly string[] | null) => void
  readonly onCancel: () => void
  readonly onDrop: () => void
  readonly onCopy: (text: string) => void
}

/** What was imported into a session, how its machines are aligned, and what can still be changed about it. */
export function SessionImports(props: SessionImportsProps) {
  const { imports, clocks, busy, progress } = props
  const [asking, setAsking] = useState<'filters' | 'drop' | null>(null)
  const kept = imports.reduce((sum, { archiveBytes }) => sum + archiveBytes, 0)
  const year = new Date(props.nowUs / 1_000).getUTCFullYear()
  if (imports.length === 0 && clocks.length === 0) return null
  return (
    <section className="session-imports" aria-label="Imports">
      <h3>Imported machines</h3>
      <ul className="session-clocks">
        {clocks.map(({ host, clock }) => (
          <li key={host}>
            <Shape name={clock ? 'tick' : 'triangle'} tone={clock ? 'ok' : 'warn'} />
            <span>
              <strong>{host}</strong> <span className="soft">{clockWords(clock)}</span>
            </span>
            <Button small name={`Align the clock of ${host}`} onClick={() => props.onAlign(host)}>
              Align clock
            </Button>
          </li>
        ))}
      </ul>
      <ul className="session-archives" aria-label="Archives">
        {imports.map((one) => (
          <li key={one.id}>
            <code title={one.file}>{one.file}</code>
            <span className="label">
              {formatDay(one.atUs, props.zone, year)} · {one.filters === null ? 'every series' : one.filters.join(', ')}{' '}
              · {one.archiveBytes === 0 ? 'archive given back' : joined(formatBytes(one.archiveBytes))}
            </span>
            <CopyButton
              words="Copy report"
              name={`Copy the report of ${one.file}`}
              onCopy={() => props.onCopy(`${JSON.stringify(one.report, null, 2)}\n`)}
            />
          </li>
        ))}
      </ul>
      {busy && (
        <p className="session-busy" role="status">
          <span>Applying other filters</span>
          <progress
            aria-label="Applying other filters"
            value={progress?.doneBytes ?? 0}
            max={Math.max(1, progress?.totalBytes ?? 1)}
          />
          <Button small onClick={props.onCancel} disabled={progress !== null && !progress.cancellable}>
            Cancel
          </Button>
        </p>
      )}
      {props.fault && <FaultBox fault={props.fault} onCopy={props.onCopy} />}
      {props.done && (
        <p className="state" role="status">
          <Shape name="tick" tone="ok" />
          <span>{props.done}</span>
        </p>
      )}
      <p className="session-import-actions">
        <Button
          small
          disabled={kept === 0 || busy}
          hint={kept === 0 ? 'The raw archives were given back: import the file again.' : undefined}
          onClick={() => setAsking('filters')}
        >
          Choose other series
        </Button>
        <Button small kind="quiet" disabled={kept === 0 || busy} onClick={() => setAsking('drop')}>
          Give back {joined(formatBytes(kept))}
        </Button>
      </p>
      {asking === 'filters' && (
        <OtherFilters
          filters={imports.at(-1)?.filters ?? null}
          onLeave={() => setAsking(null)}
          onChoose={(filters) => {
            setAsking(null)
            props.onRefilter(filters)
          }}
        />
      )}
      {asking === 'drop' && (
        <Confirm
          title="Give back the raw archives"
          doIt="Give back archives"
          leaveIt="Keep archives"
          deletes
          onLeave={() => setAsking(null)}
          onDo={() => {
            setAsking(null)
            props.onDrop()
          }}
        >
          {joined(formatBytes(kept))} are removed from the session file. Its series stay; other series can then only be
          chosen by importing the archive again.
        </Confirm>
      )}
    </section>
  )
}

function OtherFilters({
  filters,
  onLeave,
  onChoose,
}: {
  readonly filters: readonly string[] | null
  readonly onLeave: () => void
  readonly onChoose: (filters: readonly string[] | null) => void
}) {
  const [draft, setDraft] = useState((filters ?? []).join(', '))
  const read = readFilters(draft)
  return (
    <Dialog title="Choose other series" onClose={onLeave}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (read.length > 0) onChoose(read)
        }}
      >
        <Field
          name="Series whose file name starts with"
          value={draft}
          onChange={setDraft}
          width="100%"
          mono
          autoFocus
          placeholder="cpu-user, if_octets, counter"
        />
        <p className="soft">
          The archives kept in the session are read again. Until that is complete the session stays as it is.
        </p>
        <div className="dialog-actions">
          <Button kind="quiet" onClick={onLeave}>
            Keep series
          </Button>
          <Button onClick={() => onChoose(null)}>Take every series</Button>
          <Button kind="primary" submit disabled={read.length === 0}>
            Apply filters
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
