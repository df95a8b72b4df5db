import type { LogEntry } from '@contract/log'
import { Button } from '../ui/Button'
import { Command } from '../ui/FaultBox'
import { Shape } from '../ui/Shape'

export interface BannerProps {
  readonly entry: LogEntry
  readonly more: number
  readonly onLog: () => void
  readonly onInstruments: (() => void) | null
  readonly onCopy: (text: string) => void
  readonly onClose: () => void
}

const SHAPES = {
  info: { name: 'note', tone: 'ok' },
  warn: { name: 'triangle', tone: 'warn' },
  fault: { name: 'octagon', tone: 'fault' },
} as const

/** At most one, below the header; it pushes the content and covers nothing. Cause, consequence, next action. */
export function Banner({ entry, more, onLog, onInstruments, onCopy, onClose }: BannerProps) {
  const { fault, level } = entry
  if (!fault) return null
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
        {onInstruments && (
          <Button small onClick={onInstruments}>
            Show instrument
          </Button>
        )}
        <Button small kind="quiet" onClick={onLog}>
          {more > 0 ? `${more} more in the log` : 'Show log'}
        </Button>
        <Button small kind="quiet" icon="close" name="Close this message" onClick={onClose} />
      </div>
    </section>
  )
}
