import type { FaultView } from '@contract/fault'
import type { LogEntry } from '@contract/log'
import { Button } from '../ui/Button'
import { Command } from '../ui/FaultBox'
import { Shape } from '../ui/Shape'

/** What can be done about it, at once. */
export interface BannerAction {
  readonly words: string
  readonly run: () => void
}

export interface BannerProps {
  readonly level: LogEntry['level']
  readonly fault: FaultView
  readonly more: number
  readonly actions: readonly BannerAction[]
  readonly onLog: () => void
  readonly onCopy: (text: string) => void
  readonly onClose: () => void
}

const SHAPES = {
  info: { name: 'note', tone: 'ok' },
  warn: { name: 'triangle', tone: 'warn' },
  fault: { name: 'octagon', tone: 'fault' },
} as const

/** At most one, below the header; it pushes the content and covers nothing. Cause, consequence, next action. */
export function Banner({ level, fault, more, actions, onLog, onCopy, onClose }: BannerProps) {
  return (
    <section
      className={`banner banner--${level}`}
      aria-label={fault.title}
      role="alert"
      data-pane="banner"
      data-testid="banner"
    >
      <Shape {...SHAPES[level]} />
      <p>
        <strong>{fault.title}.</strong> {fault.cause} <span className="soft">{fault.consequence}</span> {fault.next}
      </p>
      <div className="banner-actions">
        {fault.command && <Command text={fault.command} onCopy={onCopy} />}
        {actions.map(({ words, run }) => (
          <Button key={words} small onClick={run}>
            {words}
          </Button>
        ))}
        <Button small kind="quiet" onClick={onLog}>
          {more > 0 ? `${more} more in the log` : 'Show log'}
        </Button>
        <Button small kind="quiet" icon="close" name="Close this message" onClick={onClose} />
      </div>
    </section>
  )
}
