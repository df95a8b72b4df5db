import type { Calibration } from '@contract/model'

/** Bytes a meter reader needs: addresses 00–19. Source: AL/LG/0838/003 1G §3.3.6. */
export const EEPROM_BYTES = 0x1a

const AT = {
  serial: 0x00,
  factoryVolts: 0x02,
  factoryAmps: 0x06,
  factoryDate: 0x0a,
  volts: 0x0e,
  amps: 0x12,
  date: 0x16,
} as const

/**
 * Sane scale factors, volts or amperes per digit. Known units: 0.08 V and 0.0005 A; published results of newer units hint
 * at a product near 1. Six decades to both sides leave room for those and still refuse shifted or erased bytes.
 */
const SANE_SCALE = { min: 1e-6, max: 1e3 } as const

/** Years a calibration date may have: the product line is younger than 2000, and a clock is not set beyond 2099. */
const SANE_YEAR = { min: 2000, max: 2099 } as const

export interface Eeprom {
  readonly serial: number
  readonly calibration: Calibration
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** Numbers as they stand, plausible or not; a date that no calendar holds becomes null. */
export function decodeEeprom(bytes: Uint8Array): Eeprom {
  const view = viewOf(bytes)
  return {
    serial: view.getUint16(AT.serial, true),
    calibration: {
      voltsPerDigit: view.getFloat32(AT.volts, true),
      ampsPerDigit: view.getFloat32(AT.amps, true),
      date: dateAt(view, AT.date),
      factoryVoltsPerDigit: view.getFloat32(AT.factoryVolts, true),
      factoryAmpsPerDigit: view.getFloat32(AT.factoryAmps, true),
      factoryDate: dateAt(view, AT.factoryDate),
    },
  }
}

/** 256 bytes as a simulator holds them; what is not described is FF, as erased. */
export function encodeEeprom({ serial, calibration }: Eeprom): Uint8Array {
  const bytes = new Uint8Array(256).fill(0xff)
  const view = viewOf(bytes)
  view.setUint16(AT.serial, serial, true)
  view.setFloat32(AT.factoryVolts, calibration.factoryVoltsPerDigit, true)
  view.setFloat32(AT.factoryAmps, calibration.factoryAmpsPerDigit, true)
  view.setFloat32(AT.volts, calibration.voltsPerDigit, true)
  view.setFloat32(AT.amps, calibration.ampsPerDigit, true)
  putDate(view, AT.factoryDate, calibration.factoryDate)
  putDate(view, AT.date, calibration.date)
  return bytes
}

/** Names the scale factors nobody can measure with; empty when all is well. Only the current ones are used. */
export function implausible(calibration: Calibration): readonly string[] {
  const current = [
    ['Uscale', calibration.voltsPerDigit, 'V'],
    ['Iscale', calibration.ampsPerDigit, 'A'],
  ] as const
  return current
    .filter(([, value]) => !(value >= SANE_SCALE.min && value <= SANE_SCALE.max))
    .map(([name, value, unit]) => `${name} = ${value} ${unit} per digit`)
}

function dateAt(view: DataView, at: number): string | null {
  const year = view.getUint16(at, true)
  const month = view.getUint8(at + 2)
  const day = view.getUint8(at + 3)
  if (year < SANE_YEAR.min || year > SANE_YEAR.max) return null
  const date = new Date(Date.UTC(year, month - 1, day))
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return real ? date.toISOString().slice(0, 10) : null
}

function putDate(view: DataView, at: number, date: string | null): void {
  const [year, month, day] = date ? date.split('-').map(Number) : [0xffff, 0xff, 0xff]
  view.setUint16(at, year ?? 0xffff, true)
  view.setUint8(at + 2, month ?? 0xff)
  view.setUint8(at + 3, day ?? 0xff)
}
