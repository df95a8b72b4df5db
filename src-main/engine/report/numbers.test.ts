import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { fixed, isoSecond, pythonFloat } from './numbers'

interface NumberVector {
  readonly hex: string
  readonly repr: string
  /** Absent from 1e21 on: such numbers are never written with fixed decimals. */
  readonly fixed3?: string
  readonly fixed6?: string
}

const vectors = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures/number-vectors.json'), 'utf8'),
) as readonly NumberVector[]

/** C's %a back to the double. */
function unhex(text: string): number {
  const found = /^(-?)0x([01])\.([0-9a-f]+)p([+-]\d+)$/.exec(text)
  if (!found) throw new Error(`not a hex float: ${text}`)
  const [, sign, head, fraction, power] = found
  const size = Number(BigInt(`0x${head}${fraction!.padEnd(13, '0')}`)) / 2 ** 52
  // Two steps: 2 ** -1074 alone would be lost for numbers below the normal ones.
  const half = Math.trunc(Number(power) / 2)
  return (sign ? -1 : 1) * size * 2 ** half * 2 ** (Number(power) - half)
}

it('has many vectors', () => expect(vectors.length).toBeGreaterThan(300))

it.each(vectors.map((vector) => [vector.repr, vector] as const))('writes %s as the reference does', (_repr, vector) => {
  const x = unhex(vector.hex)
  expect(pythonFloat(x)).toBe(vector.repr)
  if (vector.fixed3 !== undefined) expect([fixed(x, 3), fixed(x, 6)]).toEqual([vector.fixed3, vector.fixed6])
})

it('cuts times to whole seconds of UTC', () => {
  expect(isoSecond(1_333_557_180_999_999)).toBe('2012-04-04T16:33:00Z')
  expect(isoSecond(-1)).toBe('1969-12-31T23:59:59Z')
})

it('refuses what has no digits', () => {
  expect(() => pythonFloat(Number.POSITIVE_INFINITY)).toThrow(RangeError)
})
