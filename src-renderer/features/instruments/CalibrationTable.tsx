import type { Calibration } from '@contract/model'
import { formatFixed } from '@contract/quantity'
import { Shape } from '../../ui/Shape'
import { driftWords } from './select-instruments'

/** Enough decimals for five significant digits of a small scale. */
const scaleText = (x: number): string => {
  const decimals = Math.min(12, Math.max(3, 4 - Math.floor(Math.log10(Math.abs(x) || 1))))
  return formatFixed(x, decimals)
}

const change = (now: number, then: number): string => (then === 0 ? '—' : formatFixed((now / then - 1) * 100, 2))

/** Calibration as read from the meter: current, factory, and how far they are apart. */
export function CalibrationTable({ calibration }: { readonly calibration: Calibration | null }) {
  if (!calibration) {
    return (
      <p className="label">Read from the meter when it connects; used for every reading and stored in each session.</p>
    )
  }
  const rows = [
    ['U scale, V/digit', calibration.voltsPerDigit, calibration.factoryVoltsPerDigit],
    ['I scale, A/digit', calibration.ampsPerDigit, calibration.factoryAmpsPerDigit],
    [
      'P scale, W/digit',
      calibration.voltsPerDigit * calibration.ampsPerDigit,
      calibration.factoryVoltsPerDigit * calibration.factoryAmpsPerDigit,
    ],
  ] as const
  const drift = driftWords(calibration)
  return (
    <>
      <table className="table calibration" aria-label="Calibration">
        <thead>
          <tr>
            <th scope="col">
              <span className="sr-only">Coefficient</span>
            </th>
            <th scope="col" className="num">
              current
            </th>
            <th scope="col" className="num">
              factory
            </th>
            <th scope="col" className="num">
              Δ %
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([words, now, factory]) => (
            <tr key={words}>
              <th scope="row">{words}</th>
              <td className="num">{scaleText(now)}</td>
              <td className="num">{scaleText(factory)}</td>
              <td className="num muted">{change(now, factory)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">Date</th>
            <td className="num">{calibration.date ?? 'none held'}</td>
            <td className="num">{calibration.factoryDate ?? 'none held'}</td>
            <td />
          </tr>
        </tbody>
      </table>
      {drift && (
        <p className="soft calibration-note">
          <Shape name="triangle" tone="warn" /> {drift}
        </p>
      )}
      <p className="soft calibration-note">
        <Shape name="tick" tone="ok" /> Plausible; used for every reading; stored in each session.
      </p>
    </>
  )
}
