import type { ApiSettings } from '@contract/api-server'
import { useState } from 'react'
import { Button } from '../../ui/Button'
import { CopyButton } from '../../ui/CopyButton'
import { Confirm } from '../../ui/Dialog'
import { hiddenToken } from './api-words'
import { Row } from './SettingsRow'

/** The secret other computers are asked for. It is shown only when somebody wants to see it. */
export function ApiToken({
  settings: { token },
  onNewToken,
  onCopy,
}: {
  readonly settings: Pick<ApiSettings, 'token'>
  readonly onNewToken: () => void
  readonly onCopy: (text: string) => void
}) {
  const [shown, setShown] = useState(false)
  const [asking, setAsking] = useState(false)
  if (token === null)
    return (
      <Row name="Token">
        <span className="soft">None yet: one is made when an address is set.</span>
      </Row>
    )
  return (
    <Row
      name="Token"
      wide
      note="Scripts on other machines: HOST=wattbench:TOKEN@HOST:PORT, or Authorization: Bearer TOKEN."
    >
      <span className="settings-choice">
        <code className="settings-token" data-testid="api-token">
          {shown ? token : hiddenToken(token)}
        </code>
        <Button small onClick={() => setShown(!shown)} pressed={shown}>
          {shown ? 'Hide token' : 'Show token'}
        </Button>
        <CopyButton words="Copy token" onCopy={() => onCopy(token)} />
        <Button small icon="refresh" onClick={() => setAsking(true)}>
          Renew token
        </Button>
      </span>
      {asking && (
        <Confirm
          title="Renew the token"
          doIt="Renew token"
          leaveIt="Keep token"
          onLeave={() => setAsking(false)}
          onDo={() => {
            setAsking(false)
            onNewToken()
          }}
        >
          The present token is worth nothing from then on: scripts that use it are refused until they have the new one.
        </Confirm>
      )}
    </Row>
  )
}
