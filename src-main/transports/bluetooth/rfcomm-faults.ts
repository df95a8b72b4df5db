import { Fault } from '../../base/fault'

const NOT_BOUND = 'No device node was made; the meter stays paired.'
const BY_HAND = 'Run the command in a terminal; this page goes on by itself when the port appears.'

export const noPasswordWindow = (why: string, command: string): Fault =>
  new Fault({
    code: 'RFCOMM_AGENT',
    title: 'No password window could be opened',
    cause: why,
    consequence: 'Wattbench cannot bind the port itself.',
    next: BY_HAND,
    command,
  })

export const dismissed = (command: string): Fault =>
  new Fault({
    code: 'RFCOMM_DISMISSED',
    title: 'The password window was closed',
    cause: 'Administrator rights were not given.',
    consequence: NOT_BOUND,
    next: `Press Try again for a new password window. ${BY_HAND}`,
    command,
  })

export const noRfcomm = (): Fault =>
  new Fault({
    code: 'RFCOMM_FAILED',
    title: 'The program rfcomm is not installed',
    cause: 'It binds a Bluetooth serial channel to a device node and comes with BlueZ.',
    consequence: NOT_BOUND,
    next: 'Install it (Fedora and Arch call the package bluez-deprecated), then press Try again.',
    command: 'sudo apt-get install bluez',
  })

export const bindFailed = (said: string, command: string): Fault =>
  new Fault({
    code: 'RFCOMM_FAILED',
    title: 'The port could not be bound',
    cause: `rfcomm said: ${said}.`,
    consequence: NOT_BOUND,
    next: `Press Try again. ${BY_HAND}`,
    command,
  })

export const bindCancelled = (): Fault =>
  new Fault({
    code: 'CANCELLED',
    title: 'Binding the port was cancelled',
    cause: 'It was cancelled on request.',
    consequence: NOT_BOUND,
    next: 'Start it again when you need it.',
  })
