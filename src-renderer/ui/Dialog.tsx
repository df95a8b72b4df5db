import { Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { Button } from './Button'

export interface DialogProps {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
  readonly wide?: boolean
}

/** A modal sheet; Escape and a click beside it close it, focus returns to where it was. */
export function Dialog({ title, onClose, children, wide = false }: DialogProps) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={wide ? '96rem' : '46rem'}
      withCloseButton={false}
      centered
      transitionProps={{ duration: 80, transition: 'fade' }}
    >
      {children}
    </Modal>
  )
}

export interface ConfirmProps {
  readonly title: string
  readonly children: ReactNode
  /** Verb and object of what will be done, and of what will not. */
  readonly doIt: string
  readonly leaveIt: string
  readonly deletes?: boolean
  readonly onDo: () => void
  readonly onLeave: () => void
}

/** Asks before something that cannot be taken back. The safe answer has the focus. */
export function Confirm(props: ConfirmProps) {
  return (
    <Dialog title={props.title} onClose={props.onLeave}>
      <div className="soft">{props.children}</div>
      <div className="dialog-actions">
        <Button kind="quiet" onClick={props.onLeave}>
          {props.leaveIt}
        </Button>
        <Button kind={props.deletes ? 'delete' : 'primary'} onClick={props.onDo}>
          {props.doIt}
        </Button>
      </div>
    </Dialog>
  )
}
