import { expect, it } from 'vitest'
import { BENCH_CALIBRATION } from './bench'
import { encodeFrame, encodeIdentity, encodeTicks } from './codec'
import { RECORDED_FRAMES } from './loads'
import { type Known, replyInWords, requestInWords } from './words'

const nothing: Known = { asked: '', hardware: null, calibration: null }
const identity = { state: 'R', pllLocked: true, trigger: 0, software: 0x35, hardwareByte: 3, serial: 912 }

it.each([
  ['Q', 'stop stream'],
  ['?', 'identity'],
  ['F', 'mains frequency'],
  ['C', 'cancel'],
  ['V03', 'EEPROM 03'],
  ['J000A', 'stream, 10 periods a frame'],
  ['J01', 'stream, 1 period a frame'],
  ['X', ''],
])('names the request %s', (body, words) => {
  expect(requestInWords(body)).toBe(words)
})

it.each<[string, Partial<Known>, string]>([
  ['K', {}, 'done'],
  ['K.', {}, 'done'],
  ['Z', {}, 'refused'],
  [encodeIdentity(identity), {}, 'ready, serial 0912'],
  [encodeIdentity({ ...identity, state: 'T' }), {}, 'streaming, serial 0912'],
  [encodeTicks(27_648), { hardware: 2 }, '50.00 Hz'],
  [encodeTicks(20_000), { hardware: 1 }, '50.00 Hz'],
  [encodeTicks(1), { hardware: 2 }, '1 ticks a period'],
  [encodeTicks(27_648), {}, '27648 ticks a period'],
  ['6C', { asked: 'V0E' }, 'EEPROM 0E = 6C'],
  ['6C', { asked: 'F' }, 'not understood'],
  ['~~~', {}, 'not understood'],
])('puts the answer %s into words', (body, known, words) => {
  expect(replyInWords(body, { ...nothing, ...known })).toBe(words)
})

it('reads a real-time frame with the calibration of that meter', () => {
  const body = encodeFrame(RECORDED_FRAMES[0]!)
  expect(replyInWords(body, { ...nothing, calibration: BENCH_CALIBRATION })).toBe('P 171.14 W, 230.7 V, 0.783 A')
  expect(replyInWords(body, nothing)).toBe('real-time frame')
  const damaged = `${body.slice(0, 18)}C${body.slice(19)}`
  expect(replyInWords(damaged, { ...nothing, calibration: BENCH_CALIBRATION })).toBe('power above voltage × current')
})
