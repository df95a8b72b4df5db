import { Fault } from '../base/fault'
import { badRequest } from './faults'

/** Faults of messages from outside. */

export const sessionNotKnown = (ref: string): Fault =>
  new Fault({
    code: 'SESSION_UNKNOWN',
    title: 'There is no such session',
    cause: `No session has the id "${ref.slice(0, 40)}".`,
    consequence: 'The message was dropped.',
    next: 'Send it to "latest", or start a session with cmd/startSession.',
  })

export const nothingOpen = (what: string): Fault =>
  badRequest(what === 'run' ? 'Run' : 'Measurement', 'none is under way, so none can be stopped')

export const noMeasurement = (id: number): Fault =>
  badRequest('Measurement', `the session has none with the number ${id}`)

export const meterNotKnown = (meter: string): Fault =>
  badRequest('Meter', `no saved instrument has the id, name or number "${meter.slice(0, 40)}"`)

export const channelNotKnown = (channel: string): Fault =>
  badRequest('Channel', `there is none with the key, label or number "${channel.slice(0, 40)}"`)

export const tooManyResources = (most: number): Fault => badRequest('Resource', `${most} are the most`)
