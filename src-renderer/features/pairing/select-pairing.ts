import { PAIRING_STEPS, type PairingStep, type PairingView } from '@contract/pairing'
import { formatFixed } from '@contract/quantity'

/** What a step is called at the left, as a heading, and what it is about while it has not been done. */
interface StepWords {
  readonly name: string
  readonly title: string
  readonly about: string
  readonly lead: string
  /** "If it does not work", at the right. */
  readonly help: string
}

const WORDS: Readonly<Record<PairingStep, StepWords>> = {
  adapter: {
    name: 'Adapter',
    title: 'Look at the Bluetooth adapter',
    about: 'on and not blocked',
    lead: 'The meter speaks Bluetooth. Wattbench asks the Bluetooth service of this computer for an adapter that is on.',
    help: 'Some laptops switch Bluetooth with a key. An adapter in a USB port far from the computer hears better.',
  },
  find: {
    name: 'Find meter',
    title: 'Find the meter',
    about: 'name, address, signal',
    lead: 'Plug the meter into the mains, so that it is on. Wattbench lists what it hears; choose the meter, then press Next.',
    help: 'Not in the list: switch the meter off and on, bring it closer, and end its connection to other computers. A signal below −80 dBm loses frames.',
  },
  pair: {
    name: 'Pair',
    title: 'Pair with the meter',
    about: 'PIN 0000',
    lead: 'This computer and the meter exchange a key, once. The PIN 0000 is offered; you are asked for another one when it is refused.',
    help: 'The meter is in use by another program or computer: end that, then press Try again. It was paired before and refuses now: press Forget this meter.',
  },
  bind: {
    name: 'Bind serial port',
    title: 'Bind the serial port',
    about: 'rfcomm, channel 1',
    lead: 'The meter speaks over a Bluetooth serial channel. Linux shows it as a file, PORT, once the channel is bound. This needs administrator rights one time after each start of the computer.',
    help: 'The port may be bound by hand under any number: this page finds it by the address of the meter.',
  },
  permission: {
    name: 'Check permission',
    title: 'Check the permission',
    about: 'group dialout',
    lead: 'PORT belongs to a group of this computer. Your account has to be in it to read and write the port.',
    help: 'A new group counts from the next login on. Nothing else has to be done again: the meter stays paired.',
  },
  identify: {
    name: 'Identify meter',
    title: 'Identify the meter',
    about: 'serial, calibration, mains',
    lead: 'Wattbench opens PORT and asks the meter who it is: its serial number, its calibration and the mains frequency.',
    help: 'The meter is in use by another program: close it there, then press Try again. The meter was moved: a signal below −80 dBm loses frames.',
  },
  live: {
    name: 'First live value',
    title: 'First live value',
    about: 'power at the wall',
    lead: 'The meter measures. Give it the name it shall have in lanes, sessions and reports.',
    help: 'The value is far from what you expect: look at the calibration of the meter on the Instruments screen.',
  },
}

export interface StepRow {
  readonly id: PairingStep
  readonly name: string
  readonly note: string
  readonly state: 'done' | 'now' | 'next'
}

export function stepRows({ step, at, notes, port }: PairingView): readonly StepRow[] {
  const here = PAIRING_STEPS.indexOf(step)
  return PAIRING_STEPS.map((id, i) => {
    const done = i < here || (i === here && at === 'done')
    const about = id === 'bind' && port ? `${shortPort(port)}, channel 1` : WORDS[id].about
    return {
      id,
      name: WORDS[id].name,
      note: (done && notes[id]) || about,
      state: i === here ? 'now' : done ? 'done' : 'next',
    }
  })
}

export const stepNumber = ({ step }: Pick<PairingView, 'step'>): number => PAIRING_STEPS.indexOf(step) + 1
export const titleOf = (step: PairingStep): string => WORDS[step].title
export const helpOf = (step: PairingStep): string => WORDS[step].help
/** The lead, cut where the device node stands in it. */
export const leadOf = ({ step }: Pick<PairingView, 'step'>): readonly string[] => WORDS[step].lead.split('PORT')

const DETAILS: Readonly<Record<string, string>> = {
  open: 'opening the port, which calls the meter over Bluetooth',
  resync: 'waiting for an answer',
  identify: 'asking for the serial number',
  calibration: 'reading the calibration',
  mains: 'measuring the mains frequency',
  start: 'starting the stream',
}

/** What a step is busy with, in words. */
export function busyWords({ step, detail, meter, port }: PairingView): string {
  switch (step) {
    case 'adapter':
      return 'Asking the Bluetooth service'
    case 'find':
      return 'Looking for meters'
    case 'pair':
      return `Pairing with ${meter?.name ?? meter?.address ?? 'the meter'}`
    case 'bind':
      return port === null ? 'Looking for a port of this meter' : `Binding ${port}; a window may ask for your password`
    case 'permission':
      return `Looking at ${port}`
    default:
      return `Connecting: ${(detail && DETAILS[detail]) ?? 'waiting for the first value'}`
  }
}

/** Signal in words: the meter loses frames when it is weak. */
export function signalWords(rssi: number | null): string {
  if (rssi === null) return 'not heard now'
  const worth = rssi >= -65 ? 'good' : rssi >= -80 ? 'fair' : 'weak, loses frames'
  return `${formatFixed(rssi, 0)}\u00a0dBm, ${worth}`
}

export interface Fact {
  readonly term: string
  readonly words: string
  readonly known: boolean
  readonly mono?: boolean
}

/** What is known of the meter, for the side panel. */
export function meterFacts({ meter, trusted, port, notes, step, serial }: PairingView): readonly Fact[] {
  const bound = notes.bind !== undefined && port !== null
  const fact = (term: string, words: string | null, unknown: string, mono = false): Fact => ({
    term,
    words: words ?? unknown,
    known: words !== null,
    mono: mono && words !== null,
  })
  return [
    fact('Name', meter ? (meter.name ?? 'not told') : null, 'not chosen yet'),
    fact('Address', meter?.address ?? null, 'not chosen yet', true),
    fact('Signal', meter ? signalWords(meter.rssi) : null, 'not chosen yet'),
    fact('Paired', meter?.paired ? (trusted ? 'yes, trusted' : 'yes') : null, 'not yet'),
    fact('Serial port', bound ? port : null, step === 'bind' ? 'waiting' : 'not bound yet', true),
    fact('Permission', notes.permission ?? null, 'not checked yet'),
    fact('Serial number', serial === null ? null : `#${serial}`, 'not asked yet'),
  ]
}

/** The name that is offered: a meter that was saved before keeps its own. */
export const offeredName = ({ savedName, meter, serial }: PairingView): string =>
  savedName ?? meter?.name ?? (serial === null ? 'PowerSpy2' : `PowerSpy2 #${serial}`)

const shortPort = (port: string): string => port.slice(port.lastIndexOf('/') + 1)
