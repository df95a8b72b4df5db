import type { LinkState } from '@contract/instruments'
import type { Segment, TimeUs } from '@contract/model'
import type { Traffic } from '../../ports/instrument'
import type { Link } from './link-machine'

/** Times a link's state is shown with. */
export interface LinkTimes {
  readonly sinceUs: TimeUs
  readonly heardUs: TimeUs
  readonly nextTryUs: TimeUs
}

/** A link as the page sees it. */
export function linkState(link: Link, { sinceUs, heardUs, nextTryUs }: LinkTimes): LinkState {
  switch (link.at) {
    case 'connecting':
      return { at: 'connecting', step: link.step, sinceUs }
    case 'live':
      return { at: 'live', sinceUs }
    case 'stale':
      return { at: 'stale', sinceUs: heardUs }
    case 'waiting':
      return { at: 'reconnecting', attempt: link.attempt, nextAtUs: nextTryUs, fault: link.fault }
    default:
      return link
  }
}

/** A new state of a link as a remark between its lines of traffic. */
export function linkRemark(link: Link): Pick<Traffic, 'text' | 'level'> {
  switch (link.at) {
    case 'connecting':
      return { text: link.attempt === 0 ? `connecting: ${link.step}` : `connecting, try ${link.attempt}: ${link.step}` }
    case 'live':
      return { text: 'live: samples are coming in' }
    case 'stale':
      return { text: 'stale: no samples are coming in', level: 'warn' }
    case 'waiting':
      return { text: `lost: ${link.fault.title}; next try in ${link.waitMs / 1000} s`, level: 'fault' }
    case 'failed':
      return {
        text:
          link.fault.code === 'METER_OTHER'
            ? `other meter: refused, link closed. ${link.fault.cause}`
            : `failed: ${link.fault.title}. ${link.fault.cause}`,
        level: 'fault',
      }
    case 'closing':
      return { text: 'disconnecting' }
    case 'closed':
      return { text: 'disconnected' }
  }
}

/** "One sample every 240.000 ms (intervalMs 250, …)". */
export function segmentInWords(segment: Segment): string {
  const settings = Object.entries(segment.settings).map(([name, value]) => `${name} ${value}`)
  return `One sample every ${(segment.periodS * 1000).toFixed(3)} ms (${settings.join(', ')})`
}
