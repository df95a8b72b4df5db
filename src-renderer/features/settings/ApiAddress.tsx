import type { ApiServerPatch } from '@contract/api-server'
import { useEffect, useState } from 'react'
import { DraftField } from '../../ui/Field'
import { Segmented } from '../../ui/Segmented'
import { addressProblem } from './api-words'
import { Row } from './SettingsRow'

/** Who can reach the API at all: this computer, or those who reach a typed address. */
export function ApiAddress({
  bind,
  onSet,
}: {
  readonly bind: string | null
  readonly onSet: (patch: ApiServerPatch) => void
}) {
  const [typing, setTyping] = useState(bind !== null)
  useEffect(() => setTyping(bind !== null), [bind])
  return (
    <Row
      name="Reached from"
      note={typing ? 'An address of this computer, or 0.0.0.0 for all of them. Others are asked for the token.' : ''}
    >
      <span className="settings-choice">
        <Segmented
          name="Reached from"
          value={typing ? 'address' : 'here'}
          options={[
            { value: 'here', words: 'This computer only' },
            { value: 'address', words: 'An address' },
          ]}
          onChange={(from) => {
            setTyping(from === 'address')
            if (from === 'here' && bind !== null) onSet({ bind: null })
          }}
        />
        {typing && (
          <DraftField
            name="Address to listen on"
            value={bind ?? ''}
            placeholder="0.0.0.0"
            check={addressProblem}
            onCommit={(address) => onSet({ bind: address.trim() })}
            width="18rem"
            mono
          />
        )}
      </span>
    </Row>
  )
}
