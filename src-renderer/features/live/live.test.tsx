import { NO_PREFIX } from '@contract/quantity'
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { anInstrument, aReadout, aSessionView, aSummary, NOON_US } from '../../testing/builders'
import { show } from '../../testing/show'
import { gapWords, placeWords } from './gap-words'
import { Readouts } from './Readouts'
import { Statistics } from './Statistics'
import { selectLiveLanes, selectSessionLanes } from './select-lanes'
import { selectLiveReadouts, selectSessionReadouts } from './select-readouts'
import { selectStats, statsText } from './select-stats'

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
      ['bench-a/p', 'Wall power', 'W'],
      ['bench-a/u', 'Voltage', 'V'],
      ['bench-a/i', 'Current', 'A'],
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

describe('statistics', () => {
  const rows = selectStats(LANES, [
    aSummary('bench-a/p'),
    aSummary('bench-a/u', { energyJ: null, coveragePercent: 97.2 }),
  ])
  const view = (onScope = vi.fn()) => (
    <Statistics
      scope="selection"
      canSelect
      span="14:07 – 14:10 · 128.400 s"
      rows={rows}
      fault={null}
      onScope={onScope}
      onCopy={() => {}}
      onClose={() => {}}
    />
  )

  it('are a table with scope, coverage and both energies', () => {
    show(view())
    expect(screen.getAllByRole('columnheader').map((head) => head.textContent)).toEqual([
      'Signal',
      'unit',
      'mean',
      'min',
      'max',
      'σ',
      'median',
      'p5',
      'p95',
      'p99',
      'energy J',
      'energy Wh',
      'n / expected',
      'coverage %',
      'largest gap s',
    ])
    const cells = within(screen.getByRole('row', { name: /Wall power/ }))
      .getAllByRole('cell')
      .map((cell) => plain(cell.textContent))
    expect(cells).toEqual([
      'W',
      '35.20',
      '16.75',
      '61.04',
      '10.00',
      '36.10',
      '18.02',
      '50.96',
      '58.40',
      '4 519',
      '1.255',
      '6 416 / 6 420',
      '99.9',
      '0.060',
    ])
    expect(rows[1]).toMatchObject({ thin: true, energyJ: '', energyWh: '' })
  })

  it('change their scope', async () => {
    const onScope = vi.fn()
    show(view(onScope))
    await userEvent.click(screen.getByRole('radio', { name: 'All' }))
    expect(onScope).toHaveBeenCalledWith('all')
  })

  it('copy as a table with the scope in its first line', () => {
    const lines = statsText('selection: a – b', rows).split('\n')
    expect(lines[0]).toBe('selection: a – b')
    expect(lines[2]).toBe(
      'Wall power\tPowerSpy2 bench A\tW\t35.20\t16.75\t61.04\t10.00\t36.10\t18.02\t50.96\t58.40\t4 519\t1.255\t6 416 / 6 420\t99.9\t0.060',
    )
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
