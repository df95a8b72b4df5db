import { useEffect, useState } from 'react'
import { Icon } from './icons/Icon'

export interface CopyNumberProps {
  /** The number as it is shown; nothing stands where it is ''. */
  readonly number: string
  /** What goes to the clipboard after it; empty for a plain number. */
  readonly unit: string
  readonly onCopy: (text: string) => void
}

/** A number in a table: a click copies it with its unit, a tick stands beside it for one second. */
export function CopyNumber({ number, unit, onCopy }: CopyNumberProps) {
  const [done, setDone] = useState(false)
  useEffect(() => {
    if (!done) return
    const timer = setTimeout(() => setDone(false), 1_000)
    return () => clearTimeout(timer)
  }, [done])
  if (number === '') return null
  const text = unit === '' ? number : `${number}\u00a0${unit}`
  return (
    <button
      type="button"
      className="copy-number"
      tabIndex={-1}
      title={`Copy ${text}`}
      onClick={() => {
        onCopy(text)
        setDone(true)
      }}
    >
      {done && (
        <span className="copy-number-done">
          <Icon name="tick" small />
          <span className="sr-only">copied</span>
        </span>
      )}
      {number}
    </button>
  )
}
