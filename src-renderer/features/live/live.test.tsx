import { NO_PREFIX } from '@contract/quantity'
import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { anInstrument, aReadout, aSessionView, NOON_US } from '../../testing/builders'
import { show } from '../../testing/show'
import { gapWords, placeWords } from './gap-words'
import { Readouts } from './Readouts'
import { selectLiveLanes, selectSessionLanes } from './select-lanes'
import { selectLiveReadouts } from './select-readouts'
import { selectSessionReadouts } from './select-session-readouts'

const LANES = selectLiveLanes([anInstrument()], { lanes: new Map() })
const plain = (text: string | null | undefined) => text?.replaceAll('\u00a0', ' ')
const input = (patch = {}) => ({
  source: anInstrument(),
  powerKey: 'p',
  readouts: new Map(
    [aReadout('bench-a/p', 44.28, { gaps: 2, gapS: 46.2, nAll: 970 }), aReadout('bench-a/s', 53.1)].map((r) => [
      r.channel,
      r,
    ]),
  ),
  derived: [{ sourceId: 'bench-a', key: 'apparent' as const, label: 'Apparent', unit: 'VA' as const, value: 53.1 }],
  energyUnit: 'Wh' as const,
  recordingSinceUs: null,
  zone: 'UTC',
  nowUs: NOON_US + 21_000,
  hold: () => NO_PREFIX,
  ...patch,
})

describe('lanes', () => {
  it('are power, voltage and current of each source, in this order', () => {
    expect(LANES.map(({ id, title, unit }) => [id, title, unit])).toEqual([
      ['bench-a/power', 'Wall power', 'W'],
      ['bench-a/voltage', 'Voltage', 'V'],
      ['bench-a/current', 'Current', 'A'],
    ])
    expect(selectSessionLanes(aSessionView()).map(({ id }) => id)).toEqual(LANES.map(({ id }) => id))
    expect(selectLiveLanes([anInstrument({ link: { at: 'closed' } })], { lanes: new Map() })).toEqual([])
  })
})

describe('readouts', () => {
  it('stand beside what they are worth', () => {
    const { big, secondary } = selectLiveReadouts(input())
    expect(
      big.map(({ label, value, worth, warn }) => [label, value.number, value.unit, plain(worth), warn ?? false]),
    ).toEqual([
      ['Wall power, now', '44.28', 'W', 'age 21 ms', false],
      ['Mean, 1 min', '44.28', 'W', 'n 250 / 250 · coverage 100.0 %', false],
      ['Mean, since 11:56:00', '44.28', 'W', 'n 970 / 1 000 · coverage 97.0 %', true],
      ['Energy, since 11:56:00', '1.255', 'Wh', '4.519 kJ · 2 gaps, 46 s not counted', false],
    ])
    expect(secondary.map(({ label, value }) => [label, value.number, value.unit])).toContainEqual([
      'Apparent',
      '53.1',
      'VA',
    ])
  })

  it('say session while recording, and stale with the age when the source is silent', () => {
    expect(selectLiveReadouts(input({ recordingSinceUs: NOON_US - 240e6 })).big[2]?.label).toBe('Mean, session')
    const silent = anInstrument({ link: { at: 'stale', sinceUs: NOON_US } })
    const [now] = selectLiveReadouts(input({ source: silent, nowUs: NOON_US + 4.1e6 })).big
    expect([now?.label, plain(now?.worth), now?.stale]).toEqual(['Wall power, last value', 'stale, 4.1 s old', true])
  })

  it('show a dash before the first sample', () => {
    expect(selectLiveReadouts(input({ readouts: new Map() })).big.map(({ value }) => value.number)).toEqual([
      '—',
      '—',
      '—',
      '—',
    ])
    expect(selectSessionReadouts(null, 'J', true).big[0]?.worth).toBe('reading')
  })

  it('copy the number with its unit', async () => {
    const onCopy = vi.fn()
    show(<Readouts strip={selectLiveReadouts(input())} onCopy={onCopy} />)
    await userEvent.click(screen.getByTestId('readout-power-now'))
    expect(onCopy).toHaveBeenCalledWith('44.28\u00a0W')
  })
})

describe('gaps', () => {
  it('are told in two lines', () => {
    const gap = {
      fromUs: 0,
      toUs: 41.4e6,
      lost: 172,
      cause: 'hang-up',
      text: 'Bluetooth link lost, reconnected on 3rd try',
    } as const
    expect(gapWords(gap, 41.4e6).map(plain)).toEqual([
      'No data for 41.4 s: Bluetooth link lost',
      'reconnected on 3rd try; not counted in energy',
    ])
    expect(plain(gapWords({ ...gap, toUs: null, text: 'silent' }, 4e6)[0])).toBe('No data for 4.0 s so far: silent')
  })

  it('have their words where there is room, and nowhere else', () => {
    expect(placeWords(300, 320, 200, 1_000, [])).toEqual({ x: 292, anchor: 'end' })
    expect(placeWords(100, 120, 200, 1_000, [])).toEqual({ x: 128, anchor: 'start' })
    expect(placeWords(300, 320, 200, 1_000, [[200, 260]])).toEqual({ x: 328, anchor: 'start' })
    expect(placeWords(100, 120, 200, 300, [])).toBeNull()
  })
})
