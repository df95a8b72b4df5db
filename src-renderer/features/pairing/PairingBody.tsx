import type { PairingView } from '@contract/pairing'
import { formatFixed } from '@contract/quantity'
import { Button } from '../../ui/Button'
import { CopyButton } from '../../ui/CopyButton'
import { FaultBox } from '../../ui/FaultBox'
import { Field } from '../../ui/Field'
import { DeviceList } from './DeviceList'
import type { PairingProps } from './Pairing'
import { PairingLog } from './PairingLog'
import { PairingWait } from './PairingWait'
import { PinForm } from './PinForm'
import { busyWords, leadOf, titleOf } from './select-pairing'

export interface PairingBodyProps extends PairingProps {
  readonly chosen: string | null
  readonly onSelect: (address: string) => void
  readonly name: string
  readonly onName: (name: string) => void
}

/** The step one stands at: what it does, what it waits for, what went wrong and what can be done. */
export function PairingBody(props: PairingBodyProps) {
  const { now, nowUs } = props
  const lead = leadOf(now)
  return (
    <section className="pairing-body" aria-labelledby="pairing-title">
      <h2 id="pairing-title" className="title" tabIndex={-1}>
        {titleOf(now.step)}
      </h2>
      <p className="pairing-lead">
        {lead.map((part, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence
          <span key={i}>
            {part}
            {i < lead.length - 1 && <code>{now.port ?? '/dev/rfcomm0'}</code>}
          </span>
        ))}
      </p>
      {props.refused && <FaultBox fault={props.refused} onCopy={props.onCopy} />}
      <Trouble {...props} />
      {now.at === 'busy' && <PairingWait words={busyWords(now)} sinceUs={now.sinceUs} untilUs={null} nowUs={nowUs} />}
      {now.step === 'find' && now.at === 'choose' && (
        <>
          <PairingWait words={busyWords(now)} sinceUs={now.sinceUs} untilUs={null} nowUs={nowUs} />
          <DeviceList devices={now.devices} chosen={props.chosen} onSelect={props.onSelect} onChoose={props.onChoose} />
        </>
      )}
      {now.step === 'pair' && now.at === 'pin' && <PinForm onPin={props.onPin} />}
      {now.step === 'pair' && now.at !== 'busy' && (
        <p className="pairing-aside">
          <Button small onClick={props.onForget}>
            Forget this meter
          </Button>
          <span className="label">Removes the old key from this computer and pairs anew.</span>
        </p>
      )}
      {now.at === 'done' && now.step !== 'live' && (
        <p className="soft">This is done: {now.notes[now.step]}. Next goes on; Try again does it once more.</p>
      )}
      {now.step === 'live' && now.watts !== null && <FirstValue {...props} />}
      <PairingLog lines={now.lines} zone={props.zone} />
    </section>
  )
}

/** Why it does not go on, in place: the command large, to be copied. */
function Trouble({ now, nowUs, onCopy, onPowerOn }: PairingBodyProps) {
  const { fault, command = null } = now
  if (!fault) return null
  const { command: fix = command, ...words } = fault
  const byHand = now.at === 'by-hand'
  return (
    <>
      <FaultBox fault={words} tone={byHand ? 'warn' : 'fault'} onCopy={onCopy}>
        {now.canPowerOn && (
          <Button small onClick={onPowerOn}>
            Switch on
          </Button>
        )}
      </FaultBox>
      {fix !== null && fix !== undefined && <CommandToRun text={fix} onCopy={onCopy} />}
      {byHand && (
        <PairingWait
          words="Waiting for"
          thing={now.port}
          sinceUs={now.sinceUs}
          untilUs={now.waitUntilUs}
          nowUs={nowUs}
        />
      )}
    </>
  )
}

function CommandToRun({ text, onCopy }: { readonly text: string; readonly onCopy: (text: string) => void }) {
  return (
    <div className="pairing-command">
      <span className="label">Run this in a terminal</span>
      <div data-arrive-within="">
        <code>{text}</code>
        <CopyButton words="Copy command" name={`Copy the command ${text}`} onCopy={() => onCopy(text)} />
      </div>
    </div>
  )
}

function FirstValue({ now, name, onName, onFinish }: PairingBodyProps & { readonly now: PairingView }) {
  return (
    <form
      className="pairing-value"
      aria-label="Name of the meter"
      onSubmit={(event) => {
        event.preventDefault()
        onFinish(name.trim())
      }}
    >
      <p className="pairing-watts" data-testid="first-value">
        {formatFixed(now.watts ?? 0, 2)}
        <span className="unit">W</span>
      </p>
      <p className="soft">
        Meter #{now.serial} on <code>{now.port}</code>
      </p>
      <div className="pairing-name">
        <span className="form-label" aria-hidden="true">
          Name
        </span>
        <Field name="Name" value={name} onChange={onName} width="32rem" autoFocus />
      </div>
    </form>
  )
}
