import { TagsInput } from '@mantine/core'
import { Icon } from './icons/Icon'

/** Entries beyond this are not taken; main refuses them too. */
const MOST = 256

export interface TokenFieldProps {
  /** Above the field; a field with words beside it has a `name` instead. */
  readonly label?: string
  readonly name?: string
  readonly tokens: readonly string[]
  /** What is typed and no token yet, for who counts at every letter. */
  readonly typed?: string
  readonly disabled?: boolean
  readonly placeholder?: string
  /** The whole new list, without doubles. */
  readonly onChange: (tokens: readonly string[]) => void
  readonly onTyped?: (text: string) => void
}

/** Where one text ends and the next begins, typed or pasted. */
const SPLIT = [',', ';', ' ', '\n', '\t']

/** Bare texts, each once: lists are often pasted as they stand in a configuration, quotes and all. */
export const cleanTokens = (tokens: readonly string[]): readonly string[] => [
  ...new Set(
    tokens
      .flatMap((token) => token.split(/[,;\s]+/))
      .map((token) => token.replace(/^(["'])(.*)\1$/, '$2'))
      .filter((token) => token !== ''),
  ),
]

/** A list of short texts: Enter, comma or space adds what is typed, a pasted list is taken apart, Backspace takes the last one away. */
export function TokenField({ label, name, tokens, typed, disabled, placeholder, onChange, onTyped }: TokenFieldProps) {
  return (
    <TagsInput
      className="tokens"
      classNames={{ input: 'tokens-box', inputField: 'mono' }}
      label={label}
      labelProps={{ className: 'label' }}
      aria-label={name}
      value={[...tokens]}
      {...(typed === undefined ? {} : { searchValue: typed })}
      disabled={disabled ?? false}
      splitChars={SPLIT}
      acceptValueOnBlur
      placeholder={placeholder}
      spellCheck={false}
      autoComplete="off"
      maxTags={MOST}
      onChange={(next) => {
        const clean = cleanTokens(next)
        if (clean.join('\n') !== tokens.join('\n')) onChange(clean)
      }}
      {...(onTyped ? { onSearchChange: onTyped } : {})}
      renderPill={({ value, onRemove, disabled }) => (
        <span className="token mono">
          {value}
          <button type="button" aria-label={`Remove ${value}`} disabled={disabled} onClick={onRemove}>
            <Icon name="close" small />
          </button>
        </span>
      )}
    />
  )
}
