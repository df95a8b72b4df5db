import { Fault } from '../base/fault'

const NOT_OPENED = 'Nothing was recorded from it; other sources go on.'
const KEPT = 'No more is received from it; what was recorded is kept.'

export const badAddress = (address: string, why: string): Fault =>
  new Fault({
    code: 'BAD_REQUEST',
    title: `${address === '' ? 'No address' : `"${address}"`} cannot be opened`,
    cause: why,
    consequence: 'Nothing was contacted.',
    next: "Give the instrument's name or IP address.",
  })

export const hostUnknown = (address: string, host: string, cause?: unknown): Fault =>
  new Fault(
    {
      code: 'HOST_UNKNOWN',
      title: `There is no host ${host}`,
      cause: `The name ${host} in ${address} has no address on this network.`,
      consequence: NOT_OPENED,
      next: 'Check the spelling, or use the IP address shown on the front panel of the instrument.',
    },
    cause,
  )

export const hostRefused = (address: string, cause?: unknown): Fault =>
  new Fault(
    {
      code: 'HOST_REFUSED',
      title: `${address} refused the connection`,
      cause:
        'The computer at this address answers, but nothing listens on this port, or all its connections are taken.',
      consequence: NOT_OPENED,
      next: 'Check that the instrument is on and its SCPI socket is enabled (port 5025 on most), and close other programs that use it.',
    },
    cause,
  )

export const hostUnreachable = (address: string, why: string, cause?: unknown): Fault =>
  new Fault(
    {
      code: 'HOST_UNREACHABLE',
      title: `${address} cannot be reached`,
      cause: why,
      consequence: NOT_OPENED,
      next: 'Check that the instrument is on, its network cable, and that it is in the same network as this computer, then connect again.',
    },
    cause,
  )

export const tcpHungUp = (address: string, why: string, cause?: unknown): Fault =>
  new Fault(
    {
      code: 'LINE_HUNG_UP',
      title: `The connection to ${address} ended`,
      cause: why,
      consequence: KEPT,
      next: 'Check that the instrument is on, its network cable, and that no other program took it over, then connect again.',
    },
    cause,
  )

export const tcpFailed = (address: string, said: string, cause?: unknown): Fault =>
  new Fault(
    {
      code: 'PORT_FAILED',
      title: `The connection to ${address} failed`,
      cause: `The system said: ${said}.`,
      consequence: KEPT,
      next: 'Check the network of this computer and of the instrument, then connect again.',
    },
    cause,
  )

export const connectCancelled = (address: string): Fault =>
  new Fault({
    code: 'CANCELLED',
    title: `Connecting to ${address} was cancelled`,
    cause: 'It was cancelled on request.',
    consequence: NOT_OPENED,
    next: 'Connect again when you want to.',
  })
