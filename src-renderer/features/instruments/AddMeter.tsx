import type { FaultView } from '@contract/fault'
import type { InstrumentAdd, PortView } from '@contract/instruments'
import { useId, useState } from 'react'
import { Button } from '../../ui/Button'
import { FaultBox } from '../../ui/FaultBox'
import { Field } from '../../ui/Field'
import { addressProblem, intervalProblem } from './select-instruments'

export interface AddMeterProps {
  readonly address: string
  readonly ports: readonly PortView[]
  readonly fault: FaultView | null
  readonly onAdd: (what: InstrumentAdd) => void
  readonly onCancel: () => void
  readonly onCopy: (text: string) => void
}

/** A meter by its device node: from the ports found, or typed. */
export function AddMeter({ address: offered, ports, fault, onAdd, onCancel, onCopy }: AddMeterProps) {
  const [address, setAddress] = useState(offered)
  const [name, setName] = useState('')
  const [interval, setInterval] = useState('250')
  const [tried, setTried] = useState(false)
  const found = useId()
  const problems = [addressProblem(address), intervalProblem(interval)] as const
  const add = (): void => {
    setTried(true)
    if (problems.every((problem) => problem === null)) {
      const shown = name.trim() || `PowerSpy2 ${address.trim().replace(/^\/dev\//, '')}`
      onAdd({ kind: 'powerspy2', name: shown, address: address.trim(), intervalMs: Number(interval) })
    }
  }
  return (
    <form
      className="add-meter"
      aria-label="Add meter"
      onSubmit={(event) => {
        event.preventDefault()
        add()
      }}
    >
      <h2 className="title">Add a PowerSpy2</h2>
      <p className="soft">
        A meter is known by its serial number: once it has answered, this instrument never takes another meter for it,
        whatever port it appears on.
      </p>
      <div className="form-rows">
        <span className="form-label" aria-hidden="true">
          Device node
        </span>
        <div>
          <Field
            name="Device node"
            value={address}
            onChange={setAddress}
            placeholder="/dev/rfcomm0"
            width="32rem"
            mono
            list={found}
            autoFocus
            problem={tried ? problems[0] : null}
          />
          <datalist id={found}>
            {ports.map(({ path, hint }) => (
              <option key={path} value={path}>
                {hint}
              </option>
            ))}
          </datalist>
        </div>
        <span className="form-label" aria-hidden="true">
          Name
        </span>
        <Field name="Name" value={name} onChange={setName} placeholder="PowerSpy2 bench A" width="32rem" />
        <span className="form-label" aria-hidden="true">
          Interval
        </span>
        <Field
          name="Interval"
          value={interval}
          onChange={setInterval}
          unit="ms"
          width="12rem"
          numeric
          problem={tried ? problems[1] : null}
        />
      </div>
      <p className="label">
        The interval becomes a whole number of mains periods; the true one is shown once the meter has answered.
      </p>
      {fault && <FaultBox fault={fault} onCopy={onCopy} />}
      <div className="form-actions">
        <Button kind="primary" submit>
          Connect meter
        </Button>
        <Button kind="quiet" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  )
}
