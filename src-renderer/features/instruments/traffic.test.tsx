import { act, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import type { Stores } from '../../state/stores'
import { ALL_TRAFFIC } from '../../state/traffic'
import { anInstrument, aTrafficLine } from '../../testing/builders'
import { createFakeBridge } from '../../testing/fake-bridge'
import { openWindow } from '../../testing/show'
import { newWords, shortName, trafficRows, trafficText } from './select-traffic'

const SENT = aTrafficLine(1, { direction: 'sent', text: '<?>', meaning: 'identity' })
const NOTE = aTrafficLine(3, {
  direction: 'note',
  text: 'serial 0912, expected 1187',
  meaning: 'other meter: refused',
  level: 'fault',
  instrumentId: 'desk',
})
const shape = (rows: ReturnType<typeof trafficRows>) =>
  rows.map((row) => (row.kind === 'line' ? row.line.seq : `${row.count} before ${row.beforeSeq}`))

describe('rows of the console', () => {
  const lines = [SENT, aTrafficLine(2), NOTE, aTrafficLine(124)]

  it('say where lines were left out, also when the lines around are hidden', () => {
    expect(shape(trafficRows(lines, ALL_TRAFFIC, null))).toEqual([1, 2, 3, '120 before 124', 124])
    expect(shape(trafficRows(lines, { ...ALL_TRAFFIC, received: false }, null))).toEqual([1, 3, '120 before 125'])
    expect(shape(trafficRows([aTrafficLine(7), aTrafficLine(8)], ALL_TRAFFIC, null))).toEqual([7, 8])
  })

  it('are those of the kind, the instrument and the text that are asked for', () => {
    const of = (patch: Partial<typeof ALL_TRAFFIC>) =>
      shape(trafficRows(lines.slice(0, 3), { ...ALL_TRAFFIC, ...patch }, 'desk'))
    expect(of({ sent: false })).toEqual([2, 3])
    expect(of({ whose: 'this' })).toEqual([3])
    expect(of({ text: ' EXPECTED ' })).toEqual([3])
    expect(of({ text: 'identity' })).toEqual([1])
    expect(of({ text: 'nothing like it' })).toEqual([])
  })

  it('count what came in since the console was frozen', () => {
    const frozen = lines.slice(0, 2)
    expect(newWords({ lines: [...frozen, NOTE, aTrafficLine(4)], frozen, filter: ALL_TRAFFIC }, null)).toBe('2 new')
    expect(newWords({ lines: frozen, frozen, filter: ALL_TRAFFIC }, null)).toBe('')
    expect(newWords({ lines: [aTrafficLine(900)], frozen, filter: ALL_TRAFFIC }, null)).toBe('over 1 new')
    expect(newWords({ lines, frozen: null, filter: ALL_TRAFFIC }, null)).toBe('')
  })

  it('become tab-separated text with ISO times', () => {
    const rows = trafficRows(lines, ALL_TRAFFIC, null)
    const [first, , , left] = trafficText(rows, new Map([['bench-a', 'bench A']]), 'Europe/Helsinki').split('\n')
    expect(first).toBe('2026-11-22T14:00:00.020+02:00\tbench A\ttx\t<?>\tidentity')
    expect(left).toBe('… 120 lines left out')
    expect([shortName('PowerSpy2 bench A'), shortName('PowerSpy2'), shortName('Desk')]).toEqual([
      'bench A',
      'PowerSpy2',
      'Desk',
    ])
  })
})

describe('the console', () => {
  let stores: Stores | null = null
  afterEach(() => stores?.stop())
  const open = async (lines: readonly ReturnType<typeof aTrafficLine>[]) => {
    const list = [anInstrument(), anInstrument({ id: 'desk', name: 'PowerSpy2 desk' })]
    const fake = createFakeBridge({ 'instruments:list': () => list, 'traffic:follow': () => lines })
    stores = await openWindow(fake)
    await userEvent.click(within(screen.getByRole('navigation')).getByRole('button', { name: 'Instruments' }))
    return fake
  }

  it('says what to do while nothing has crossed the wire, and hears only while it is shown', async () => {
    const fake = await open([])
    expect(screen.getByText('Nothing has crossed the wire yet.')).toBeTruthy()
    expect(fake.of('traffic:follow')).toHaveLength(1)
    await userEvent.click(within(screen.getByRole('navigation')).getByRole('button', { name: 'Log' }))
    expect(fake.of('traffic:unfollow')).toHaveLength(1)
  })

  it('shows lines with their meaning, and a fault with its shape', async () => {
    await open([SENT, aTrafficLine(2), NOTE])
    const log = await screen.findByRole('log', { name: 'Raw traffic lines' })
    expect(log.textContent).toContain('12:00:00.020bench Atx<?>identity')
    expect(log.querySelector('[data-level=fault] .shape.tone-fault')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'notes' }))
    expect(log.textContent).not.toContain('other meter')
    await userEvent.type(screen.getByRole('textbox', { name: 'Find in traffic' }), 'nowhere')
    expect(screen.getByText('No line fits these filters.')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Show all lines' }))
    expect(screen.getByRole('log').textContent).toContain('other meter')
  })

  it('draws only what can be seen of two thousand lines', async () => {
    await open(Array.from({ length: 2_000 }, (_, i) => aTrafficLine(i + 1)))
    const log = await screen.findByRole('log')
    expect(log.querySelectorAll('.traffic-line').length).toBeLessThan(60)
  })

  it('freezes, counts what came meanwhile, and resumes; End and Space stay inside it', async () => {
    const fake = await open([SENT])
    const log = await screen.findByRole('log')
    act(() => log.focus())
    await userEvent.keyboard(' ')
    act(() => fake.tell('traffic:added', { seq: 1, lines: [aTrafficLine(2), NOTE] }))
    expect(log.textContent).not.toContain('other meter')
    await userEvent.click(screen.getByRole('button', { name: 'Resume, 2 new' }))
    expect(screen.getByRole('log').textContent).toContain('other meter')
    act(() => log.focus())
    await userEvent.keyboard('{End}')
    expect(stores?.shell.store.getState().screen).toBe('instruments')
  })

  it('copies what is shown', async () => {
    const fake = await open([SENT, aTrafficLine(2, { instrumentId: 'desk' })])
    await screen.findByRole('log')
    await userEvent.click(screen.getByText('this one'))
    await userEvent.click(screen.getByRole('button', { name: 'Copy the shown traffic' }))
    expect(fake.of('about:copy')).toEqual([['2026-11-22T12:00:00.020+00:00\tbench A\ttx\t<?>\tidentity']])
  })
})
