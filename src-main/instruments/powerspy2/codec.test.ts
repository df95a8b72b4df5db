import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BracketFramer } from '../../wire/bracket-framer'
import { BENCH_CALIBRATION } from './bench'
import {
  decodeByte,
  decodeFrame,
  decodeIdentity,
  decodeTicks,
  decodeTime,
  encodeFrame,
  encodeIdentity,
  encodeTicks,
  encodeTime,
  framed,
  hardwareOf,
  MAX_BODY,
  request,
} from './codec'
import { RECORDED_FRAMES } from './loads'
import { implausibleFrame, scale, unscale } from './reading'

const text = (bytes: Uint8Array): string => String.fromCharCode(...bytes)

/** Bodies of a capture. */
function bodiesOf(bytes: Uint8Array): string[] {
  const bodies: string[] = []
  new BracketFramer(MAX_BODY, { frame: (body) => bodies.push(body), discarded: () => undefined }).push(bytes)
  return bodies
}

const captured = bodiesOf(readFileSync(join(import.meta.dirname, 'fixtures/recorded-frames.bin')))

describe('requests', () => {
  it('are the bytes of the manual', () => {
    expect([...framed(request.identity)]).toEqual([0x3c, 0x3f, 0x3e])
    expect([...framed(request.eeprom(0x0e))]).toEqual([0x3c, 0x56, 0x30, 0x45, 0x3e])
    expect([...framed(request.stop)]).toEqual([0x3c, 0x51, 0x3e])
  })

  it('give J two digits on hardware 1 and four on hardware 2', () => {
    expect(text(framed(request.stream(50, 1)))).toBe('<J32>')
    expect(text(framed(request.stream(50, 2)))).toBe('<J0032>')
    expect(text(framed(request.stream(12, 2)))).toBe('<J000C>')
  })
})

describe('identity', () => {
  it('of a PowerSpy of the first version', () => {
    const who = decodeIdentity('POWERSPYC01FF35020001')
    expect(who).toEqual({ state: 'C', pllLocked: true, trigger: 0xff, software: 0x35, hardwareByte: 2, serial: 1 })
    expect(hardwareOf(who?.hardwareByte ?? 0)).toBe(1)
  })

  it('of a PowerSpy2, with the blanks of the manual as well', () => {
    const who = decodeIdentity('POWERSPYR010035030457')
    expect(who).toEqual(decodeIdentity('POWERSPY R 01 00 35 03 0457'))
    expect(hardwareOf(who?.hardwareByte ?? 0)).toBe(2)
    expect(who && encodeIdentity(who)).toBe('POWERSPYR010035030457')
  })

  it('is nothing else', () => {
    for (const body of ['', 'K', 'POWERSPYR01003503045', 'POWERSPYR0100350304577', 'POWERSPYR01003503045G'])
      expect(decodeIdentity(body)).toBeNull()
  })
})

describe('short replies', () => {
  it('a byte of EEPROM is exactly two digits', () => {
    expect(decodeByte('6C')).toBe(0x6c)
    for (const body of ['K.', '6', '6CC', 'K', '+1', ' 1']) expect(decodeByte(body)).toBeNull()
  })

  it('ticks carry their letter', () => {
    expect(decodeTicks('F6C00')).toBe(27_648)
    expect(encodeTicks(27_648)).toBe('F6C00')
    for (const body of ['6C00', 'F6C0', 'G6C00', 'F6C0X']) expect(decodeTicks(body)).toBeNull()
  })

  it('device time: 30 August 2012, 16:13', () => {
    const time = { year: 2012, month: 8, day: 30, hour: 16, minute: 13, second: 0 }
    expect(encodeTime(time)).toBe('0C081E100D00')
    expect(decodeTime('0C081E100D00')).toEqual(time)
    for (const digits of ['0C0D1E100D00', '0C081E100D', 'XX081E100D00']) expect(decodeTime(digits)).toBeNull()
  })
})

describe('real-time frames', () => {
  it.each([
    [230.702, 0.78317, 171.1404, 326.924, 1.4938],
    [227.1, 0.75053, 161.9956, 316.894, 1.3744],
    [227.076, 0.73988, 158.8322, 316.975, 1.3853],
    [227.123, 0.75328, 161.7792, 316.975, 1.3951],
    [227.176, 0.72697, 156.8173, 316.975, 1.303],
  ])('recorded frame of %f V, %f A, %f W', (...expected) => {
    const index = [171.1404, 161.9956, 158.8322, 161.7792, 156.8173].indexOf(expected[2])
    const raw = decodeFrame(captured[index] ?? '')
    expect(raw).toEqual(RECORDED_FRAMES[index])
    if (!raw) return
    expect(implausibleFrame(raw)).toBeNull()
    expect(encodeFrame(raw)).toBe(captured[index])
    const { meanSquareVolts, meanSquareAmps, watts, peakVolts, peakAmps } = scale(raw, BENCH_CALIBRATION)
    const found = [Math.sqrt(meanSquareVolts), Math.sqrt(meanSquareAmps), watts, peakVolts, peakAmps]
    found.forEach((value, field) => {
      expect(value / (expected[field] ?? 0)).toBeCloseTo(1, 4)
    })
  })

  it('signs power: FFFFFFFF is one count below zero, FFFFFEFF no 190 kW', () => {
    expect(decodeFrame('00762A50 00000014 FFFFFFFF 0F2F 0010')?.meanProduct).toBe(-1)
    expect(decodeFrame('00762A50 00000014 FFFFFEFF 0F2F 0010')?.meanProduct).toBe(-257)
    const idle = decodeFrame('00762A50 00000014 FFFFFEFF 0F2F 0010')
    expect(idle && implausibleFrame(idle)).toBeNull()
  })

  it('reads squares above 7FFFFFFF as positive', () => {
    expect(decodeFrame('80000000 FFFFFFFF 00000000 FFFF FFFF')?.meanSquareU).toBe(0x8000_0000)
  })

  it('refuses wrong lengths, blanks and digits', () => {
    const good = captured[0] ?? ''
    const bad = [good.slice(1), `${good}0`, good.replace(' ', '0'), good.replace('A', 'G'), good.replaceAll(' ', '')]
    for (const body of bad) expect(decodeFrame(body)).toBeNull()
  })

  it('finds a digit lost inside the power field implausible or unreadable', () => {
    const [u, i, , peakU, peakI] = (captured[0] ?? '').split(' ')
    const raw = decodeFrame([u, i, 'C03AC29C', peakU, peakI].join(' '))
    expect(raw && implausibleFrame(raw)).toBe('power above voltage × current')
    const low = decodeFrame([u, i, '003AC29C', '0100', peakI].join(' '))
    expect(low && implausibleFrame(low)).toBe('voltage peak below its effective value')
  })

  const frames = fc.record({
    meanSquareU: fc.integer({ min: 0, max: 0xffff_ffff }),
    meanSquareI: fc.integer({ min: 0, max: 0xffff_ffff }),
    meanProduct: fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff }),
    peakU: fc.integer({ min: 0, max: 0xffff }),
    peakI: fc.integer({ min: 0, max: 0xffff }),
  })

  it('come back as they were sent', () => {
    fc.assert(
      fc.property(frames, (raw) => {
        expect(decodeFrame(encodeFrame(raw))).toEqual(raw)
        expect(unscale(scale(raw, BENCH_CALIBRATION), BENCH_CALIBRATION)).toEqual(raw)
      }),
    )
  })
})
