import { formatBytes, joined } from '@contract/quantity'
import type { ReactNode } from 'react'
import type { Wizard } from '../../state/imports'
import { Button } from '../../ui/Button'
import { Icon } from '../../ui/icons/Icon'
import { Steps } from './Steps'
import { stepOf } from './select-import'

export interface ImportProps {
  readonly wizard: Wizard
  /** Archives that come after this one. */
  readonly waiting: number
  readonly children: ReactNode
  /** What happens next, in words. */
  readonly next: string
  readonly forward: {
    readonly words: string
    readonly disabled?: boolean
    readonly hint?: string | undefined
    readonly onGo: () => void
  } | null
  readonly extra?: ReactNode
  readonly onBack: (() => void) | null
  readonly onStep: (step: number) => void
  readonly onLeave: (() => void) | null
}

/** The frame of the wizard: steps above, the way on below. */
export function Import(props: ImportProps) {
  const { wizard, forward } = props
  const file = wizard.at === 'choose' ? null : wizard.at === 'reading' ? wizard.file : wizard.plan.file
  const free = wizard.at === 'select' || wizard.at === 'align' || wizard.at === 'confirm'
  return (
    <div className="import" data-at={wizard.at}>
      <div className="import-bar">
        <h1>Import</h1>
        <Steps current={stepOf(wizard)} onGo={free ? props.onStep : null} />
        <span className="toolbar-space" />
        {props.waiting > 0 && (
          <span className="soft">
            {props.waiting} more {props.waiting === 1 ? 'archive waits' : 'archives wait'}
          </span>
        )}
        {file && (
          <span className="import-file" title={file.name}>
            <Icon name="file" small />
            <code>{file.name}</code>
            <span className="label">{joined(formatBytes(file.bytes))}</span>
          </span>
        )}
      </div>
      <div className="import-body">{props.children}</div>
      {wizard.at !== 'choose' && (
        <div className="import-foot">
          <Button icon="back" onClick={props.onBack ?? undefined} disabled={props.onBack === null}>
            Back
          </Button>
          {props.onLeave && (
            <Button kind="quiet" onClick={props.onLeave}>
              {wizard.at === 'done' ? 'Close' : 'Cancel import'}
            </Button>
          )}
          <span className="toolbar-space" />
          <span className="soft import-next">{props.next}</span>
          {props.extra}
          {forward && (
            <Button
              kind="primary"
              onClick={forward.onGo}
              disabled={forward.disabled ?? false}
              hint={forward.hint}
              testId="import-forward"
            >
              {forward.words}
            </Button>
          )}
        </div>
      )}
    </div>
  )
}
