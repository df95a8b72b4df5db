import { PAIRING_STEPS, type PairingView } from '@contract/pairing'
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { NOON_US } from '../../testing/builders'
import { aFault } from '../../testing/fake-bridge'
import { show } from '../../testing/show'
import { Pairing, type PairingProps } from './Pairing'
import { meterFacts, signalWords, stepRows } from './select-pairing'

const METER = { address: '00:0B:CE:2A:41:7F', name: 'PowerSpy #2614', rssi: -58, paired: false, likely: true }
const HEADSET = { address: '11:22:33:44:55:66', name: 'Headset', rssi: -70, paired: true, likely: false }

const aPairing = (patch: Partial<PairingView> = {}): PairingView => ({
  step: 'adapter',
  at: 'busy',
  sinceUs: NOON_US - 14e6,
  notes: {},
  fault: null,
  canPowerOn: false,
  devices: [],
  meter: null,
  trusted: false,
  port: null,
  command: null,
  waitUntilUs: null,
  detail: null,
  serial: null,
  instrumentId: null,
  savedName: null,
  watts: null,
  lines: [],
  ...patch,
})

const propsOf = (patch: Partial<PairingView>): PairingProps => ({
  now: aPairing(patch),
  nowUs: NOON_US,
  zone: 'UTC',
  refused: null,
  onChoose: vi.fn(),
  onPin: vi.fn(),
  onPowerOn: vi.fn(),
  onForget: vi.fn(),
  onRetry: vi.fn(),
  onBack: vi.fn(),
  onNext: vi.fn(),
  onFinish: vi.fn(),
  onCancel: vi.fn(),
  onCopy: vi.fn(),
})

function open(patch: Partial<PairingView>): PairingProps {
  const props = propsOf(patch)
  show(<Pairing {...props} />)
  return props
}

const button = (name: string) => screen.getByRole('button', { name })

