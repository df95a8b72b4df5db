import type { FaultView } from '@contract/fault'
import type { ReactNode } from 'react'
import { CopyButton } from './CopyButton'
import { Shape } from './Shape'

export interface FaultBoxProps {
  readonly fault: FaultView
  readonly onCopy: (text: string) => void
  /** `warn`: nothing is broken, somebody has to do something. */
  readonly tone?: 'fault' | 'warn'
  readonly children?: ReactNode
}

/** An error where it belongs: what happened, why, what it means, what to do, and the command that does it. */
export function FaultBox({ fault, onCopy, tone = 'fault', children }: FaultBoxProps) {
  return (
    <section className={`fault-box fault-box--${tone}`} role="alert" aria-label={fault.title}>
      <Shape name={tone === 'warn' ? 'triangle' : 'octagon'} tone={tone} />
      <div>
        <p>
          <strong>{fault.title}.</strong> {fault.cause} <span className="soft">{fault.consequence}</span>
        </p>
        <p>{fault.next}</p>
        {(fault.command || children) && (
          <div className="fault-actions">
            {fault.command && <Command text={fault.command} onCopy={onCopy} />}
            {children}
          </div>
        )}
      </div>
    </section>
  )
}

/** A shell command, exact, with a button that copies it. */
export function Command({ text, onCopy }: { readonly text: string; readonly onCopy: (text: string) => void }) {
  return (
    <span className="command">
      <code>{text}</code>
      <CopyButton words="Copy" name={`Copy the command ${text}`} onCopy={() => onCopy(text)} />
    </span>
  )
}
