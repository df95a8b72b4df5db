import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scpiChannels } from '../../wire/scpi-text'
import {
  decodeError,
  decodeIdentity,
  decodeScan,
  encodeError,
  encodeIdentity,
  encodeVolts,
  nplcFor,
  scanLimitMs,
} from './codec'

const LISTS = JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures/channel-lists.json'), 'utf8')) as readonly {
  readonly channels: readonly number[]
  readonly scpi: string
}[]

it('writes the channel lists of the vectors', () => {
  expect(LISTS.length).toBeGreaterThan(5)
  for (const { channels, scpi } of LISTS) expect(scpiChannels(channels)).toBe(scpi)
})

describe('readings', () => {
  it.each([
    [0, '+0.00000000E+00'],
    [12.5, '+1.25000000E+01'],
    [-0.004, '-4.00000000E-03'],
    [1.23456789e-3, '+1.23456789E-03'],
    [Number.POSITIVE_INFINITY, '+9.90000000E+37'],
    [Number.NEGATIVE_INFINITY, '-9.90000000E+37'],
    [Number.NaN, '+9.91000000E+37'],
    [9.91e37, '+9.91000000E+37'],
    [-9.9e37, '-9.90000000E+37'],
    [9.904e37, '+9.90000000E+37'],
  ])('%s V is written %s', (volts, text) => expect(encodeVolts(volts)).toBe(text))

  it('come back by channel, in any order, to nine digits', () => {
    const volts = fc.double({ min: -300, max: 300, noNaN: true })
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1001, max: 8070 }), { minLength: 1 }),
        fc.infiniteStream(volts),
        (channels, values) => {
          const sent = new Map(channels.map((channel) => [channel, Number(values.next().value)]))
          const text = [...sent].map(([channel, v]) => `${encodeVolts(v)},${channel}`).join(',')
          const read = decodeScan(text, new Set([...channels].reverse()))
          if ('why' in read) throw new Error(read.why)
          for (const [channel, v] of sent) expect(read.get(channel)).toBe(Number(v.toExponential(8)))
        },
      ),
    )
  })

  it.each([
    ['+9.9E+37,2001', 'overload'],
    ['-9.90000000E+37,2001', 'overload'],
    ['+9.91E+37,2001', 'nan'],
    [' +1.5 , 2001 ', 1.5],
    ['1E-3,+2001', 0.001],
  ])('%s is %s', (reply, value) => {
    const read = decodeScan(reply, new Set([2001]))
    expect('why' in read ? read.why : read.get(2001)).toBe(value)
  })

  it.each([
    ['', /not values and channels in turn/],
    ['+1.0', /not values and channels in turn/],
    ['+1.0,2001,+2.0', /not values and channels in turn/],
    ['+1.0,x', /"x" stands where a channel number is due/],
    ['0x10,2001', /channel 2001 says "0x10", which is no number/],
    ['inf,2001', /no number/],
    [',2001', /no number/],
    ['+1.0,2001', /channel 2002 is missing/],
    ['+1.0,2001,+1.0,2002,+1.0,2003', /channel 2003 is not asked for/],
    ['+1.0,2001,+1.0,2001,+1.0,2002', /channel 2001 is there twice/],
  ])('%j is refused', (reply, why) => {
    expect(decodeScan(reply, new Set([2001, 2002]))).toEqual({ why: expect.stringMatching(why) })
  })

  it('names ten of many missing channels', () => {
    const read = decodeScan('+1.0,1001', new Set(Array.from({ length: 40 }, (_, at) => 1001 + at)))
    expect(read).toEqual({
      why: 'channels 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010, 1011 and 29 more are missing',
    })
  })
})

describe('identity and errors', () => {
  it('come back as sent', () => {
    const who = { maker: 'Keysight Technologies', model: '34980A', serial: 'MY44000001', firmware: '2.51-2.43,x' }
    expect(decodeIdentity(encodeIdentity(who))).toEqual(who)
    for (const error of [
      { code: 0, text: 'No error' },
      { code: -113, text: 'Undefined "x" header' },
    ])
      expect(decodeError(encodeError(error))).toEqual(error)
  })

  it.each([
    ['+0,"No error"', 0],
    ['0,"No error"', 0],
    ['0', 0],
    ['-113,Undefined header', -113],
    [' +112 , "Channel list" ', 112],
  ])('%s is error %s', (reply, code) => expect(decodeError(reply)?.code).toBe(code))

  it.each([['No error'], [''], ['1.5,"x"']])('%j is no answer to SYST:ERR?', (reply) =>
    expect(decodeError(reply)).toBeNull(),
  )

  it.each([[''], ['34980A'], ['HTTP/1.1 400 Bad Request'], ['a,b,c'], ['a,b\u0001,c,d']])(
    '%j is no identity',
    (reply) => expect(decodeIdentity(reply)).toBeNull(),
  )
})

it('integration times and time limits', () => {
  expect([0.01, 0.02, 0.5, 1, 1.5, 11, 150, 200, 201, 0, Number.NaN].map(nplcFor)).toEqual([
    0.02,
    0.02,
    1,
    1,
    2,
    20,
    200,
    200,
    null,
    null,
    null,
  ])
  expect(scanLimitMs(435, 200)).toBeCloseTo(1000 * (5 + 435 * 8.1), 6)
})
