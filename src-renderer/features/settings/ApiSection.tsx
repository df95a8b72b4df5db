import type { ApiServerPatch, ApiServerView } from '@contract/api-server'
import type { FaultView } from '@contract/fault'
import { CopyButton } from '../../ui/CopyButton'
import { FaultBox } from '../../ui/FaultBox'
import { DraftField } from '../../ui/Field'
import { Shape, StateMark } from '../../ui/Shape'
import { Switch } from '../../ui/Switch'
import { AllowList } from './AllowList'
import { ApiAddress } from './ApiAddress'
import { ApiToken } from './ApiToken'
import { apiMark, portProblem } from './api-words'
import { Row } from './SettingsRow'

export interface ApiSectionProps {
  /** Null until main has told. */
  readonly server: ApiServerView | null
  readonly refused: FaultView | null
  readonly busy: boolean
  readonly onSet: (patch: ApiServerPatch) => void
  readonly onNewToken: () => void
  readonly onCopy: (text: string) => void
}

/** Switch, doors and keys of the HTTP API, and how it stands now. */
export function ApiSection({ server, refused, busy, onSet, onNewToken, onCopy }: ApiSectionProps) {
  if (!server) return null
  const { settings, addresses, fault, warnings } = server
  return (
    <section aria-label="HTTP API">
      <h3>HTTP API</h3>
      <Row
        name="Answer"
        note="Upload scripts and programs send marks, clocks and collectd archives. Off until switched on here."
      >
        <Switch name="Answer HTTP requests" on={settings.on} onChange={(on) => onSet({ on })} />
      </Row>
      <div className="settings-stand" aria-live="polite">
        <StateMark mark={apiMark(server, busy)} testId="api-state" />
        {addresses.length > 0 && (
          <ul aria-label="Addresses that answer now">
            {addresses.map((address) => (
              <li key={address} className="command">
                <code>{address}</code>
                <CopyButton words="Copy" name={`Copy ${address}`} onCopy={() => onCopy(address)} />
              </li>
            ))}
          </ul>
        )}
        {fault && <FaultBox fault={fault} onCopy={onCopy} />}
        {refused && <FaultBox fault={refused} onCopy={onCopy} />}
        {warnings.length > 0 && (
          <ul aria-label="Who else is let in" className="settings-warnings">
            {warnings.map((warning) => (
              <li key={warning} className="settings-warning">
                <Shape name="triangle" tone="warn" />
                <span>{warning}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
      <Row name="Port">
        <DraftField
          name="Port"
          value={String(settings.port)}
          check={portProblem}
          onCommit={(port) => onSet({ port: Number(port) })}
          width="12rem"
          numeric
        />
      </Row>
      <ApiAddress bind={settings.bind} onSet={onSet} />
      <ApiToken settings={settings} onNewToken={onNewToken} onCopy={onCopy} />
      <AllowList allow={settings.allow} onSet={onSet} />
      <Row name="Websites" note="Pages opened in a browser may call (CORS). Scripts and programs do not need it.">
        <Switch name="Let pages of websites call" on={settings.cors} onChange={(cors) => onSet({ cors })} />
      </Row>
    </section>
  )
}
