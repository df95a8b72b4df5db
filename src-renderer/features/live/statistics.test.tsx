import { act, fireEvent, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { anInstrument, aSummary } from '../../testing/builders'
import { show } from '../../testing/show'
import { Statistics, type StatisticsProps } from './Statistics'
import { selectClocks } from './select-clocks'
import { apartWords, cursorsText, selectCursors } from './select-cursors'
import { gapsWords, selectGaps } from './select-gaps'
import { selectLiveLanes } from './select-lanes'
import { selectStats, statsColumns, statsText } from './select-stats'

const LANES = selectLiveLanes([anInstrument()], { lanes: new Map() })
const plain = (text: string | null | undefined) => text?.replaceAll('\u00a0', ' ')

const rows = selectStats(LANES, [
  aSummary('bench-a/p'),
  aSummary('bench-a/u', { energyJ: null, coveragePercent: 97.2 }),
])
const GAP = { fromUs: 10e6, toUs: 51.4e6, lost: 172, cause: 'hang-up', text: 'Bluetooth link lost' } as const
const gapRows = selectGaps(
  [{ sourceId: 'bench-a', gap: GAP }],
  { fromUs: 0, toUs: 128.4e6 },
  {
    nameOf: () => 'PowerSpy2 bench A',
    time: (tUs) => `at ${tUs / 1e6} s`,
    iso: () => '1970-01-01T00:00:10.000+00:00',
  },
)

const view = (patch: Partial<StatisticsProps> = {}) => (
  <Statistics
    tab="range"
    scope="selection"
    canSelect
    span="14:07 – 14:10 · 128.400 s"
    rows={rows}
    energyUnit="Wh"
    gaps={{ words: '1 gap, 41.4 s not counted', rows: gapRows, leftOut: 0 }}
    clocks={[]}
    busy={null}
    fault={null}
    cursors={[]}
    apart={null}
    onTab={() => {}}
    onScope={() => {}}
    onEnergyUnit={() => {}}
    onCopy={() => {}}
    onCopyNumber={() => {}}
    onClose={() => {}}
    {...patch}
  />
)

describe('statistics', () => {
  it('are a table with scope, coverage and both energies, the chosen one first', () => {
    show(view())
    expect(screen.getAllByRole('columnheader').map((head) => head.textContent)).toEqual([
      'Signal',
      ...'unit,mean,min,max,σ,median,p5,p95,p99,energy Wh,energy J,n / expected,coverage %,largest gap s'.split(','),
    ])
    const cells = within(screen.getByRole('row', { name: /Wall power/ }))
      .getAllByRole('cell')
      .map((cell) => plain(cell.textContent))
    expect(cells).toEqual(
      'W,35.20,16.75,61.04,10.00,36.10,18.02,50.96,58.40,1.255,4 519,6 416 / 6 420,99.9,0.060'.split(','),
    )
    expect(rows[1]).toMatchObject({ thin: true, energyJ: '', energyWh: '' })
    expect(statsColumns('J').map(([field]) => field)).toContain('energyWh')
  })

  it('change their scope and the unit of energy', async () => {
    const [onScope, onEnergyUnit] = [vi.fn(), vi.fn()]
    show(view({ onScope, onEnergyUnit }))
    await userEvent.click(screen.getByRole('radio', { name: 'All' }))
    expect(onScope).toHaveBeenCalledWith('all')
    await userEvent.click(screen.getByRole('radio', { name: 'J' }))
    expect(onEnergyUnit).toHaveBeenCalledWith('J')
  })

  it('list the gaps that are not counted', async () => {
    show(view())
    await userEvent.click(screen.getByRole('button', { name: '1 gap, 41.4 s not counted' }))
    const row = await screen.findByRole('row', { name: /Bluetooth link lost/ })
    expect(
      within(row)
        .getAllByRole('cell')
        .map((cell) => plain(cell.textContent)),
    ).toEqual(['at 10 s', '41.400 s', 'Bluetooth link lost', '172', 'PowerSpy2 bench A'])
  })

  it('never show rows of before as if they were new', () => {
    const { unmount } = show(view({ busy: 'Computing from 30 240 000 samples' }))
    expect(screen.getByRole('status').textContent).toBe('Computing from 30 240 000 samples')
    const table = () => screen.getByRole('region', { name: 'Statistics table' })
    expect(table().getAttribute('aria-busy')).toBe('true')
    unmount()
    show(view())
    expect(table().getAttribute('aria-busy')).toBe('false')
    expect(screen.queryByRole('status')).toBeNull()
  })

  it('copy as a table with scope, times, zone and gaps', () => {
    const about = { scope: 'selection', range: { fromUs: 0, toUs: 128.4e6 }, zone: 'Europe/Helsinki' }
    const lines = statsText(
      { ...about, gaps: gapRows, gapsWords: '1 gap, 41 s not counted', clocks: [] },
      rows,
      'J',
    ).split('\n')
    expect(lines.slice(0, 3)).toEqual([
      'Statistics of selection',
      'from\t1970-01-01T02:00:00.000+02:00\tto\t1970-01-01T02:02:08.400+02:00\tzone\tEurope/Helsinki',
      'duration\t128.400 s',
    ])
    expect(lines[4]).toBe(
      'Wall power\tPowerSpy2 bench A\tW\t35.20\t16.75\t61.04\t10.00\t36.10\t18.02\t50.96\t58.40\t4 519\t1.255\t6 416 / 6 420\t99.9\t0.060',
    )
    expect(lines.at(-1)).toBe('PowerSpy2 bench A\t1970-01-01T00:00:10.000+00:00\t41.400 s\tBluetooth link lost\t172')
  })

  it('say at the right how the clocks of imported machines stand, in the copied table too; nothing without one', () => {
    const clocks = selectClocks([
      { host: 'mypc', sourceIds: [], clock: null },
      {
        host: 'web',
        sourceIds: [],
        clock: { offsetUs: 5, driftPpm: 12, refUs: 0, residualUs: 4_000, method: 'sync', points: 3 },
      },
    ])
    const { unmount } = show(view({ clocks }))
    expect(screen.getByTestId('alignment').textContent).toBe(
      'mypc: Not alignedweb: Aligned by 3 sync points, ±4 ms, drift 12 ppm',
    )
    unmount()
    show(view())
    expect(screen.queryByTestId('alignment')).toBeNull()
    const about = { scope: 'all', range: { fromUs: 0, toUs: 1e6 }, zone: 'UTC', gaps: [], gapsWords: 'No gaps' }
    const copied = statsText({ ...about, clocks }, rows, 'J').split('\n')
    expect(copied.slice(-3)).toEqual([
      'clock\tmypc\tNot aligned',
      'clock\tweb\tAligned by 3 sync points, ±4 ms, drift 12 ppm',
      'No gaps',
    ])
  })

  it('count the gaps of a source once, whatever number of signals it has', () => {
    const both = [aSummary('bench-a/p', { gaps: 2, gapS: 3.4 }), aSummary('bench-a/u', { gaps: 2, gapS: 3.4 })]
    expect(plain(gapsWords([...both, aSummary('b/p', { gaps: 0, gapS: 0 })]).words)).toBe('2 gaps, 3.4 s not counted')
    expect(gapsWords([aSummary('b/p', { gaps: 0, gapS: 0 })]).words).toBe('No gaps')
  })
})

describe('numbers by keyboard', () => {
  it('are one stop; arrows walk over cells without a number, Enter copies', async () => {
    const onCopyNumber = vi.fn()
    show(view({ onCopyNumber }))
    const table = screen.getByRole('table')
    const stops = () =>
      within(table)
        .getAllByRole('button')
        .filter(({ tabIndex }) => tabIndex === 0)
    expect(stops()).toHaveLength(1)
    stops()[0]?.focus()
    // From the mean to the energy, which the voltage below has none of.
    await userEvent.keyboard('{ArrowRight>8/}')
    const energy = document.activeElement
    expect(energy?.closest('td')?.dataset.field).toBe('energyWh')
    await userEvent.keyboard('{ArrowDown}')
    expect(document.activeElement).toBe(energy)
    await userEvent.keyboard('{Home}{ArrowDown}{Enter}')
    expect(stops()).toEqual([document.activeElement])
    expect(document.activeElement?.closest('tr')?.textContent).toContain('Voltage')
    expect(plain(onCopyNumber.mock.calls[0]?.[0])).toMatch(/^[\d.]+ V$/)
    await userEvent.keyboard('{End}')
    expect(document.activeElement?.closest('td')?.dataset.field).toBe('largestGap')
  })
})

describe('a number of the table', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('copies itself with its unit, and says so for one second', () => {
    const onCopyNumber = vi.fn()
    show(view({ onCopyNumber }))
    const row = screen.getByRole('row', { name: /Wall power/ })
    fireEvent.click(within(row).getByText('35.20'))
    expect(onCopyNumber).toHaveBeenCalledWith('35.20\u00a0W')
    expect(within(row).getByText('copied')).toBeTruthy()
    act(() => void vi.advanceTimersByTime(1_001))
    expect(within(row).queryByText('copied')).toBeNull()
    fireEvent.click(within(row).getByText('1.255'))
    expect(onCopyNumber).toHaveBeenLastCalledWith('1.255\u00a0Wh')
  })
})

