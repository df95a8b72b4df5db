import type { InstrumentPatch, InstrumentView } from '@contract/instruments'
import { DraftField } from '../../ui/Field'

/** The words at the left of a settings row; the field beside it carries the name for screen readers. */
export const rowLabel = (words: string) => (
  <span className="form-label" aria-hidden="true">
    {words}
  </span>
)

export interface NameAndAddressProps {
  readonly one: InstrumentView
  /** "Device", "Address". */
  readonly reach: string
  /** What is wrong with a typed address; null when nothing is. */
  readonly addressProblem: (text: string) => string | null
  readonly onPatch: (patch: InstrumentPatch) => void
}

/** The two settings rows every instrument begins with. The address is fixed while it is connected. */
export function NameAndAddress({ one, reach, addressProblem, onPatch }: NameAndAddressProps) {
  const closed = one.link.at === 'closed' || one.link.at === 'failed'
  return (
    <>
      {rowLabel('Name')}
      <DraftField
        name="Instrument name"
        value={one.name}
        check={(text) => (text.trim() === '' ? 'A name is needed' : null)}
        onCommit={(name) => onPatch({ name: name.trim() })}
        width="24rem"
      />
      {rowLabel(reach)}
      <div className="form-cell">
        <DraftField
          name={reach}
          value={one.address}
          check={addressProblem}
          onCommit={(address) => onPatch({ address: address.trim() })}
          width="24rem"
          mono
          disabled={!closed || one.simulated}
        />
        {!closed && <span className="label">fixed while connected</span>}
      </div>
    </>
  )
}