describe('pairing', () => {
  it('shows each step with what it led to, and the one it stands at', () => {
    const now = aPairing({
      step: 'bind',
      at: 'by-hand',
      port: '/dev/rfcomm3',
      notes: { adapter: 'hci0 on', pair: 'trusted' },
    })
    expect(stepRows(now).map(({ id, note, state }) => `${id}: ${note}, ${state}`)).toEqual([
      'adapter: hci0 on, done',
      'find: name, address, signal, done',
      'pair: trusted, done',
      'bind: rfcomm3, channel 1, now',
      'permission: group dialout, next',
      'identify: serial, calibration, mains, next',
      'live: power at the wall, next',
    ])
  })

  it('lists meters, the others on demand, and goes on with the chosen one by click, key and Next', async () => {
    const props = open({ step: 'find', at: 'choose', devices: [METER, HEADSET] })
    expect(screen.queryByText('Headset')).toBeNull()
    expect(screen.getByRole('radio', { name: 'PowerSpy #2614' })).toHaveProperty('checked', true)
    await userEvent.click(button('Next'))
    await userEvent.click(button('Show all devices (1 more)'))
    await userEvent.click(screen.getByRole('radio', { name: 'Headset' }))
    await userEvent.keyboard('{Enter}')
    expect(vi.mocked(props.onChoose).mock.calls).toEqual([[METER.address], [HEADSET.address]])
  })

  it('has no way on while nothing is heard', () => {
    open({ step: 'find', at: 'choose', devices: [HEADSET] })
    expect(screen.getByText(/No PowerSpy was heard yet/)).toBeTruthy()
    expect(button('Next')).toHaveProperty('disabled', true)
  })

  it('waits for a command with the focus on its button, in the order of the keyboard', async () => {
    const command = `sudo rfcomm bind 0 ${METER.address} 1`
    const props = open({
      step: 'bind',
      at: 'by-hand',
      meter: METER,
      port: '/dev/rfcomm0',
      command,
      fault: { ...aFault('No password window could be opened'), command },
      waitUntilUs: NOON_US + 106e6,
    })
    expect(screen.getByTestId('pairing-wait').textContent).toContain('Waiting for /dev/rfcomm00:14 of 2:00')
    expect(screen.getAllByText(command)).toHaveLength(1)
    const copy = button(`Copy the command ${command}`)
    expect(document.activeElement).toBe(copy)
    await userEvent.click(copy)
    expect(props.onCopy).toHaveBeenCalledWith(command)
    const order: (string | null)[] = []
    for (let i = 0; i < 3; i++) {
      await userEvent.tab()
      order.push(document.activeElement?.textContent ?? null)
    }
    expect(order).toEqual(['Try again', 'Back', 'Cancel pairing'])
  })

  it('asks for a PIN where it was refused, and takes no empty one', async () => {
    const props = open({ step: 'pair', at: 'pin', meter: METER, fault: aFault('The PIN 0000 was refused') })
    expect(screen.getByRole('alert', { name: 'The PIN 0000 was refused' })).toBeTruthy()
    await userEvent.click(button('Pair'))
    expect(screen.getByText('1 to 16 letters or digits')).toBeTruthy()
    await userEvent.type(screen.getByLabelText('PIN'), '4711{Enter}')
    expect(vi.mocked(props.onPin).mock.calls).toEqual([['4711']])
    await userEvent.click(button('Forget this meter'))
    expect(props.onForget).toHaveBeenCalled()
  })

  it('offers to switch on an adapter that is off, and says the command too', async () => {
    const fault = { ...aFault('The Bluetooth adapter is off'), command: 'bluetoothctl power on' }
    const props = open({ at: 'stuck', fault, canPowerOn: true })
    await userEvent.click(button('Switch on'))
    expect(props.onPowerOn).toHaveBeenCalled()
    expect(screen.getByText('bluetoothctl power on')).toBeTruthy()
    expect(button('Back')).toHaveProperty('disabled', true)
  })

  it('ends with the first value and a name that is given', async () => {
    const props = open({ step: 'live', at: 'done', meter: METER, serial: '2614', port: '/dev/rfcomm0', watts: 42 })
    expect(screen.getByTestId('first-value').textContent).toBe('42.00W')
    const field = screen.getByLabelText('Name')
    expect(field).toHaveProperty('value', 'PowerSpy #2614')
    await userEvent.clear(field)
    expect(button('Save meter')).toHaveProperty('disabled', true)
    await userEvent.type(field, 'Desk meter{Enter}')
    expect(vi.mocked(props.onFinish).mock.calls).toEqual([['Desk meter']])
  })

  it('offers a meter that was saved before the name it has', async () => {
    const props = open({ step: 'live', at: 'done', meter: METER, serial: '2614', watts: 42, savedName: 'Rack A' })
    expect(screen.getByLabelText('Name')).toHaveProperty('value', 'Rack A')
    await userEvent.click(button('Save meter'))
    expect(vi.mocked(props.onFinish).mock.calls).toEqual([['Rack A']])
  })

  it('does not offer what was typed for one meter as the name of another', async () => {
    const live = { step: 'live', at: 'done', serial: '2614', watts: 42 } as const
    function Room() {
      const [meter, setMeter] = useState(METER)
      return (
        <>
          <Pairing {...propsOf({ ...live, meter })} />
          <button
            type="button"
            onClick={() => setMeter({ ...METER, address: '00:0B:CE:00:00:01', name: 'PowerSpy #1' })}
          >
            Other
          </button>
        </>
      )
    }
    show(<Room />)
    await userEvent.type(screen.getByLabelText('Name'), ' left')
    expect(screen.getByLabelText('Name')).toHaveProperty('value', 'PowerSpy #2614 left')
    await userEvent.click(button('Other'))
    expect(screen.getByLabelText('Name')).toHaveProperty('value', 'PowerSpy #1')
  })

  it('says what is known of the meter and what is not', () => {
    const facts = meterFacts(
      aPairing({ step: 'bind', meter: { ...METER, paired: true }, trusted: true, port: '/dev/rfcomm0' }),
    )
    expect(
      facts.map(({ term, words, known }) => `${term}: ${words.replace('\u00a0', ' ')}${known ? '' : ' ?'}`),
    ).toEqual([
      'Name: PowerSpy #2614',
      'Address: 00:0B:CE:2A:41:7F',
      'Signal: −58 dBm, good',
      'Paired: yes, trusted',
      'Serial port: waiting ?',
      'Permission: not checked yet ?',
      'Serial number: not asked yet ?',
    ])
    expect([null, -40, -70, -90].map((rssi) => signalWords(rssi).split(', ').slice(-1)[0])).toEqual([
      'not heard now',
      'good',
      'fair',
      'loses frames',
    ])
  })

  it('can be cancelled and tried again at every step that stands', async () => {
    for (const step of PAIRING_STEPS) {
      const props = open({ step, at: 'stuck', fault: aFault(), meter: METER })
      const foot = within(screen.getByRole('contentinfo'))
      await userEvent.click(foot.getByRole('button', { name: 'Try again' }))
      await userEvent.click(foot.getByRole('button', { name: 'Cancel pairing' }))
      expect([props.onRetry, props.onCancel].map((fn) => vi.mocked(fn).mock.calls.length)).toEqual([1, 1])
      document.body.replaceChildren()
    }
  })
})
