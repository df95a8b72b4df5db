import type { FaultView } from '@contract/fault'
import type { TimeUs } from '@contract/model'
import { type FoundDevice, PAIRING_STEPS, type PairingStep, type PairingView, USUAL_PIN } from '@contract/pairing'
import { dbm, insertFound } from './found-devices'

/** Pairing without its clock and its lines. `run` rises whenever what is under way ends and something new begins. */
export interface Pairing extends Omit<PairingView, 'sinceUs' | 'lines'> {
  readonly pin: string
  readonly run: number
  /** What the step does before anything else. */
  readonly first: 'power-on' | 'forget' | null
}

export type Cue =
  | { readonly cue: 'adapter-on'; readonly note: string }
  | { readonly cue: 'stuck'; readonly fault: FaultView; readonly canPowerOn?: boolean }
  | { readonly cue: 'found'; readonly device: FoundDevice }
  | { readonly cue: 'gone'; readonly address: string }
  | { readonly cue: 'choose'; readonly address: string }
  | { readonly cue: 'paired'; readonly note: string }
  | { readonly cue: 'pin-refused'; readonly fault: FaultView }
  | { readonly cue: 'pin'; readonly pin: string }
  | { readonly cue: 'expect'; readonly port: string }
  | { readonly cue: 'by-hand'; readonly fault: FaultView; readonly command: string; readonly untilUs: TimeUs }
  | { readonly cue: 'bound'; readonly port: string; readonly note: string }
  | { readonly cue: 'permitted'; readonly note: string }
  | {
      readonly cue: 'linking'
      readonly instrumentId: string
      readonly savedName: string | null
      readonly detail: string | null
    }
  | { readonly cue: 'identified'; readonly serial: string; readonly note: string }
  | { readonly cue: 'value'; readonly watts: number; readonly note: string }
  | { readonly cue: 'power-on' }
  | { readonly cue: 'forget' }
  | { readonly cue: 'retry' }
  | { readonly cue: 'back' }
  | { readonly cue: 'next' }

export const firstPairing: Pairing = {
  step: 'adapter',
  at: 'busy',
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
  pin: USUAL_PIN,
  run: 1,
  first: null,
}

/** Pure: what a cue leads to, or undefined when it means nothing here. Radios, ports and clocks belong to the desk. */
export function nextPairing(now: Pairing, cue: Cue): Pairing | undefined {
  switch (cue.cue) {
    case 'adapter-on':
      return now.step === 'adapter' && now.at !== 'done' ? onward(noted(now, cue.note)) : undefined
    case 'stuck':
      if (now.at === 'done' || now.at === 'pin') return undefined
      return { ...now, at: 'stuck', fault: cue.fault, canPowerOn: cue.canPowerOn ?? false }
    case 'found':
      return found(now, cue.device)
    case 'gone':
      return now.step === 'find' ? { ...now, devices: now.devices.filter((d) => d.address !== cue.address) } : undefined
    case 'choose':
      return choose(now, cue.address)
    case 'paired':
      if (now.step !== 'pair' || now.at !== 'busy') return undefined
      return onward({ ...noted(now, cue.note), trusted: true, meter: now.meter && { ...now.meter, paired: true } })
    case 'pin-refused':
      return now.step === 'pair' && now.at === 'busy' ? { ...now, at: 'pin', fault: cue.fault } : undefined
    case 'pin':
      return now.step === 'pair' && now.at !== 'done' ? again({ ...now, pin: cue.pin }) : undefined
    case 'expect':
      return now.step === 'bind' ? { ...now, port: cue.port } : undefined
    case 'by-hand':
      if (now.step !== 'bind' || now.at !== 'busy') return undefined
      return { ...now, at: 'by-hand', fault: cue.fault, command: cue.command, waitUntilUs: cue.untilUs }
    case 'bound':
      if (now.step !== 'bind' || now.at === 'done') return undefined
      return onward({ ...noted(now, cue.note), port: cue.port, command: null, waitUntilUs: null })
    case 'permitted':
      return now.step === 'permission' && now.at !== 'done' ? onward(noted(now, cue.note)) : undefined
    case 'linking':
      if ((now.step !== 'identify' && now.step !== 'live') || now.at === 'done') return undefined
      return {
        ...now,
        at: 'busy',
        fault: null,
        instrumentId: cue.instrumentId,
        savedName: cue.savedName,
        detail: cue.detail,
      }
    case 'identified':
      if (now.step !== 'identify' || now.at === 'done') return undefined
      // The link goes on: one job sees it from the first byte to the first value.
      return { ...noted(now, cue.note), step: 'live', at: 'busy', fault: null, serial: cue.serial }
    case 'value':
      if (now.step !== 'live' || now.at === 'done') return undefined
      return { ...noted(now, cue.note), at: 'done', fault: null, detail: null, watts: cue.watts }
    case 'power-on':
      return now.step === 'adapter' && now.at === 'stuck' && now.canPowerOn
        ? { ...again(now), first: 'power-on' }
        : undefined
    case 'forget':
      return now.step === 'pair' && now.at !== 'busy' ? { ...again(now), first: 'forget', trusted: false } : undefined
    case 'retry':
      return again(now, now.step === 'live' ? 'identify' : now.step)
    case 'back':
      return back(now)
    case 'next':
      return now.at === 'done' && now.step !== 'live' ? onward(now) : undefined
  }
}

const noted = (now: Pairing, note: string): Pairing => ({ ...now, notes: { ...now.notes, [now.step]: note } })

/** Begins what a step does, or does it again. */
const again = (now: Pairing, step: PairingStep = now.step): Pairing => ({
  ...now,
  step,
  at: step === 'find' ? 'choose' : 'busy',
  fault: null,
  canPowerOn: false,
  waitUntilUs: null,
  detail: null,
  run: now.run + 1,
  first: null,
})

const beside = (step: PairingStep, by: 1 | -1): PairingStep | undefined =>
  PAIRING_STEPS[PAIRING_STEPS.indexOf(step) + by]

const onward = (now: Pairing): Pairing => again(now, beside(now.step, 1))

function found(now: Pairing, device: FoundDevice): Pairing | undefined {
  const meter = now.meter?.address === device.address ? device : now.meter
  if (now.step !== 'find') return undefined
  return { ...now, devices: insertFound(now.devices, device), meter }
}

/** Another meter than before: what is known of the old one counts for nothing. */
function choose(now: Pairing, address: string): Pairing | undefined {
  const device = now.devices.find((d) => d.address === address)
  if (now.step !== 'find' || !device) return undefined
  const words = [device.name ?? device.address, device.rssi === null ? 'not heard now' : dbm(device.rssi)]
  const { adapter = '' } = now.notes
  return onward({
    ...firstPairing,
    run: now.run,
    devices: now.devices,
    step: 'find',
    meter: device,
    notes: { adapter, find: words.join(', ') },
  })
}

/** The step before, as it was left: nothing is undone, Next goes on, Try again does it anew. Looking for meters goes on at once. */
function back(now: Pairing): Pairing | undefined {
  const step = beside(now.step, -1)
  if (!step) return undefined
  const before = again(now, step)
  return step === 'find' || now.notes[step] === undefined ? before : { ...before, at: 'done' }
}
