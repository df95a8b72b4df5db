import type { ReactNode, Ref } from 'react'
import { Hint } from './Hint'
import { Icon, type IconName } from './icons/Icon'
import { Key } from './Key'

export interface ButtonProps {
  readonly children?: ReactNode
  readonly onClick?: (() => void) | undefined
  readonly kind?: 'plain' | 'primary' | 'quiet' | 'delete'
  readonly small?: boolean
  readonly icon?: IconName
  /** The shortcut that does the same. */
  readonly keyHint?: string | undefined
  /** The name of a button without words; also its tooltip. */
  readonly name?: string
  readonly disabled?: boolean
  /** Why it is disabled, or what it does. */
  readonly hint?: string | undefined
  readonly pressed?: boolean
  readonly submit?: boolean
  readonly autoFocus?: boolean
  readonly testId?: string
  readonly ref?: Ref<HTMLButtonElement>
}

/** Ink on paper. A button starts with a verb and names its object. */
export function Button(props: ButtonProps) {
  const { children, kind = 'plain', small = false, icon, keyHint, name, hint = name } = props
  const classes = [
    'button',
    kind !== 'plain' && `button--${kind}`,
    small && 'button--small',
    !children && 'button--icon',
  ]
  const button = (
    <button
      ref={props.ref}
      type={props.submit ? 'submit' : 'button'}
      className={classes.filter(Boolean).join(' ')}
      onClick={props.onClick}
      disabled={props.disabled}
      aria-label={name}
      aria-pressed={props.pressed}
      aria-keyshortcuts={keyHint}
      data-testid={props.testId}
      // biome-ignore lint/a11y/noAutofocus: only where the design names the focused control
      autoFocus={props.autoFocus}
    >
      {icon && <Icon name={icon} small={small} />}
      {children}
      {keyHint && <Key>{keyHint}</Key>}
    </button>
  )
  return hint ? <Hint words={hint}>{button}</Hint> : button
}
