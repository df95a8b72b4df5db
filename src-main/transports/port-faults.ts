import { Fault } from '../base/fault'
import type { Holder } from './holders'

const NOT_OPENED = 'Nothing is received from it; what was recorded before is kept.'

/** What is offered to be bound; never other words that were typed as a path. */
const RFCOMM_NODE = /^\/dev\/rfcomm\d{1,3}$/

export const portMissing = (path: string): Fault =>
  new Fault({
    code: 'PORT_MISSING',
    title: `There is no port ${path}`,
    cause: `${path} does not exist.`,
    consequence: NOT_OPENED,
    next: path.includes('rfcomm')
      ? 'Bind the meter with rfcomm (its address is shown by "bluetoothctl devices"), then connect again.'
      : 'Plug the adapter in, or choose another port, then connect again.',
    ...(RFCOMM_NODE.test(path) ? { command: `sudo rfcomm bind ${path} ADDRESS 1` } : {}),
  })

export const portDenied = (path: string, command: string): Fault =>
  new Fault({
    code: 'PORT_DENIED',
    title: `The port ${path} cannot be opened`,
    cause: `This account may not read and write ${path}.`,
    consequence: NOT_OPENED,
    next: command.includes('usermod')
      ? `Run "${command}", log out and in again, then connect again.`
      : `Run "${command}", then connect again.`,
    command,
  })

export const portBusy = (path: string, holder: Holder | null): Fault =>
  new Fault({
    code: 'PORT_BUSY',
    title: `The port ${path} is in use`,
    cause: holder
      ? `Process ${holder.pid} (${holder.command}) holds it.`
      : 'Another program holds it; which one cannot be seen from this account.',
    consequence: NOT_OPENED,
    next: 'Close that program, then connect again.',
  })

export const notADevice = (path: string, why: string): Fault =>
  new Fault({
    code: 'PORT_NOT_A_DEVICE',
    title: `${path} cannot be used as a port`,
    cause: why,
    consequence: NOT_OPENED,
    next: 'Choose a serial port such as /dev/rfcomm0 or /dev/ttyUSB0.',
  })

export const portFailed = (path: string, said: string, cause?: unknown): Fault =>
  new Fault(
    {
      code: 'PORT_FAILED',
      title: `The port ${path} failed`,
      cause: `The system said: ${said}.`,
      consequence: 'No more is received from it; what was recorded is kept.',
      next: 'Check cable, adapter or Bluetooth link, then connect again.',
    },
    cause,
  )

export const lineHungUp = (path: string): Fault =>
  new Fault({
    code: 'LINE_HUNG_UP',
    title: `The line at ${path} hung up`,
    cause: 'The far end closed the connection: the Bluetooth link was lost, or the adapter was pulled out.',
    consequence: 'No more is received from it; what was recorded is kept.',
    next: 'Check that the meter is on and in range, then connect again.',
  })

export const openCancelled = (path: string): Fault =>
  new Fault({
    code: 'CANCELLED',
    title: `Opening ${path} was cancelled`,
    cause: 'It was cancelled on request.',
    consequence: NOT_OPENED,
    next: 'Connect again when you want to.',
  })
