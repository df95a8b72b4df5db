import { useEffect, useState } from 'react'
import { Icon, type IconName } from './icons/Icon'
import { Key } from './Key'
import { Shape } from './Shape'

export interface FieldProps {
  readonly name: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly onCommit?: (value: string) => void
  readonly placeholder?: string
  readonly unit?: string
  readonly icon?: IconName
  readonly keyHint?: string
  readonly width?: string
  readonly mono?: boolean
  readonly numeric?: boolean
  /** What is wrong with the value. */
  readonly problem?: string | null
  readonly list?: string
  readonly autoFocus?: boolean
  readonly disabled?: boolean
}

/** A text field of 28 px with its unit inside and its problem below. */
export function Field(props: FieldProps) {
  const { name, value, problem = null } = props
  return (
    <span>
      <span className={problem ? 'field field--bad' : 'field'} style={{ width: props.width ?? '20rem' }}>
        {props.icon && <Icon name={props.icon} small />}
        <input
          aria-label={name}
          aria-invalid={problem !== null}
          className={props.mono ? 'mono' : undefined}
          inputMode={props.numeric ? 'numeric' : undefined}
          value={value}
          placeholder={props.placeholder}
          list={props.list}
          disabled={props.disabled}
          spellCheck={false}
          autoComplete="off"
          // biome-ignore lint/a11y/noAutofocus: a dialog or form that was just asked for
          autoFocus={props.autoFocus}
          onChange={(event) => props.onChange(event.target.value)}
          onBlur={() => props.onCommit?.(value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && props.onCommit) props.onCommit(value)
          }}
        />
        {props.unit && <span className="field-unit">{props.unit}</span>}
        {props.keyHint && <Key>{props.keyHint}</Key>}
      </span>
      {problem && (
        <span className="field-problem" role="alert">
          <Shape name="octagon" tone="fault" />
          {problem}
        </span>
      )}
    </span>
  )
}

/** A field that holds what is typed until Enter or leaving it; Escape and an unusable value bring the old one back. */
export function DraftField({
  value,
  check,
  onCommit,
  ...rest
}: Omit<FieldProps, 'onChange' | 'problem' | 'onCommit'> & {
  readonly check: (draft: string) => string | null
  readonly onCommit: (value: string) => void
}) {
  const [draft, setDraft] = useState(value)
  useEffect(() => setDraft(value), [value])
  const problem = draft === value ? null : check(draft)
  return (
    <Field
      {...rest}
      value={draft}
      problem={problem}
      onChange={setDraft}
      onCommit={(typed) => {
        if (typed !== value && check(typed) === null) onCommit(typed)
      }}
    />
  )
}
