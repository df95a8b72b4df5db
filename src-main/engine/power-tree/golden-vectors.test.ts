import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readPlan } from './read-plan'
import { readingOf } from './scan'
import { solve } from './solve'

interface Vector {
  readonly name: string
  readonly config: string
  readonly diagnostics: readonly (readonly [string, string, number, string])[]
  readonly readings: Readonly<Record<string, number>>
  readonly results?: readonly {
    readonly channel: number
    readonly kind: string
    readonly status: string
    readonly sense: number | null
    readonly rail_v: number | null
    readonly current: number | null
    readonly value_hex: string | null
  }[]
  readonly groups?: readonly {
    readonly group: string
    readonly total: number
    readonly net: number
    readonly incomplete: boolean
  }[]
}

const fixtures = join(import.meta.dirname, 'fixtures')
const vectors = JSON.parse(readFileSync(join(fixtures, 'vectors.json'), 'utf8')) as readonly Vector[]

/** A double as C's %a writes it. */
function hex(x: number): string {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, x)
  const bits = view.getBigUint64(0)
  const exponent = Number((bits >> 52n) & 0x7ffn)
  const fraction = (bits & 0xfffffffffffffn).toString(16).padStart(13, '0')
  const sign = bits >> 63n === 1n ? '-' : ''
  if (x === 0) return `${sign}0x0.0p+0`
  const power = exponent === 0 ? -1022 : exponent - 1023
  return `${sign}0x${exponent === 0 ? 0 : 1}.${fraction}p${power < 0 ? '' : '+'}${power}`
}

it('has vectors of every kind', () => {
  expect(vectors).toHaveLength(41)
})

it.each(vectors.map((vector) => [vector.name, vector] as const))(
  '%s: every bit, status and problem',
  (_name, vector) => {
    const { plan, problems } = readPlan(vector.config)
    expect(problems.map(({ severity, code, line }) => [severity, code, line])).toEqual(
      vector.diagnostics.map(([severity, code, line]) => [severity, code, line]),
    )
    expect(plan === null).toBe(vector.results === undefined)
    if (!plan) return
    const readings = new Map(
      Object.entries(vector.readings).map(([channel, volts]) => [Number(channel), readingOf(volts)] as const),
    )
    const solved = solve(plan, { startUs: 0, endUs: 0, loop: 0, readings })
    const mine = solved.rows.map(({ channel, status, senseV, railV, currentA, value }, at) => ({
      channel,
      kind: plan.rows[at]?.kind,
      status,
      sense: senseV,
      rail_v: railV,
      current: currentA,
      value_hex: value === null ? null : hex(value),
    }))
    expect(mine).toEqual(vector.results?.map(({ value: _value, ...row }: Record<string, unknown>) => row))
    expect(solved.groups.map(({ group, totalW, netW, incomplete }) => [group, totalW, netW, incomplete])).toEqual(
      vector.groups?.map(({ group, total, net, incomplete }) => [group, total, net, incomplete]),
    )
  },
)
