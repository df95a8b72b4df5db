import type { Health, InstrumentView } from '@contract/instruments'
import {
  formatAge,
  formatCount,
  formatDuration,
  formatFixed,
  formatPercent,
  type QuantityText,
} from '@contract/quantity'
import { Num } from '../../ui/Num'

export interface HealthTilesProps {
  readonly one: InstrumentView
  readonly nowUs: number
}

interface Tile {
  readonly label: string
  readonly value: QuantityText
  readonly worth: string
}

const parted = (text: string): QuantityText => {
  const [number = '', unit = ''] = text.split('\u00a0')
  return { number, unit }
}

/** A source goes stale after three periods, at least one second. */
const staleAfterS = (periodMs: number): number => Math.max((3 * periodMs) / 1_000, 1)

const fixed = (x: number | null, decimals: number, unit: string): QuantityText => ({
  number: formatFixed(x ?? Number.NaN, decimals),
  unit,
})

/** Decimals that keep the width between 1 and 100 Hz. */
const rateDecimals = (hz: number): number => (hz < 1 ? 3 : hz < 9.995 ? 2 : 1)

const outageWords = ({ lastOutage }: Health): string =>
  lastOutage ? `last: ${formatDuration(lastOutage.lengthS)} away` : 'since connected'

function tilesOf({ health, timing, link }: InstrumentView, nowUs: number): readonly Tile[] {
  const { rateHz, jitterMs, lastSampleUs, samples, lost, rejected, reconnects } = health
  const connected = link.at === 'live' || link.at === 'stale' || link.at === 'reconnecting'
  const ageS = lastSampleUs === null || !connected ? Number.NaN : Math.max(0, nowUs - lastSampleUs) / 1e6
  const share = samples + lost > 0 ? (lost / (samples + lost)) * 100 : 0
  return [
    {
      label: 'Rate',
      value: fixed(rateHz, rateDecimals(rateHz ?? 0), 'Hz'),
      worth: timing ? `asked ${formatFixed(1_000 / timing.askedMs, 3)} Hz` : 'not known yet',
    },
    { label: 'Jitter', value: fixed(jitterMs, 0, 'ms'), worth: 'p95 of receipt, 30 s' },
    {
      label: 'Age',
      value: parted(formatAge(ageS)),
      worth: timing ? `stale after ${formatAge(staleAfterS(timing.trueMs))}` : 'of the newest sample',
    },
    {
      label: 'Lost',
      value: { number: formatCount(lost), unit: '' },
      worth: lost === 0 ? `of ${formatCount(samples)}` : `${formatPercent(share)} % of ${formatCount(samples + lost)}`,
    },
    { label: 'Rejected', value: { number: formatCount(rejected), unit: '' }, worth: 'not plausible' },
    { label: 'Reconnects', value: { number: formatCount(reconnects), unit: '' }, worth: outageWords(health) },
  ]
}

/** Rate, jitter, age, lost, rejected, reconnects: what makes the numbers trustworthy. */
export function HealthTiles({ one, nowUs }: HealthTilesProps) {
  return (
    <dl className="health" aria-label="Health">
      {tilesOf(one, nowUs).map(({ label, value, worth }) => (
        <div key={label} data-testid={`health-${label.toLowerCase()}`}>
          <dt className="label">{label}</dt>
          <dd className="health-value">
            <Num value={value} digits={0} />
          </dd>
          <dd className="label">{worth}</dd>
        </div>
      ))}
    </dl>
  )
}
