import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ExactSum, exactSum } from './exact-sum'

/** What Python's math.fsum says of each list; hex text keeps every bit. */
function fsum(lists: readonly (readonly number[])[]): readonly number[] {
  const script =
    'import json,math,struct,sys\n' +
    'read=lambda t: struct.unpack(">d",bytes.fromhex(t))[0]\n' +
    'print(json.dumps([struct.pack(">d",math.fsum(map(read,l))).hex() for l in json.load(sys.stdin)]))'
  const input = JSON.stringify(lists.map((list) => list.map(toHex)))
  const run = spawnSync('python3', ['-c', script], { input, encoding: 'utf8', maxBuffer: 1 << 28 })
  if (run.status !== 0) throw new Error(`python3 did not answer: ${run.stderr}`)
  return (JSON.parse(run.stdout) as string[]).map((hex) => Buffer.from(hex, 'hex').readDoubleBE())
}

function toHex(value: number): string {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleBE(value)
  return bytes.toString('hex')
}

function bulkSum(list: readonly number[]): number {
  const sum = new ExactSum()
  const values = Float64Array.from(list)
  sum.addAll(values, Math.floor(list.length / 3))
  sum.addAll(values.subarray(Math.floor(list.length / 3)))
  return sum.value()
}

const moderate = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 })

describe('ExactSum', () => {
  it('keeps what a plain sum loses', () => {
    expect(exactSum([1e16, 1, -1e16])).toBe(1)
    expect(exactSum(Array.from({ length: 10 }, () => 0.1))).toBe(1)
  })

  it('rounds half-way cases by what lies below', () => {
    expect(exactSum([1, 2 ** -53, 2 ** -106])).toBe(1 + 2 ** -52)
    expect(exactSum([1, 2 ** -53])).toBe(1)
  })

  it('is zero when empty, and passes on what is not finite', () => {
    expect(new ExactSum().value()).toBe(0)
    expect(exactSum([1, Number.POSITIVE_INFINITY])).toBe(Number.POSITIVE_INFINITY)
    expect(exactSum([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY])).toBeNaN()
    expect(exactSum([1, Number.NaN])).toBeNaN()
    expect(exactSum([Number.MAX_VALUE, Number.MAX_VALUE])).toBe(Number.POSITIVE_INFINITY)
  })

  it('agrees bit for bit with math.fsum', () => {
    const lists = [
      ...fc.sample(fc.array(moderate, { maxLength: 60 }), { numRuns: 400, seed: 7 }),
      ...fc.sample(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { maxLength: 200 }), {
        numRuns: 200,
        seed: 8,
      }),
      Array.from({ length: 20_000 }, (_, i) => Math.sin(i) * 10 ** ((i % 41) - 20)),
    ]
    const truth = fsum(lists).map((value) => (Object.is(value, -0) ? 0 : value))
    expect(lists.map(exactSum)).toEqual(truth)
    expect(lists.map(bulkSum)).toEqual(truth)
  })

  it('adds lists as it adds their values, whatever their exponents', () => {
    const wild = fc.array(fc.oneof(moderate, fc.double({ min: -1, max: 1, noNaN: true })), {
      maxLength: 300,
    })
    fc.assert(fc.property(wild, (list) => bulkSum(list) + 0 === exactSum(list) + 0))
    expect(bulkSum(Array.from({ length: 100 }, () => Number.MAX_VALUE))).toBe(Number.POSITIVE_INFINITY)
    expect(bulkSum([...Array.from({ length: 100 }, () => 1), Number.NaN])).toBeNaN()
    expect(bulkSum([...Array.from({ length: 100 }, () => 1), Number.NEGATIVE_INFINITY])).toBe(Number.NEGATIVE_INFINITY)
    expect(bulkSum(Array.from({ length: 200_001 }, (_, i) => (i % 2 ? -1e200 : 1e200 + 1e184)))).toBe(
      exactSum(Array.from({ length: 200_001 }, (_, i) => (i % 2 ? -1e200 : 1e200 + 1e184))),
    )
  })

  it('does not depend on the order', () => {
    const shuffled = fc
      .array(moderate, { maxLength: 50 })
      .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })))
    fc.assert(fc.property(shuffled, ([list, other]) => Object.is(exactSum(list), exactSum(other))))
  })
})
