import { useId } from 'react'

export interface SegmentedProps<T extends string> {
  /** Name of the group. */
  readonly name: string
  readonly value: T
  readonly options: readonly { readonly value: T; readonly words: string; readonly disabled?: boolean }[]
  readonly onChange: (value: T) => void
}

/** One of a few, all in view. A native radio group: arrows move inside, Tab leaves. */
export function Segmented<T extends string>({ name, value, options, onChange }: SegmentedProps<T>) {
  const group = useId()
  return (
    <fieldset className="segmented" aria-label={name}>
      {options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={group}
            value={option.value}
            checked={option.value === value}
            disabled={option.disabled}
            onChange={() => onChange(option.value)}
          />
          {option.words}
        </label>
      ))}
    </fieldset>
  )
}
