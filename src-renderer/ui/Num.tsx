import type { QuantityText } from '@contract/quantity'

export interface NumProps {
  readonly value: QuantityText
  /** Digits the place is kept for, so that nothing moves when the number changes. */
  readonly digits: number
}

/** A number and its unit, each in its place. */
export function Num({ value, digits }: NumProps) {
  return (
    <>
      <span className="num-value" style={{ minWidth: `${digits}ch` }}>
        {value.number}
      </span>
      {value.unit && <span className="unit">{value.unit}</span>}
    </>
  )
}
