import type { InstrumentPatch, InstrumentView } from '@contract/instruments'
import { formatFixed } from '@contract/quantity'
import type { SettingsView } from '@contract/settings'
import { DraftField } from '../../ui/Field'
import { Segmented } from '../../ui/Segmented'
import { Switch } from '../../ui/Switch'
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
  const label = (words: string) => (
    <span className="form-label" aria-hidden="true">
      {words}
    </span>
  )
  const closed = one.link.at === 'closed' || one.link.at === 'failed'
  return (
    <div className="form-rows">
      {label('Name')}
      <DraftField
        name="Instrument name"
        value={one.name}
        check={(text) => (text.trim() === '' ? 'A name is needed' : null)}
        onCommit={(name) => onPatch({ name: name.trim() })}
        width="24rem"
      />
      {label('Device')}
      <div className="form-cell">
        <DraftField
          name="Device"
          value={one.address}
          check={addressProblem}
          onCommit={(address) => onPatch({ address: address.trim() })}
          width="24rem"
          mono
          disabled={!closed || one.simulated}
        />
        {!closed && <span className="label">fixed while connected</span>}
      </div>
      {label('Interval')}
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
      {label('Energy unit')}
      <Segmented
        name="Energy unit"
        value={energyUnit}
        options={[
          { value: 'J', words: 'J' },
          { value: 'Wh', words: 'Wh' },
        ]}
        onChange={onEnergyUnit}
      />
      {label('Reconnect')}
      <div className="form-cell">
        <Switch name="Reconnect" on={one.settings.reconnect} onChange={(reconnect) => onPatch({ reconnect })} />
        <span className="soft">same serial number only</span>
      </div>
      {label('Mains')}
      <span>
        {one.timing?.mainsHz ? `${formatFixed(one.timing.mainsHz, 3)}\u00a0Hz` : '—'}{' '}
        <span className="muted">accepted 40 … 70 Hz</span>
      </span>
    </div>
  )
}
