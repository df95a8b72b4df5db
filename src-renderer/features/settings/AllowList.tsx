import type { ApiServerPatch } from '@contract/api-server'
import { useState } from 'react'
import { Button } from '../../ui/Button'
import { Field } from '../../ui/Field'
import { Shape } from '../../ui/Shape'
import { networkProblem } from './api-words'
import { Row } from './SettingsRow'

/** Networks whose computers need no token. Each is a hole on purpose, and looks like one. */
export function AllowList({
  allow,
  onSet,
}: {
  readonly allow: readonly string[]
  readonly onSet: (patch: ApiServerPatch) => void
}) {
  const [draft, setDraft] = useState('')
  const [tried, setTried] = useState(false)
  const problem = tried && draft.trim() !== '' ? networkProblem(draft) : null
  const add = (): void => {
    const range = draft.trim()
    setTried(true)
    if (range === '' || networkProblem(range) !== null) return
    setDraft('')
    setTried(false)
    if (!allow.includes(range)) onSet({ allow: [...allow, range] })
  }
  return (
    <Row
      name="Without token"
      wide
      note="For clients that drop the password of an address (Java, Kotlin, Node’s fetch)."
    >
      <div className="settings-allow">
        {allow.length > 0 && (
          <ul aria-label="Networks that need no token">
            {allow.map((range) => (
              <li key={range}>
                <Shape name="triangle" tone="warn" />
                <code>{range}</code>
                <span className="soft">may do everything without a token</span>
                <Button
                  small
                  kind="quiet"
                  name={`Remove ${range}`}
                  icon="close"
                  onClick={() => onSet({ allow: allow.filter((one) => one !== range) })}
                />
              </li>
            ))}
          </ul>
        )}
        <form
          className="settings-choice"
          onSubmit={(event) => {
            event.preventDefault()
            add()
          }}
        >
          <Field
            name="Network that needs no token"
            value={draft}
            onChange={setDraft}
            placeholder="192.168.1.20/32"
            problem={problem}
            width="22rem"
            mono
          />
          <Button small submit icon="plus" disabled={draft.trim() === ''}>
            Add network
          </Button>
        </form>
      </div>
    </Row>
  )
}
