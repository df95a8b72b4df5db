import type { ConnectStep } from '@contract/instruments'
import type { Calibration, Identity } from '@contract/model'
import type { Accept, Asker } from '../../wire/asker'
import {
  decodeByte,
  decodeIdentity,
  decodeTicks,
  FRAME_BODY,
  framed,
  type Hardware,
  hardwareOf,
  hex,
  isDone,
  isRefused,
  request,
} from './codec'
import { decodeEeprom, EEPROM_BYTES, implausible } from './eeprom'
import { badCalibration, badMains, garbage, refused, silentMeter, stoppedAnswering } from './faults'
import { type MainsTiming, mainsHz, planTiming } from './timing'
import { serialOf } from './words'

/** The manual allows 1 s for a reply; a Bluetooth link stalls longer, and every known program waits 3 s. */
const ANSWER_MS = 3_000

/** A first `Q` can be lost while a Bluetooth link wakes up: it is repeated once a second, ten times. */
const RESYNC_MS = 1_000
const RESYNC_TRIES = 10

/** After a repeated `Q` the answers to the earlier ones may still come: they are let go by. */
const LATE_ANSWERS_MS = 200

/** How the dialogue reaches the meter, and what it may know of the line. */
export interface Far {
  readonly address: string
  readonly asker: Asker
  /** Bytes received so far, good or bad. */
  bytesHeard(): number
  step(step: ConnectStep): void
  pause(ms: number): Promise<void>
}

export interface Met {
  readonly identity: Identity
  readonly calibration: Calibration
  readonly hardware: Hardware
  readonly timing: MainsTiming
}

/**
 * Everything that is asked before the stream: resync, identity, calibration, mains frequency. One request as soon as the
 * last is answered. Nothing is asked twice, because answers carry no address: a late one would be taken for the next.
 * Rejects with METER_SILENT, METER_STOPPED, METER_GARBAGE, METER_REFUSED, METER_CALIBRATION or METER_MAINS.
 */
export async function meet(far: Far, intervalMs: number): Promise<Met> {
  far.step('resync')
  await resync(far)
  far.step('identify')
  const who = await ask(far, request.identity, decodeIdentity)
  if (who.state !== 'R' && who.state !== 'C') await ask(far, request.cancel, doneOrRefused)
  far.step('calibration')
  const bytes = new Uint8Array(EEPROM_BYTES)
  for (let at = 0; at < EEPROM_BYTES; at++) bytes[at] = await ask(far, request.eeprom(at), decodeByte)
  const { calibration } = decodeEeprom(bytes)
  const wrong = implausible(calibration)
  if (wrong.length > 0) throw badCalibration(far.address, wrong)
  far.step('mains')
  const hardware = hardwareOf(who.hardwareByte)
  const ticks = await ask(far, request.mains, decodeTicks)
  const hz = mainsHz(ticks, hardware)
  if (hz === null) throw badMains(far.address, ticks)
  return {
    identity: {
      model: hardware === 1 ? 'PowerSpy' : 'PowerSpy2',
      serial: serialOf(who.serial),
      hardware: hex(who.hardwareByte, 2),
      firmware: hex(who.software, 2),
    },
    calibration,
    hardware,
    timing: planTiming(intervalMs, hz, hardware),
  }
}

/** Starts the stream. `started` runs with the acknowledgement, before any frame behind it is looked at. */
export async function start(far: Far, { timing, hardware }: Met, started: () => void): Promise<void> {
  far.step('start')
  await ask(far, request.stream(timing.periods, hardware), (body) => {
    // A frame in place of the acknowledgement says the same: the meter streams.
    if (!isDone(body) && body.length !== FRAME_BODY) return null
    started()
    return true
  })
}

async function resync(far: Far): Promise<void> {
  const before = far.bytesHeard()
  for (let tries = 1; tries <= RESYNC_TRIES; tries++) {
    const silent = (): Error => new StillSilent()
    const answered = await far.asker
      .ask({ bytes: framed(request.stop), accept: accepting(doneOrRefused), timeoutMs: RESYNC_MS, silent })
      .catch((error: unknown) => {
        if (error instanceof StillSilent) return false
        throw error
      })
    if (!answered) continue
    if (tries > 1) await far.pause(LATE_ANSWERS_MS)
    return
  }
  const bytes = far.bytesHeard() - before
  throw bytes > 0 ? garbage(far.address, bytes) : silentMeter(far.address, (RESYNC_TRIES * RESYNC_MS) / 1000)
}

class StillSilent extends Error {}

const doneOrRefused = (body: string): true | null => (isDone(body) || isRefused(body) ? true : null)

/** Null from `decode` means: not this answer, keep waiting (a frame in flight, a late acknowledgement). */
const accepting =
  <T>(decode: (body: string) => T | null, onRefused?: () => Error): Accept<T> =>
  (body) => {
    const answer = decode(body)
    if (answer !== null) return { answer }
    return onRefused && isRefused(body) ? { refused: onRefused() } : undefined
  }

function ask<T>(far: Far, body: string, decode: (body: string) => T | null): Promise<T> {
  return far.asker.ask({
    bytes: framed(body),
    accept: accepting(decode, () => refused(far.address, body)),
    timeoutMs: ANSWER_MS,
    silent: () => stoppedAnswering(far.address, body, ANSWER_MS / 1000),
  })
}
