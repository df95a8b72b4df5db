import type { Calibration } from '@contract/model'
import {
  decodeByte,
  decodeFrame,
  decodeIdentity,
  decodeTicks,
  type Hardware,
  hex,
  isDone,
  isRefused,
  request,
  unhex,
} from './codec'
import { implausibleFrame, scale } from './reading'
import { mainsHz } from './timing'

/** What was known when a frame came. */
export interface Known {
  /** Body of the newest request; '' before the first. */
  readonly asked: string
  /** Null until the meter was identified, and until its memory was read. */
  readonly hardware: Hardware | null
  readonly calibration: Calibration | null
}

const REQUESTS: Readonly<Record<string, string>> = {
  [request.identity]: 'identity',
  [request.mains]: 'mains frequency',
  [request.stop]: 'stop stream',
  [request.cancel]: 'cancel',
}

/** A request in words: "stop stream", "EEPROM 03", "stream, 10 periods a frame"; '' for one this driver never sends. */
export function requestInWords(body: string): string {
  const periods = unhex(body.slice(1))
  if (body.startsWith('V')) return `EEPROM ${body.slice(1)}`
  if (body.startsWith('J') && periods !== null)
    return `stream, ${periods} ${periods === 1 ? 'period' : 'periods'} a frame`
  return REQUESTS[body] ?? ''
}

/** An answer or a real-time frame in words: "done", "ready, serial 0912", "50.00 Hz", "P 44.31 W, 229.8 V, 0.231 A". */
export function replyInWords(body: string, known: Known): string {
  if (isDone(body)) return 'done'
  if (isRefused(body)) return 'refused'
  const identity = decodeIdentity(body)
  if (identity) return `${STATES[identity.state] ?? `state ${identity.state}`}, serial ${serialOf(identity.serial)}`
  const ticks = decodeTicks(body)
  if (ticks !== null) return mainsInWords(ticks, known.hardware)
  const byte = decodeByte(body)
  if (byte !== null && known.asked.startsWith('V')) return `${requestInWords(known.asked)} = ${hex(byte, 2)}`
  return frameInWords(body, known.calibration)
}

/** As people read it on the meter's label: four digits or more. */
export const serialOf = (serial: number): string => String(serial).padStart(4, '0')

const STATES: Readonly<Record<string, string>> = {
  R: 'ready',
  W: 'waiting for a trigger',
  A: 'acquiring',
  C: 'capture complete',
  T: 'streaming',
}

function mainsInWords(ticks: number, hardware: Hardware | null): string {
  const hz = hardware === null ? null : mainsHz(ticks, hardware)
  return hz === null ? `${ticks} ticks a period` : `${hz.toFixed(2)} Hz`
}

function frameInWords(body: string, calibration: Calibration | null): string {
  const raw = decodeFrame(body)
  if (!raw) return 'not understood'
  const why = implausibleFrame(raw)
  if (why !== null) return why
  if (!calibration) return 'real-time frame'
  const { watts, meanSquareVolts, meanSquareAmps } = scale(raw, calibration)
  const volts = Math.sqrt(meanSquareVolts)
  return `P ${watts.toFixed(2)} W, ${volts.toFixed(1)} V, ${Math.sqrt(meanSquareAmps).toFixed(3)} A`
}
