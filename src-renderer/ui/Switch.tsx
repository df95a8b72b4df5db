export interface SwitchProps {
  readonly name: string
  readonly on: boolean
  readonly onChange: (on: boolean) => void
}

/** On or off, at once. */
export function Switch({ name, on, onChange }: SwitchProps) {
  return (
    <input
      type="checkbox"
      role="switch"
      className="switch"
      aria-label={name}
      aria-checked={on}
      checked={on}
      onChange={(event) => onChange(event.target.checked)}
    />
  )
}
