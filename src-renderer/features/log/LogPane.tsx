import type { LogEntry } from '@contract/log'
import { formatCount, formatDate, formatTime } from '@contract/quantity'
import { CopyButton } from '../../ui/CopyButton'
import { Command } from '../../ui/FaultBox'
import { Shape } from '../../ui/Shape'

export interface LogPaneProps {
  readonly entries: readonly LogEntry[]
  readonly counts: Readonly<Record<LogEntry['level'], number>>
  readonly levels: Readonly<Record<LogEntry['level'], boolean>>
  readonly kept: number
  readonly zone: string
  readonly onToggle: (level: LogEntry['level']) => void
  readonly onCopy: (text: string) => void
  readonly onCopyAll: () => void
}

const LEVELS = ['info', 'warn', 'fault'] as const
const SHAPES = {
  info: { name: 'note', tone: 'ok' },
  warn: { name: 'triangle', tone: 'warn' },
  fault: { name: 'octagon', tone: 'fault' },
} as const
const WORDS = { info: 'notes', warn: 'warnings', fault: 'faults' } as const

/** What has happened, newest first. Entries that came several times stand once, with their count. */
export function LogPane(props: LogPaneProps) {
  const { entries, zone } = props
  return (
    <div className="log">
      <div className="sessions-bar">
        <h2>Log</h2>
        <span className="label">the last {formatCount(props.kept)} entries</span>
        <span className="toolbar-space" />
        {LEVELS.map((level) => (
          <button
            key={level}
            type="button"
            className="chip"
            aria-pressed={props.levels[level]}
            onClick={() => props.onToggle(level)}
          >
            {WORDS[level]} {props.counts[level]}
          </button>
        ))}
        <CopyButton words="Copy log" onCopy={props.onCopyAll} />
      </div>
      <div className="log-scroll">
        {entries.length === 0 && (
          <div className="empty">
            <strong>Nothing to show.</strong>
            <span>Connections, recordings and faults are kept here with their causes.</span>
          </div>
        )}
        <ol aria-label="Log entries">
          {entries.map((entry) => (
            <li key={entry.id} className={`log-entry log-entry--${entry.level}`} data-level={entry.level}>
              <span className="log-time" title={formatDate(entry.atUs, zone)}>
                {formatTime(entry.atUs, zone, 3)}
              </span>
              <Shape {...SHAPES[entry.level]} />
              <span className="log-subject">{entry.subject}</span>
              <div className="log-text">
                <span>{entry.text}</span>
                {entry.times > 1 && <span className="tag">{formatCount(entry.times)} times</span>}
                {entry.fault && (
                  <p className="soft">
                    {entry.fault.cause} {entry.fault.consequence} <span className="log-next">{entry.fault.next}</span>
                  </p>
                )}
                {entry.fault?.command && <Command text={entry.fault.command} onCopy={props.onCopy} />}
              </div>
            </li>
          ))}
        </ol>
      </div>
    </div>
  )
}
