import { type KeyboardEvent, useState } from 'react'
import { Icon } from './icons/Icon'

export interface TokenFieldProps {
  readonly name: string
  readonly tokens: readonly string[]
  readonly placeholder?: string
  /** The whole new list, without doubles. */
  readonly onChange: (tokens: readonly string[]) => void
}

/** Entries of a comma list. */
export const tokensIn = (text: string): readonly string[] =>
  text
    .split(/[,\n]/)
    .map((token) =>
      token
        .trim()
        .replace(/^(["'])(.*)\1$/, '$2')
        .trim(),
    )
    .filter((token) => token !== '')

/** A list of short texts: Enter or a comma adds what is typed or pasted, Backspace in the empty field takes the last one away. */
export function TokenField({ name, tokens, placeholder, onChange }: TokenFieldProps) {
  const [draft, setDraft] = useState('')
  const add = (text: string): void => {
    const added = tokensIn(text).filter((token) => !tokens.includes(token))
    setDraft('')
    if (added.length > 0) onChange([...new Set([...tokens, ...added])])
  }
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') add(draft)
    if (event.key === 'Backspace' && draft === '' && tokens.length > 0) onChange(tokens.slice(0, -1))
  }
  return (
    <fieldset className="tokens field" aria-label={name}>
      <ul>
        {tokens.map((token) => (
          <li key={token} className="token mono">
            {token}
            <button
              type="button"
              aria-label={`Remove ${token}`}
              onClick={() => onChange(tokens.filter((t) => t !== token))}
            >
              <Icon name="close" small />
            </button>
          </li>
        ))}
      </ul>
      <input
        aria-label={`Add to ${name}`}
        className="mono"
        value={draft}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        onChange={({ target: { value } }) => (/[,\n]/.test(value) ? add(value) : setDraft(value))}
        onBlur={() => add(draft)}
        onKeyDown={press}
      />
    </fieldset>
  )
}
