import type { LogEntry } from '@contract/log'
import { NOT_RECORDING, type RecordingView } from '@contract/sessions'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anInstrument, NOON_US } from '../testing/builders'
import { aFault } from '../testing/fake-bridge'
import { diskLeftWords, diskLowView, diskLowWords, isDiskLow } from './disk-low'
import { type BannerInput, selectBanner } from './select-banner'

const RUNNING: RecordingView = {
  ...NOT_RECORDING,
  sessionId: 's',
  startUs: NOON_US,
  diskFreeBytes: 40e9,
  diskLeftS: 576 * 86_400,
}
const LOW = { ...RUNNING, diskLeftS: 5.86 * 3_600 }
const NEAR = { ...RUNNING, diskFreeBytes: 590e6 }
const entry = (patch: Partial<LogEntry> = {}): LogEntry => ({
  id: 1,
  atUs: NOON_US,
  level: 'fault',
  subject: 'PowerSpy2 bench A',
  text: '',
  fault: aFault('It fell silent'),
  times: 1,
  ...patch,
})
const choose = (entries: readonly LogEntry[], patch: Partial<BannerInput> = {}) =>
  selectBanner({
    log: { entries, levels: { info: true, warn: true, fault: true }, dismissed: new Map() },
    instruments: [],
    recording: NOT_RECORDING,
    apiFails: false,
    diskNote: null,
    ...patch,
  })
const plain = (text: string | undefined) => text?.replaceAll('\u00a0', ' ')

describe('a disk that is nearly full', () => {
  it('is known by the time that is left, or by the room above the reserve; only while recording', () => {
    expect([RUNNING, LOW, NEAR, { ...LOW, sessionId: null }].map(isDiskLow)).toEqual([false, true, true, false])
  })

  it('says what is left, when recording stops, and what to do', () => {
    const { title, cause, next } = diskLowView(LOW)
    expect([title, cause].map(plain)).toEqual(['Disk space for 5.8 h is left', 'Recording stops cleanly at 500 MB.'])
    expect(next).toContain('stop now')
    expect([LOW, NEAR].map(diskLowWords).map(plain)).toEqual(['disk 5.8 h left', 'disk nearly full'])
    expect(plain(diskLowView(NEAR).title)).toBe('Only 590 MB are free on the disk')
  })

  it('never promises more time than there is', () => {
    fc.assert(
      fc.property(fc.double({ min: 60, max: 21_600, noNaN: true }), (seconds) => {
        const [number = '', unit] = diskLeftWords(seconds).split('\u00a0')
        expect(Number(number) * (unit === 'h' ? 3_600 : 60)).toBeLessThanOrEqual(seconds + 1e-9)
      }),
    )
    expect(plain(diskLeftWords(59))).toBe('less than 1 min')
  })

  it('stands behind a fault and before other warnings, and comes back after it was closed when half is gone', () => {
    expect(choose([entry()], { recording: LOW })?.entry?.id).toBe(1)
    expect(choose([entry({ level: 'warn' })], { recording: LOW })).toMatchObject({ entry: null, more: 1 })
    expect(choose([], { recording: LOW, diskNote: LOW })).toBeNull()
    expect(choose([], { recording: { ...LOW, diskLeftS: 2 * 3_600 }, diskNote: LOW })?.level).toBe('warn')
    expect(choose([], { recording: { ...LOW, sessionId: 't' }, diskNote: LOW })?.level).toBe('warn')
  })
})

describe('the banner', () => {
  it('is the newest open fault, with the rest counted', () => {
    expect(choose([entry({ id: 3 }), entry({ id: 2 }), entry({ fault: null })])).toMatchObject({
      entry: { id: 3 },
      more: 1,
    })
    expect(choose([])).toBeNull()
  })

  it('is over when the instrument has been live since, or another recording was started since', () => {
    const later = anInstrument({ link: { at: 'live', sinceUs: NOON_US + 1 } })
    expect(choose([entry()], { instruments: [later] })).toBeNull()
    const { health } = anInstrument()
    const staleAgain = anInstrument({
      link: { at: 'stale', sinceUs: NOON_US + 9e6 },
      health: { ...health, lastSampleUs: NOON_US + 9e6 },
    })
    expect(choose([entry()], { instruments: [staleAgain] })).toBeNull()
    const neverBack = anInstrument({ link: { at: 'closed' }, health: { ...health, lastSampleUs: NOON_US - 1 } })
    expect(choose([entry()], { instruments: [neverBack] })?.level).toBe('fault')
    const full = entry({ subject: 'Recording' })
    expect(choose([full])?.entry).toBe(full)
    expect(choose([full], { recording: { ...RUNNING, startUs: NOON_US + 1 } })).toBeNull()
    const api = entry({ subject: 'HTTP API' })
    expect(choose([api], { apiFails: true })?.entry).toBe(api)
    expect(choose([api])).toBeNull()
  })
})
