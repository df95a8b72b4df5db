import { describe, expect, it } from 'vitest'
import { NOON_US } from '../testing/builders'
import { aFault } from '../testing/fake-bridge'
import { linkWords } from './link-words'

const words = (link: Parameters<typeof linkWords>[0], nowUs = NOON_US) =>
  linkWords(link, { lastSampleUs: NOON_US - 4.4e6 }, nowUs).words.replaceAll('\u00a0', ' ')

describe('link states in words', () => {
  it('are those a person expects', () => {
    expect(words({ at: 'closed' })).toBe('Not connected')
    expect(words({ at: 'connecting', step: 'identify', sinceUs: 0 })).toBe('Connecting: identify')
    expect(words({ at: 'live', sinceUs: 0 })).toBe('Live')
    expect(words({ at: 'stale', sinceUs: NOON_US })).toBe('Stale 4 s')
    expect(words({ at: 'reconnecting', attempt: 3, nextAtUs: NOON_US + 7.2e6, fault: aFault() })).toBe(
      'Reconnecting, 3rd try in 8 s',
    )
    expect(words({ at: 'reconnecting', attempt: 1, nextAtUs: NOON_US - 1, fault: aFault() })).toBe(
      'Reconnecting, 1st try now',
    )
    expect(words({ at: 'failed', fault: { ...aFault(), code: 'METER_OTHER' } })).toBe('Failed: other meter on the port')
  })
})
