import type { InstrumentPatch, InstrumentView } from '@contract/instruments'
import { formatFixed } from '@contract/quantity'
import { Button } from '../../ui/Button'
import { DraftField } from '../../ui/Field'
import { Switch } from '../../ui/Switch'
import { NameAndAddress, rowLabel } from './NameAndAddress'
import { intervalProblem } from './select-instruments'
import { hostProblem, NPLCS, nplcWords } from './select-voltmeter'

export interface VoltmeterSettingsProps {
  readonly one: InstrumentView
  /** First to last channel of the newest scan in ms; null before there is one. */
  readonly skewMs: number | null
  readonly onPatch: (patch: InstrumentPatch) => void
  /** Lets a person choose another channel file. */
  readonly onOpenPlan: () => void
  readonly onShowTree: () => void
}

/** What can be set on a voltmeter, beside what is true of its scans. */
export function VoltmeterSettings({ one, skewMs, onPatch, onOpenPlan, onShowTree }: VoltmeterSettingsProps) {
  const trueMs = one.timing?.trueMs ?? null
  return (
    <div className="form-rows">
      <NameAndAddress one={one} reach="Address" addressProblem={hostProblem} onPatch={onPatch} />
      {rowLabel('Channel file')}
      <div className="form-cell">
        <strong>{one.settings.channelFile ?? 'none'}</strong>
        <Button small icon="file" onClick={onOpenPlan}>
          Open another
        </Button>
        <Button small icon="tree" onClick={onShowTree}>
          Show tree
        </Button>
        {one.newerPlan !== undefined && (
          <span className="tone-warn">
            Changed on disk; measuring goes on with the old rows.{' '}
            <Button small onClick={() => one.newerPlan !== undefined && onPatch({ plan: one.newerPlan })}>
              Use the new file
            </Button>
          </span>
        )}
      </div>
      {rowLabel('NPLC')}
      <div className="form-cell">
        <span className="field">
          <select
            aria-label="NPLC"
            value={one.settings.nplc ?? 1}
            onChange={(event) => onPatch({ nplc: Number(event.target.value) })}
          >
            {NPLCS.map((nplc) => (
              <option key={nplc} value={nplc}>
                {nplcWords(nplc)}
              </option>
            ))}
          </select>
        </span>
        <span className="soft">mains periods per channel</span>
      </div>
      {rowLabel('Interval')}
      <div className="form-cell">
        <DraftField
          name="Interval"
          value={String(one.settings.intervalMs)}
          check={intervalProblem}
          onCommit={(ms) => onPatch({ intervalMs: Number(ms) })}
          width="10rem"
          unit="ms"
          numeric
        />
        <span className="soft" data-testid="true-interval">
          {trueMs === null
            ? 'the true interval is known once it scans'
            : `true ${formatFixed(trueMs, 0)}\u00a0ms from scan to scan`}
        </span>
      </div>
      {rowLabel('Scan skew')}
      <span data-testid="scan-skew">
        {skewMs === null ? '—' : `${formatFixed(skewMs, 0)}\u00a0ms`}{' '}
        <span className="muted">first to last channel</span>
      </span>
      {rowLabel('Reconnect')}
      <div className="form-cell">
        <Switch name="Reconnect" on={one.settings.reconnect} onChange={(reconnect) => onPatch({ reconnect })} />
        <span className="soft">the whole set-up is sent again</span>
      </div>
    </div>
  )
}
