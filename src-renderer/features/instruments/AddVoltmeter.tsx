import type { FaultView } from '@contract/fault'
import type { InstrumentAdd } from '@contract/instruments'
import type { OpenPlan } from '@contract/tree'
import { useState } from 'react'
import { Button } from '../../ui/Button'
import { FaultBox } from '../../ui/FaultBox'
import { Field } from '../../ui/Field'
import { Shape } from '../../ui/Shape'
import { intervalProblem } from './select-instruments'
import { hostProblem, NPLCS, nplcWords, USUAL_INTERVAL_MS, USUAL_NPLC } from './select-voltmeter'

export interface AddVoltmeterProps {
  /** The channel file that is open, or null. */
  readonly opened: OpenPlan | null
  readonly fault: FaultView | null
  /** Saved voltmeters that could measure with this file instead. */
  readonly saved: readonly { readonly id: string; readonly name: string }[]
  readonly onOpen: () => void
  readonly onExample: () => void
  readonly onAdd: (what: InstrumentAdd) => void
  readonly onUse: (id: string) => void
  /** Null where there is nothing to go back to. */
  readonly onCancel: (() => void) | null
  readonly onCopy: (text: string) => void
}

/** A 34980A by its address, with the channel file it measures. */
export function AddVoltmeter(props: AddVoltmeterProps) {
  const { opened } = props
  const [address, setAddress] = useState('')
  const [name, setName] = useState('')
  const [interval, setInterval] = useState(String(USUAL_INTERVAL_MS))
  const [nplc, setNplc] = useState<number>(USUAL_NPLC)
  const [tried, setTried] = useState(false)
  const isBad = opened?.plan.problems.some(({ severity }) => severity === 'error') ?? false
  const problems = {
    address: hostProblem(address),
    interval: intervalProblem(interval),
    plan:
      opened === null
        ? 'A channel file is needed'
        : isBad
          ? 'This file has errors; they are listed on the Tree screen'
          : null,
  }
  const add = (): void => {
    setTried(true)
    if (!opened || Object.values(problems).some((problem) => problem !== null)) return
    const shown = name.trim() || `34980A ${address.trim()}`
    props.onAdd({
      kind: '34980a',
      name: shown,
      address: address.trim(),
      intervalMs: Number(interval),
      plan: opened.token,
      nplc,
    })
  }
  const label = (words: string) => (
    <span className="form-label" aria-hidden="true">
      {words}
    </span>
  )
  return (
    <form
      className="add-meter"
      aria-label="Add voltmeter"
      onSubmit={(event) => {
        event.preventDefault()
        add()
      }}
    >
      <h2 className="title">Measure with a 34980A</h2>
      <div className="form-rows">
        {label('Address')}
        <Field
          name="Address"
          value={address}
          onChange={setAddress}
          placeholder="voltmeter.lab:5025"
          width="24rem"
          mono
          problem={tried ? problems.address : null}
        />
        {label('Channel file')}
        <div className="form-cell">
          {opened && <strong>{opened.plan.file}</strong>}
          {opened?.example && <span className="tag">values invented</span>}
          <Button small icon="file" onClick={props.onOpen}>
            {opened ? 'Open another' : 'Open channel file'}
          </Button>
          {!opened && (
            <Button small kind="quiet" onClick={props.onExample}>
              Take example C2
            </Button>
          )}
          {problems.plan !== null && (tried || isBad) && (
            <span className="field-problem" role="alert">
              <Shape name="octagon" tone="fault" />
              {problems.plan}
            </span>
          )}
        </div>
        {label('NPLC')}
        <div className="form-cell">
          <span className="field">
            <select aria-label="NPLC" value={nplc} onChange={(event) => setNplc(Number(event.target.value))}>
              {NPLCS.map((one) => (
                <option key={one} value={one}>
                  {nplcWords(one)}
                </option>
              ))}
            </select>
          </span>
          <span className="label">mains periods per channel</span>
        </div>
        {label('Interval')}
        <Field
          name="Interval"
          value={interval}
          onChange={setInterval}
          unit="ms"
          width="12rem"
          numeric
          problem={tried ? problems.interval : null}
        />
        {label('Name')}
        <Field name="Name" value={name} onChange={setName} placeholder="34980A rack 3" width="24rem" />
      </div>
      {props.fault && <FaultBox fault={props.fault} onCopy={props.onCopy} />}
      <div className="form-actions">
        <Button kind="primary" submit>
          Connect voltmeter
        </Button>
        {props.onCancel && (
          <Button kind="quiet" onClick={props.onCancel}>
            Cancel
          </Button>
        )}
      </div>
      {opened && !isBad && props.saved.length > 0 && (
        <div className="form-actions">
          {props.saved.map(({ id, name: shown }) => (
            <Button key={id} onClick={() => props.onUse(id)}>
              Measure it with {shown}
            </Button>
          ))}
        </div>
      )}
    </form>
  )
}
