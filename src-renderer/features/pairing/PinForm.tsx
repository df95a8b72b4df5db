import { MAX_PIN } from '@contract/pairing'
import { useState } from 'react'
import { Button } from '../../ui/Button'
import { Field } from '../../ui/Field'

/** Why a PIN cannot be one, or null. */
const pinProblem = (pin: string): string | null =>
  /^[\x21-\x7e]+$/.test(pin) && pin.length <= MAX_PIN ? null : `1 to ${MAX_PIN} letters or digits`

/** Asks for the PIN of a meter that refused the usual one. */
export function PinForm({ onPin }: { readonly onPin: (pin: string) => void }) {
  const [pin, setPin] = useState('')
  const [tried, setTried] = useState(false)
  return (
    <form
      className="pairing-pin"
      aria-label="PIN of the meter"
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (pinProblem(pin) === null) onPin(pin)
      }}
    >
      <span className="form-label" aria-hidden="true">
        PIN
      </span>
      <Field
        name="PIN"
        value={pin}
        onChange={setPin}
        width="16rem"
        mono
        autoFocus
        problem={tried ? pinProblem(pin) : null}
      />
      <Button kind="primary" submit>
        Pair
      </Button>
    </form>
  )
}
