import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { anInstrument, NOON_US } from '../../testing/builders'
import { show } from '../../testing/show'
import { AddMeter } from './AddMeter'
import { InstrumentDetail, type InstrumentDetailProps } from './InstrumentDetail'
import { addressProblem, intervalProblem, otherPorts, portState } from './select-instruments'

const props = (patch: Partial<InstrumentDetailProps> = {}): InstrumentDetailProps => ({
  one: anInstrument(),
  nowUs: NOON_US + 4_326e6,
  energyUnit: 'Wh',
  refused: null,
  settings: null,
  binding: false,
  onConnect: vi.fn(),
  onBind: vi.fn(),
  onDisconnect: vi.fn(),
  onPatch: vi.fn(),
  onRemove: vi.fn(),
  onAddOther: vi.fn(),
  onEnergyUnit: vi.fn(),
  onCopy: vi.fn(),
  ...patch,
})
const plain = (element: HTMLElement) => element.textContent?.replaceAll('\u00a0', ' ')

describe('an instrument', () => {
  it('says who answered, how it stands, and the true interval', () => {
    show(<InstrumentDetail {...props()} />)
    expect(plain(screen.getByTestId('instrument-state'))).toBe('Live')
    expect(screen.getByText(/serial 2614 · hardware 02, firmware 04/)).toBeTruthy()
    expect(plain(screen.getByTestId('true-interval'))).toBe('true 240 ms, 12 periods')
    expect(plain(screen.getByTestId('health-lost'))).toBe('Lost160.2 % of 6 416')
    const table = within(screen.getByRole('table', { name: 'Calibration' }))
    expect(table.getByRole('row', { name: /U scale/ }).textContent?.replaceAll('\u00a0', ' ')).toBe(
      'U scale, V/digit0.248 710.248 710.00',
    )
    expect(table.getByText('2025-03-18')).toBeTruthy()
  })

  it('offers to bind a Bluetooth port that a restart took away, and not while it is being bound', async () => {
    const fault = {
      code: 'PORT_UNBOUND',
      title: 'No port leads to it',
      cause: 'Nodes are gone.',
      consequence: 'Nothing is received.',
      next: 'Press Bind port.',
      command: 'sudo rfcomm bind 0 X 1',
    } as const
    const given = props({ one: anInstrument({ link: { at: 'failed', fault } }) })
    const { rerender } = show(<InstrumentDetail {...given} />)
    await userEvent.click(screen.getByRole('button', { name: 'Bind port' }))
    expect(given.onBind).toHaveBeenCalledOnce()
    rerender(<InstrumentDetail {...given} binding />)
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Binding port' }).disabled).toBe(true)
  })

  it('shows a fault in place with cause, consequence, next step and a command to copy', async () => {
    const fault = {
      code: 'PORT_DENIED',
      title: 'It was not opened',
      cause: 'No permission.',
      consequence: 'Nothing is measured.',
      next: 'Run this.',
      command: 'sudo x',
    } as const
    const given = props({ one: anInstrument({ link: { at: 'failed', fault } }) })
    show(<InstrumentDetail {...given} />)
    expect(plain(screen.getByTestId('instrument-state'))).toBe('Failed: permission denied')
    expect(plain(screen.getByRole('alert', { name: 'It was not opened' }))).toContain(
      'No permission. Nothing is measured.Run this.',
    )
    await userEvent.click(screen.getByRole('button', { name: 'Copy the command sudo x' }))
    expect(given.onCopy).toHaveBeenCalledWith('sudo x')
    await userEvent.click(screen.getByRole('button', { name: 'Connect' }))
    expect(given.onConnect).toHaveBeenCalled()
  })

  it('takes a new interval on Enter and refuses a bad one in place', async () => {
    const given = props()
    show(<InstrumentDetail {...given} />)
    const field = screen.getByRole('textbox', { name: 'Interval' })
    await userEvent.clear(field)
    await userEvent.type(field, '0{Enter}')
    expect(screen.getByRole('alert').textContent).toBe('Whole milliseconds, 1 or more')
    expect(given.onPatch).not.toHaveBeenCalled()
    await userEvent.type(field, '{Backspace}500{Enter}')
    expect(given.onPatch).toHaveBeenCalledWith({ intervalMs: 500 })
  })

  it('asks before it is removed', async () => {
    const given = props()
    show(<InstrumentDetail {...given} />)
    await userEvent.click(screen.getByRole('button', { name: 'Remove' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Remove instrument' }))
    expect(given.onRemove).toHaveBeenCalled()
  })
})

describe('adding a meter', () => {
  it('checks what was typed before it asks', async () => {
    const onAdd = vi.fn()
    show(<AddMeter address="" ports={[]} fault={null} onAdd={onAdd} onCancel={() => {}} onCopy={() => {}} />)
    await userEvent.type(screen.getByRole('combobox', { name: 'Device node' }), 'ttyUSB0{Enter}')
    expect(onAdd).not.toHaveBeenCalled()
    await userEvent.clear(screen.getByRole('combobox', { name: 'Device node' }))
    await userEvent.type(screen.getByRole('combobox', { name: 'Device node' }), '/dev/ttyUSB0{Enter}')
    expect(onAdd).toHaveBeenCalledWith({
      kind: 'powerspy2',
      name: 'PowerSpy2 ttyUSB0',
      address: '/dev/ttyUSB0',
      intervalMs: 250,
    })
  })

  it('knows ports, their holders, and what can be typed', () => {
    const port = { path: '/dev/ttyS0', hint: '', access: 'ok', heldBy: { pid: 4120, command: 'minicom' } } as const
    expect(portState(port)).toEqual({ words: 'in use by minicom, process 4120', good: false })
    expect(portState({ ...port, access: 'denied' }).words).toBe('no permission')
    expect(otherPorts([port], [anInstrument({ address: '/dev/ttyS0' })])).toEqual([])
    expect([addressProblem('/dev/rfcomm0'), intervalProblem('250')]).toEqual([null, null])
    expect([addressProblem('ttyUSB0'), intervalProblem('2.5'), intervalProblem('')]).not.toContain(null)
  })
})
