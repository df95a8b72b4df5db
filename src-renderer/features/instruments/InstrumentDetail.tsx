import type { FaultView } from '@contract/fault'
import type { InstrumentPatch, InstrumentView } from '@contract/instruments'
import type { Identity } from '@contract/model'
import { formatClock } from '@contract/quantity'
import type { SettingsView } from '@contract/settings'
import { type ReactNode, useState } from 'react'
import { linkWords } from '../../lib/link-words'
import { Button } from '../../ui/Button'
import { Confirm } from '../../ui/Dialog'
import { FaultBox } from '../../ui/FaultBox'
import { StateMark } from '../../ui/Shape'
import { CalibrationTable } from './CalibrationTable'
import { HealthTiles } from './HealthTiles'
import { InstrumentSettings } from './InstrumentSettings'
import { LinkSteps } from './LinkSteps'

export interface InstrumentDetailProps {
  readonly one: InstrumentView
  readonly nowUs: number
  readonly energyUnit: SettingsView['energyUnit']
  /** Why the last request was refused. */
  readonly refused: FaultView | null
  /** Settings of another kind of instrument than a mains meter; null for that. */
  readonly settings: ReactNode
  /** Its port is being bound. */
  readonly binding: boolean
  readonly onConnect: () => void
  readonly onBind: () => void
  readonly onDisconnect: () => void
  readonly onPatch: (patch: InstrumentPatch) => void
  readonly onRemove: () => void
  /** Saves the meter that answered on this one's port as an instrument of its own. */
  readonly onAddOther: () => void
  readonly onEnergyUnit: (unit: SettingsView['energyUnit']) => void
  readonly onCopy: (text: string) => void
}

/** One instrument: who answered, where the link stands, how healthy it is, what is set, how it is calibrated. */
export function InstrumentDetail(props: InstrumentDetailProps) {
  const { one, nowUs, refused } = props
  const [asking, setAsking] = useState(false)
  const { link, identity } = one
  const off = link.at === 'closed' || link.at === 'failed'
  const fault = link.at === 'failed' || link.at === 'reconnecting' ? link.fault : null
  return (
    <article className="instrument-detail" aria-label={one.name}>
      <header className="detail-head">
        <div>
          <h2 className="title">
            {one.name} {one.simulated && <span className="tag">simulated</span>}
          </h2>
          <p className="soft">
            {identity
              ? `${versionWords(identity, props.settings === null)} · ${one.address}`
              : `${one.address} · serial number not read yet`}
          </p>
        </div>
        <div className="detail-actions">
          {off ? (
            <Button kind="primary" onClick={props.onConnect}>
              Connect
            </Button>
          ) : (
            <Button onClick={props.onDisconnect} disabled={link.at === 'closing'}>
              Disconnect
            </Button>
          )}
          <Button kind="quiet" onClick={() => setAsking(true)}>
            Remove
          </Button>
        </div>
      </header>
      <div className="detail-state">
        <LinkSteps link={link} isMains={props.settings === null} />
        <span className="detail-words" role="status">
          <StateMark mark={linkWords(link, one.health, nowUs)} testId="instrument-state" />
          {(link.at === 'live' || link.at === 'connecting') && (
            <span className="soft"> for {formatClock((nowUs - link.sinceUs) / 1e6)}</span>
          )}
        </span>
      </div>
      {fault && (
        <FaultBox fault={fault} onCopy={props.onCopy}>
          {(fault.code === 'PORT_UNBOUND' || fault.code === 'PORT_OTHER') && (
            <Button small kind="primary" onClick={props.onBind} disabled={props.binding}>
              {props.binding ? 'Binding port' : 'Bind port'}
            </Button>
          )}
          {link.at === 'failed' && (
            <Button small onClick={props.onConnect}>
              Connect again
            </Button>
          )}
          {fault.code === 'METER_OTHER' && (
            <Button small kind="quiet" onClick={props.onAddOther}>
              Add the other meter
            </Button>
          )}
        </FaultBox>
      )}
      {refused && <FaultBox fault={refused} onCopy={props.onCopy} />}
      <HealthTiles one={one} nowUs={nowUs} />
      <div className="detail-columns">
        <section aria-label="Settings">
          <h3>Settings</h3>
          {props.settings ?? (
            <InstrumentSettings
              one={one}
              energyUnit={props.energyUnit}
              onPatch={props.onPatch}
              onEnergyUnit={props.onEnergyUnit}
            />
          )}
        </section>
        {props.settings === null && (
          <section aria-label="Calibration">
            <h3>Calibration {one.calibration && <span className="label">read from the meter</span>}</h3>
            <CalibrationTable calibration={one.calibration} />
          </section>
        )}
      </div>
      {asking && (
        <Confirm
          title={`Remove ${one.name}`}
          doIt="Remove instrument"
          leaveIt="Keep instrument"
          deletes
          onLeave={() => setAsking(false)}
          onDo={() => {
            setAsking(false)
            props.onRemove()
          }}
        >
          The instrument is disconnected and its settings are forgotten. Sessions recorded from it stay as they are.
        </Confirm>
      )}
    </article>
  )
}

/** Who answered: serial number and versions, as far as the instrument has them. */
const versionWords = ({ model, serial, hardware, firmware }: Identity, isMains: boolean): string =>
  isMains
    ? `serial ${serial} · hardware ${hardware}, firmware ${firmware}`
    : `${model} · serial ${serial} · firmware ${firmware}`
