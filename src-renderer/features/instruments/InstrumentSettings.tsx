import type { InstrumentPatch, InstrumentView } from '@contract/instruments'
import { formatFixed } from '@contract/quantity'
import type { SettingsView } from '@contract/settings'
import { DraftField } from '../../ui/Field'
import { Segmented } from '../../ui/Segmented'
import { Switch } from '../../ui/Switch'
import { NameAndAddress, rowLabel } from './NameAndAddress'
import { addressProblem, intervalProblem } from './select-instruments'

export interface InstrumentSettingsProps {
  readonly one: InstrumentView
  readonly energyUnit: SettingsView['energyUnit']
  readonly onPatch: (patch: InstrumentPatch) => void
  readonly onEnergyUnit: (unit: SettingsView['energyUnit']) => void
}

const trueWords = ({ timing }: InstrumentView): string => {
  if (!timing) return 'the true interval is known once the meter answers'
  const { trueMs, periods, windows } = timing
  const ms = formatFixed(trueMs, Number.isInteger(trueMs) ? 0 : 3)
  const mean = windows > 1 ? `, mean of ${windows} windows` : ''
  return `true ${ms}\u00a0ms, ${periods} period${periods === 1 ? '' : 's'}${mean}`
}

/** What can be set on an instrument, beside what is true. */
export function InstrumentSettings({ one, energyUnit, onPatch, onEnergyUnit }: InstrumentSettingsProps) {
  return (
    <div className="form-rows">
      <NameAndAddress one={one} reach="Device" addressProblem={addressProblem} onPatch={onPatch} />
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
          {trueWords(one)}
        </span>
      </div>
      {rowLabel('Energy unit')}
      <Segmented
        name="Energy unit"
        value={energyUnit}
        options={[
          { value: 'J', words: 'J' },
          { value: 'Wh', words: 'Wh' },
        ]}
        onChange={onEnergyUnit}
      />
      {rowLabel('Reconnect')}
      <div className="form-cell">
        <Switch name="Reconnect" on={one.settings.reconnect} onChange={(reconnect) => onPatch({ reconnect })} />
        <span className="soft">same serial number only</span>
      </div>
      {rowLabel('Mains')}
      <span>
        {one.timing?.mainsHz ? `${formatFixed(one.timing.mainsHz, 3)}\u00a0Hz` : '—'}{' '}
        <span className="muted">accepted 40 … 70 Hz</span>
      </span>
    </div>
  )
}