describe('values at the cursors', () => {
  const sample = (channel: string, s: number, value: number) => [channel, { channel, tUs: s * 1e6, value }] as const
  const [a, b] = [
    new Map([sample('bench-a/p', 1, 20), sample('bench-a/u', 1.1, 230)]),
    new Map([sample('bench-a/p', 3, 24.5)]),
  ]
  const cursors = selectCursors(LANES, a, b, (tUs) => `${tUs / 1e6}`)

  it('are those of each signal, with its own times; what is not known is a dash', () => {
    expect(cursors[0]).toMatchObject({
      a: '20.00',
      timeA: '1',
      b: '24.50',
      timeB: '3',
      delta: '4.50',
      perSecond: '2.250',
    })
    expect(cursors[1]).toMatchObject({ a: '230.0', b: '—', delta: '—', perSecond: '—' })
    show(view({ tab: 'cursors', cursors, apart: apartWords(1e6, 3e6) }))
    expect(plain(screen.getByText(/Δt/).textContent)).toBe('Δt 2.000 s · 1/Δt 500.0 mHz')
    expect(screen.getByRole('row', { name: /Wall power/ }).textContent).toContain('24.50')
  })

  it('tell a frequency only where it may mean one', () => {
    expect(plain(apartWords(0, 60e6))).toBe('Δt 60.000 s')
    expect(plain(apartWords(5e6, 5e6))).toBe('Δt 0.000 s')
    expect(plain(apartWords(3e6, 1e6))).toBe('Δt −2.000 s · 1/Δt 500.0 mHz')
    expect(apartWords(null, 1)).toBeNull()
  })

  it('copy as a table that says where the cursors stand', () => {
    expect(cursorsText(['A', 'then'], cursors).split('\n').slice(0, 3)).toEqual([
      'A\tthen',
      'signal\tsource\tunit\tat A\tsample at A\tat B\tsample at B\tΔ\tΔ per s',
      'Wall power\tPowerSpy2 bench A\tW\t20.00\t1\t24.50\t3\t4.50\t2.250',
    ])
  })

  it('of a simulated source are marked as such, in the window and in what is copied', () => {
    const simulated = selectCursors(
      LANES.map((lane) => ({ ...lane, simulated: true })),
      a,
      b,
      (tUs) => `${tUs / 1e6}`,
    )
    show(view({ tab: 'cursors', cursors: simulated }))
    expect(screen.getByRole('row', { name: /Wall power/ }).textContent).toContain('simulated')
    expect(cursorsText([], simulated).split('\n')[2]).toContain('PowerSpy2 bench A (simulated)')
  })

  it('say how to set a cursor while there is none', () => {
    show(view({ tab: 'cursors' }))
    expect(screen.getByText(/press 1 for A, 2 for B/)).toBeTruthy()
  })
})
