import type { FaultCode } from '@contract/fault'
import type { Health, LinkState } from '@contract/instruments'
import { formatAge } from '@contract/quantity'
import { ordinal } from './ordinal'

/** How a link state is shown: the shape, its tone, and the words beside it. */
export interface LinkWords {
  readonly shape: 'disc' | 'broken-ring' | 'triangle' | 'hollow-triangle' | 'octagon' | 'square'
  readonly tone: 'ok' | 'warn' | 'fault' | 'idle' | 'busy'
  readonly words: string
}

/** Causes in a few words, for places where a sentence does not fit; the sentence stands in the log and in the banner. */
const SHORT: Partial<Record<FaultCode, string>> = {
  PORT_MISSING: 'port missing',
  PORT_DENIED: 'permission denied',
  PORT_BUSY: 'port in use',
  PORT_NOT_A_DEVICE: 'not a device',
  PORT_FAILED: 'port does not open',
  PORT_OTHER: 'port leads to another device',
  PORT_UNBOUND: 'port not bound',
  LINE_HUNG_UP: 'line hung up',
  HOST_UNKNOWN: 'host unknown',
  HOST_REFUSED: 'connection refused',
  HOST_UNREACHABLE: 'host not reached',
  METER_SILENT: 'no answer',
  METER_STOPPED: 'meter went silent',
  METER_GARBAGE: 'unreadable answers',
  METER_REFUSED: 'meter refused',
  METER_OTHER: 'other meter on the port',
  METER_CALIBRATION: 'calibration not plausible',
  METER_MAINS: 'mains frequency not plausible',
  METER_ERRORS: 'meter reports errors',
  METER_SCAN: 'scan not complete',
  SIMULATOR_FAILED: 'simulator did not start',
}

export const shortCause = (code: FaultCode): string => SHORT[code] ?? 'see the log'

export function linkWords(link: LinkState, health: Pick<Health, 'lastSampleUs'>, nowUs: number): LinkWords {
  switch (link.at) {
    case 'closed':
      return { shape: 'square', tone: 'idle', words: 'Not connected' }
    case 'closing':
      return { shape: 'square', tone: 'idle', words: 'Disconnecting' }
    case 'connecting':
      return { shape: 'broken-ring', tone: 'busy', words: `Connecting: ${link.step}` }
    case 'live':
      return { shape: 'disc', tone: 'ok', words: 'Live' }
    case 'stale': {
      const seconds = Math.max(0, Math.floor((nowUs - (health.lastSampleUs ?? link.sinceUs)) / 1e6))
      return { shape: 'triangle', tone: 'warn', words: `Stale ${formatAge(Math.max(1, seconds))}`.replace('.0', '') }
    }
    case 'reconnecting': {
      const seconds = Math.ceil((link.nextAtUs - nowUs) / 1e6)
      const when = seconds > 0 ? ` in ${seconds}\u00a0s` : ' now'
      return { shape: 'hollow-triangle', tone: 'warn', words: `Reconnecting, ${ordinal(link.attempt)} try${when}` }
    }
    case 'failed':
      return { shape: 'octagon', tone: 'fault', words: `Failed: ${shortCause(link.fault.code)}` }
  }
}
