import type { FoundDevice } from '@contract/pairing'
import { useState } from 'react'
import { Button } from '../../ui/Button'
import { signalWords } from './select-pairing'

export interface DeviceListProps {
  readonly devices: readonly FoundDevice[]
  readonly chosen: string | null
  readonly onSelect: (address: string) => void
  readonly onChoose: (address: string) => void
}

/** Devices in the room: those that look like a meter, the others on demand. */
export function DeviceList({ devices, chosen, onSelect, onChoose }: DeviceListProps) {
  const [all, setAll] = useState(false)
  const likely = devices.filter((device) => device.likely)
  const shown = all ? devices : likely
  const others = devices.length - likely.length
  return (
    <div className="pairing-devices">
      {shown.length === 0 ? (
        <p className="pairing-none soft">No PowerSpy was heard yet. It may take 10 s until it tells its name.</p>
      ) : (
        <table className="table" aria-label="Devices found">
          <thead>
            <tr>
              <th>Name</th>
              <th>Address</th>
              <th>Signal</th>
              <th>Paired</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((device) => (
              <Row
                key={device.address}
                device={device}
                chosen={device.address === chosen}
                onSelect={() => onSelect(device.address)}
                onChoose={() => onChoose(device.address)}
              />
            ))}
          </tbody>
        </table>
      )}
      {others > 0 && (
        <Button small kind="quiet" pressed={all} onClick={() => setAll(!all)}>
          {all ? 'Show meters only' : `Show all devices (${others} more)`}
        </Button>
      )}
    </div>
  )
}

function Row({
  device,
  chosen,
  onSelect,
  onChoose,
}: {
  readonly device: FoundDevice
  readonly chosen: boolean
  readonly onSelect: () => void
  readonly onChoose: () => void
}) {
  return (
    <tr className="pairing-device" data-chosen={chosen || undefined} onClick={onSelect} onDoubleClick={onChoose}>
      <td>
        <label>
          <input
            type="radio"
            name="device"
            checked={chosen}
            onChange={onSelect}
            data-arrive={chosen || undefined}
            onKeyDown={(event) => {
              if (event.key === 'Enter') onChoose()
            }}
          />
          <span>{device.name ?? <span className="muted">no name yet</span>}</span>
        </label>
      </td>
      <td>
        <code>{device.address}</code>
      </td>
      <td>{signalWords(device.rssi)}</td>
      <td>{device.paired ? 'yes' : 'no'}</td>
    </tr>
  )
}
