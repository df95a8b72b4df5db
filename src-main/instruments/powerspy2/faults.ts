import type { FaultCode } from '@contract/fault'
import { Fault } from '../../base/fault'

const NOTHING_RECEIVED = 'Nothing is received from it; what was recorded before is kept.'
const POWER_CYCLE =
  'Check that the meter is on and in range; restart the Bluetooth service and run rfcomm again; if it stays silent, unplug the meter for ten seconds.'

const fault = (code: FaultCode, title: string, cause: string, next: string): Fault =>
  new Fault({ code, title, cause, consequence: NOTHING_RECEIVED, next })

/** No answer to the first request for so long. */
export const silentMeter = (address: string, seconds: number): Fault =>
  fault(
    'METER_SILENT',
    `The meter at ${address} does not answer`,
    `The port is open, but no answer came within ${seconds} s.`,
    POWER_CYCLE,
  )

/** It answered before, but not to this request. */
export const stoppedAnswering = (address: string, request: string, seconds: number): Fault =>
  fault(
    'METER_STOPPED',
    `The meter at ${address} stopped answering`,
    `It answered at first, but the request <${request}> got no usable answer within ${seconds} s.`,
    POWER_CYCLE,
  )

/** Bytes come, but no frame of this protocol. */
export const garbage = (address: string, bytes: number): Fault =>
  fault(
    'METER_GARBAGE',
    `What comes from ${address} is not a PowerSpy`,
    `${bytes} bytes were received, none of them an answer of the PowerSpy protocol.`,
    'Check that this port leads to the PowerSpy and that no other program writes to it, then connect again.',
  )

/** It said Z. */
export const refused = (address: string, request: string): Fault =>
  fault(
    'METER_REFUSED',
    `The meter at ${address} refused a request`,
    `It answered <Z> (error) to <${request}>.`,
    'Connect again; if it refuses again, unplug the meter for ten seconds.',
  )

/** Scale factors nobody can measure with, named with their values. */
export const badCalibration = (address: string, values: readonly string[]): Fault =>
  fault(
    'METER_CALIBRATION',
    `The calibration of the meter at ${address} is not plausible`,
    `Its memory holds ${values.join(' and ')}; readings made with that would be wrong.`,
    'Connect again; if the values stay, the meter needs a new calibration by its maker.',
  )

/** Ticks that are no mains frequency. */
export const badMains = (address: string, ticks: number): Fault =>
  fault(
    'METER_MAINS',
    `The meter at ${address} reports no usable mains frequency`,
    `It counted ${ticks} ticks per mains period, which is outside 40–70 Hz by every known reading of that number.`,
    'Plug the meter into a mains socket with 50 or 60 Hz, then connect again.',
  )

/** Given up on request. */
export const cancelled = (address: string): Fault =>
  fault(
    'CANCELLED',
    `Connecting to ${address} was cancelled`,
    'It was cancelled on request.',
    'Connect again when you want to.',
  )
