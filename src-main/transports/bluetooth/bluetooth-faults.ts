import { USUAL_PIN } from '@contract/pairing'
import { Fault } from '../../base/fault'
import { BusError } from './system-bus'

const NOT_PAIRED = 'Nothing was paired; instruments that are connected go on.'

const serviceGone = (said: string): Fault =>
  new Fault({
    code: 'BLUETOOTH_FAILED',
    title: 'The Bluetooth service does not do it',
    cause: said,
    consequence: NOT_PAIRED,
    next: 'Press Try again; if it stays so, restart the service with the command.',
    command: 'sudo systemctl restart bluetooth',
  })

export const adapterLost = (why: string): Fault =>
  new Fault({
    code: 'BLUETOOTH_OFF',
    title: 'The Bluetooth adapter went away',
    cause: why,
    consequence: NOT_PAIRED,
    next: 'Plug it in or switch it on again, then press Try again.',
  })

export const pairingCancelled = (): Fault =>
  new Fault({
    code: 'CANCELLED',
    title: 'Pairing was cancelled',
    cause: 'It was cancelled on request.',
    consequence: NOT_PAIRED,
    next: 'Start it again when you need it.',
  })

export const deviceGone = (address: string): Fault =>
  new Fault({
    code: 'BLUETOOTH_DEVICE',
    title: `The device ${address} is not there any more`,
    cause: 'It was not heard again: it was switched off, is out of range, or is connected to another computer.',
    consequence: NOT_PAIRED,
    next: 'Switch the meter off and on, bring it closer, then press Try again.',
  })

const noAnswer = (address: string, said: string): Fault =>
  new Fault({
    code: 'BLUETOOTH_DEVICE',
    title: `The device ${address} did not answer`,
    cause: `The Bluetooth service said: ${said}.`,
    consequence: NOT_PAIRED,
    next: 'Check that it is on, in range and not connected elsewhere, then press Try again.',
  })

export const pairTooSlow = (address: string, seconds: number): Fault =>
  new Fault({
    code: 'BLUETOOTH_DEVICE',
    title: `Pairing with ${address} took too long`,
    cause: `Neither the meter nor the Bluetooth service ended it within ${seconds} s.`,
    consequence: NOT_PAIRED,
    next: 'Switch the meter off and on, then press Try again.',
  })

const pinRefused = (address: string, pin: string): Fault =>
  new Fault({
    code: 'BLUETOOTH_PIN',
    title: pin === USUAL_PIN ? `The PIN ${pin} was refused` : 'Your PIN was refused',
    cause: `${address} does not pair with it.`,
    consequence: NOT_PAIRED,
    next: 'Type the PIN of this meter (its label or manual names it), then press Pair.',
  })

/** The meter said no before it came to the PIN, or BlueZ does not tell which it was. */
const pairRefused = (address: string, pin: string): Fault =>
  new Fault({
    code: 'BLUETOOTH_PIN',
    title: 'The meter refused to pair',
    cause: `${address} did not say why: ${pin === USUAL_PIN ? `the PIN ${pin}` : 'your PIN'} is wrong, or the meter is busy with another program or computer.`,
    consequence: NOT_PAIRED,
    next: 'End what else uses the meter. Then type its PIN (its label or manual names it), also if it is the same, and press Pair.',
  })

/**
 * What BlueZ answers to Pair(), as a fault. It says "rejected" also when the meter is busy, and "canceled" also when the
 * meter drops the link; what was cancelled here is known without asking it.
 */
export function pairFault(error: unknown, address: string, pin: string): Fault {
  if (error instanceof Fault) return error
  if (!(error instanceof BusError)) return serviceGone(`Unexpected: ${String(error)}.`)
  switch (error.type.replace('org.bluez.Error.', '')) {
    case 'AuthenticationFailed':
      return pinRefused(address, pin)
    case 'AuthenticationRejected':
      return pairRefused(address, pin)
    case 'AuthenticationCanceled':
    case 'AuthenticationTimeout':
    case 'ConnectionAttemptFailed':
      return noAnswer(address, error.said)
    case 'DoesNotExist':
    case 'org.freedesktop.DBus.Error.UnknownObject':
    case 'org.freedesktop.DBus.Error.UnknownMethod':
      return deviceGone(address)
    default:
      return busFault(error)
  }
}

/** Any other call that went wrong. */
export function busFault(error: unknown): Fault {
  if (error instanceof Fault) return error
  if (!(error instanceof BusError)) return serviceGone(`Unexpected: ${String(error)}.`)
  if (error.type === 'org.bluez.Error.NotReady') return adapterLost('The adapter is switched off.')
  if (error.type === 'time-out') return serviceGone(`It did not answer in time (${error.said}).`)
  if (error.type === 'no-bus') return serviceGone(`The system bus cannot be reached: ${error.said}.`)
  if (error.type === 'org.freedesktop.DBus.Error.ServiceUnknown') return serviceGone('It does not run any more.')
  return serviceGone(`It said: ${error.said || error.type}.`)
}
