import { joined, type QuantityText } from '@contract/quantity'
import { useEffect, useState } from 'react'
import { Num } from './Num'
import { Shape } from './Shape'

export interface ReadoutProps {
  readonly label: string
  readonly value: QuantityText
  /** Size of the number: 1 once per screen, 2 for means and energy, 3 for secondary values. */
  readonly size: 1 | 2 | 3
  /** What the number is worth: n / expected, coverage, age. */
  readonly worth?: string
  /** Greyed at once, with its age. */
  readonly stale?: boolean
  readonly warn?: boolean
  readonly testId?: string
  readonly onCopy: (text: string) => void
}

/** A number with its unit, its name and what it is worth. A click copies it with the unit. */
export function Readout({ label, value, size, worth, stale = false, warn = stale, testId, onCopy }: ReadoutProps) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1_000)
    return () => clearTimeout(timer)
  }, [copied])
  const text = joined(value)
  return (
    <div className={`readout readout--${size}${stale ? ' readout--stale' : ''}`}>
      <div className="label">{label}</div>
      <button
        type="button"
        className="readout-value"
        aria-label={`${label}: ${text}. Copy`}
        title={`Copy ${text}`}
        data-testid={testId}
        onClick={() => {
          onCopy(text)
          setCopied(true)
        }}
      >
        <Num value={value} digits={size === 3 ? 0 : size === 2 ? 4.4 : 4.2} />
        {copied && <Shape name="tick" tone="ok" />}
      </button>
      {worth !== undefined && (
        <div className={warn ? 'label readout-worth tone-warn' : 'label readout-worth'}>
          {warn && <Shape name="triangle" tone="warn" />}
          {worth}
        </div>
      )}
    </div>
  )
}
