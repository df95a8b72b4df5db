import { formatCount, formatFixed } from '@contract/quantity'
import type { BucketValue } from '../../lib/buckets'
import { Swatch } from '../../ui/Swatch'
import { axisPrefix, decimalsOn } from './lane-data'
import type { LaneSpec } from './select-lanes'

export interface LaneHeaderProps {
  readonly spec: LaneSpec
  readonly domain: { readonly low: number; readonly high: number }
  /** The sample at the crosshair, or null when there is none. */
  readonly at: BucketValue | null
  /** The newest value, shown while there is no crosshair; null when nothing is live. */
  readonly now: number | null
  readonly stale: boolean
  readonly height: number
}

/** Name, unit, source, and the value at the crosshair with what its pixel holds. */
export function LaneHeader({ spec, domain, at, now, stale, height }: LaneHeaderProps) {
  const prefix = axisPrefix(domain)
  const text = (x: number): string => formatFixed(x * 10 ** -prefix.power, decimalsOn(spec, prefix))
  const unit = `${prefix.symbol}${spec.unit}`
  const wide = (domain.high - domain.low) * 10 ** -prefix.power
  const end = (x: number): string => formatFixed(x * 10 ** -prefix.power, wide >= 5 ? 0 : wide >= 1 ? 1 : 2)
  const value = at ? text(at.mean) : now === null ? '' : text(now)
  return (
    <div className="lane-header">
      <div className="lane-title">
        <h2>{spec.title}</h2>
        <span className="muted">{unit}</span>
        {spec.simulated && <span className="tag">simulated</span>}
      </div>
      <div className="label lane-source">{spec.sourceName}</div>
      <div className={stale && !at ? 'lane-value muted' : 'lane-value'}>
        <Swatch colour={spec.colour} />
        <span className="soft">{spec.symbol}</span>
        <span className="lane-number">{value}</span>
      </div>
      {at && at.n > 1 && height >= 96 && (
        <div className="label lane-pixel">
          <span>pixel min … max</span>
          <span>n {formatCount(at.n)}</span>
          <span>
            {text(at.min)} … {text(at.max)}
          </span>
        </div>
      )}
      {height >= 150 && (
        <div className="label lane-range">
          Y {end(domain.low)} … {end(domain.high)} {unit}
        </div>
      )}
    </div>
  )
}
