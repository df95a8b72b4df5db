import type { PairingLine } from '@contract/pairing'
import { formatFixed, formatTime } from '@contract/quantity'
import { Shape } from '../../ui/Shape'

/** "What was done so far": each line with when it was and how long it took. */
export function PairingLog({ lines, zone }: { readonly lines: readonly PairingLine[]; readonly zone: string }) {
  if (lines.length === 0) return null
  return (
    <section className="pairing-log" aria-label="What was done so far">
      <h3 className="label">What was done so far</h3>
      <ol>
        {lines.map(({ atUs, text, tookS, level }) => (
          <li key={`${atUs} ${text}`}>
            <span className="muted">{formatTime(atUs, zone, 3)}</span>
            <span className="pairing-log-text">
              {level === 'warn' && <Shape name="triangle" tone="warn" />}
              {text}
            </span>
            <span className="soft">{formatFixed(tookS, 1)}&nbsp;s</span>
          </li>
        ))}
      </ol>
    </section>
  )
}
