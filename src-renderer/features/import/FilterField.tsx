import { TagsInput } from '@mantine/core'

export interface FilterFieldProps {
  readonly filters: readonly string[]
  readonly typed: string
  readonly disabled: boolean
  readonly onFilters: (filters: readonly string[]) => void
  readonly onTyped: (text: string) => void
}

/** Beginnings of file names as tokens. Enter, comma or space ends one, Backspace takes the last one out. */
export function FilterField({ filters, typed, disabled, onFilters, onTyped }: FilterFieldProps) {
  return (
    <TagsInput
      className="filter-field"
      classNames={{ input: 'filter-input', pill: 'filter-token', inputField: 'mono' }}
      label="Series whose file name starts with"
      labelProps={{ className: 'label' }}
      value={[...filters]}
      searchValue={typed}
      disabled={disabled}
      splitChars={[',', ' ', ';']}
      acceptValueOnBlur
      placeholder={filters.length === 0 ? 'such as cpu-user, if_octets, counter' : ''}
      onChange={(next) => onFilters(next.map((one) => one.trim()).filter(Boolean))}
      onSearchChange={onTyped}
      maxTags={256}
    />
  )
}
