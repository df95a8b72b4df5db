import type { FaultView } from './fault'
import type { TimeUs } from './model'

/** The way from a meter in the room to its first value, in this order. */
export const PAIRING_STEPS = ['adapter', 'find', 'pair', 'bind', 'permission', 'identify', 'live'] as const
export type PairingStep = (typeof PAIRING_STEPS)[number]

/**
 * What a step is doing. `busy`: at work · `choose`: looks for meters until one is chosen · `pin`: the PIN was refused,
 * another one is wanted · `by-hand`: waits for a command that a person runs · `stuck`: it does not go on, see `fault`
 * (adapter, permission and identify go on by themselves when the cause is gone) · `done`: `pairing:next` goes on.
 */
export type PairingAt = 'busy' | 'choose' | 'pin' | 'by-hand' | 'stuck' | 'done'

/** A Bluetooth device in the room. */
export interface FoundDevice {
  /** "00:0B:CE:2A:41:7F". */
  readonly address: string
  /** Null until it has told its name. */
  readonly name: string | null
  /** Signal strength in dBm; null while it is not heard. */
  readonly rssi: number | null
  readonly paired: boolean
  /** Name or address are those of a PowerSpy. */
  readonly likely: boolean
}

/** A line of "What was done so far". */
export interface PairingLine {
  readonly atUs: TimeUs
  readonly text: string
  /** How long it took, s. */
  readonly tookS: number
  readonly level: 'info' | 'warn'
}

/** Pairing as it stands. Exists while the way is gone; cancelling and finishing end it. */
export interface PairingView {
  readonly step: PairingStep
  readonly at: PairingAt
  /** When the step began to do this. */
  readonly sinceUs: TimeUs
  /** What steps that were finished led to, in a few words: "hci0 on, not blocked". */
  readonly notes: Partial<Readonly<Record<PairingStep, string>>>
  /** Why a step is stuck, a PIN was refused, or a command has to be run by hand. */
  readonly fault: FaultView | null
  /** The adapter is off and can be switched on from here. */
  readonly canPowerOn: boolean
  /** Likely meters first, then by signal. */
  readonly devices: readonly FoundDevice[]
  readonly meter: FoundDevice | null
  readonly trusted: boolean
  /** The device node, known or expected: "/dev/rfcomm0". */
  readonly port: string | null
  /** What to run by hand, and until when it is waited for. */
  readonly command: string | null
  readonly waitUntilUs: TimeUs | null
  /** What connecting is busy with, in words. */
  readonly detail: string | null
  readonly serial: string | null
  /** The saved instrument. */
  readonly instrumentId: string | null
  /** Its name, when it was saved before this pairing. */
  readonly savedName: string | null
  /** The first live value, W. */
  readonly watts: number | null
  readonly lines: readonly PairingLine[]
}

/** The longest PIN of Bluetooth. */
export const MAX_PIN = 16
/** What a PowerSpy is delivered with. */
export const USUAL_PIN = '0000'

export interface PairingRequests {
  'pairing:get': () => PairingView | null
  /** Begins, or finds the pairing under way. */
  'pairing:start': () => PairingView
  /** Goes on with one of the devices found. What was saved or connected on the way to another one is undone. */
  'pairing:choose': (address: string) => void
  /** Pairs again with another PIN. */
  'pairing:pin': (pin: string) => void
  'pairing:powerOn': () => void
  /** Removes what this computer remembers of the chosen meter; it is then paired anew. */
  'pairing:forget': () => void
  'pairing:retry': () => void
  'pairing:back': () => void
  'pairing:next': () => void
  /** Ends with the saved instrument under this name; its id. */
  'pairing:finish': (name: string) => string
  /** Ends whatever is under way. An instrument that was saved on this way is removed again. */
  'pairing:cancel': () => void
}

export interface PairingEvents {
  'pairing:changed': { readonly seq: number; readonly pairing: PairingView | null }
}
