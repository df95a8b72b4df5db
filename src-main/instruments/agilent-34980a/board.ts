import type { PlanRow } from '@contract/tree'
import { randomFrom } from '../../base/random'
import type { Plan } from '../../engine/power-tree/plan'

/** Watts of a sink by its group when the board works; other groups draw little. */
const WORKING_W: Readonly<Record<string, readonly [number, number]>> = {
  cpu: [0.6, 1.6],
  display: [0.2, 0.6],
  net: [0.3, 0.8],
  rail: [0.1, 0.5],
}
const LITTLE_W: readonly [number, number] = [0.02, 0.25]

/** A minute of the board: idle, work, suspend; each with the share of the working power its parts draw. */
const MINUTE: readonly { readonly untilS: number; readonly quiet: number; readonly busy: number }[] = [
  { untilS: 20, quiet: 0.7, busy: 0.3 },
  { untilS: 45, quiet: 1, busy: 1 },
  { untilS: 60, quiet: 0.15, busy: 0.02 },
]

/** A board never steps faster than its regulators. */
const RAMP_S = 0.8

/**
 * A believable board wired as a plan says: sinks draw by their group and by what the board is doing, and every measured
 * row above them carries exactly what hangs below it, losses and unmeasured sinks included. What does not balance in a scan
 * comes from noise and from the time between its channels.
 */
export class Board {
  private readonly sinks: Float64Array
  private readonly swing: Float64Array
  /** Losses of a switcher as a share of what it delivers. */
  private readonly losses: Float64Array
  private readonly sequence: readonly number[]
  private readonly nominal: Float64Array

  constructor(
    private readonly plan: Plan,
    seed: number,
    /** Steady: always at work, no ripple. */
    private readonly steady = false,
    /** Total of the first root at work, W; null: as it comes. */
    totalW: number | null = null,
  ) {
    const random = randomFrom(seed)
    const between = ([low, high]: readonly [number, number]): number => low + (high - low) * random()
    const { rows } = plan
    this.sinks = Float64Array.from(rows, ({ group }) => between(WORKING_W[group] ?? LITTLE_W))
    this.swing = Float64Array.from(rows, () => random() * 2 * Math.PI)
    this.losses = Float64Array.from(rows, () => between([0.06, 0.15]))
    this.nominal = Float64Array.from(rows, ({ name }) => nominalVolts(name))
    this.sequence = powerSequence(plan)
    const root = plan.links.roots[0]
    if (totalW !== null && root !== undefined) {
      const factor = totalW / (this.watts(30)[root] || 1)
      this.sinks.forEach((watts, at) => {
        this.sinks[at] = watts * factor
      })
    }
  }

  /** What a voltmeter sees at a row's channel, V. */
  volts(position: number, atS: number): number {
    const row = this.plan.rows[position]
    if (!row) return 0
    if (row.kind === 'voltage') return this.railVolts(position, atS)
    const rail = this.plan.links.rails[position] ?? -1
    const railV = row.rail > 0 && rail >= 0 ? this.railVolts(rail, atS) : row.railVoltage || 1
    return ((this.watts(atS)[position] ?? 0) / railV) * row.ohms
  }

  private railVolts(position: number, atS: number): number {
    const nominal = this.nominal[position] ?? 5
    return this.steady ? nominal : nominal * (1 + 0.002 * Math.sin(atS / 7 + (this.swing[position] ?? 0)))
  }

  /** Power of every row at a moment, W. */
  private watts(atS: number): Float64Array {
    const { rows, links } = this.plan
    const watts = new Float64Array(rows.length)
    const below = (position: number, except = -1): number =>
      (links.children[position] ?? []).reduce((sum, child) => sum + (child === except ? 0 : (watts[child] ?? 0)), 0)
    for (const at of this.sequence) {
      const row = rows[at]
      if (!row) continue
      const parent = links.parents[at] ?? -1
      if (row.kind === 'static') watts[at] = row.railVoltage * (watts[links.rails[at] ?? -1] ?? 0)
      else if (row.kind === 'dynamic') watts[at] = below(parent, at) * (this.losses[at] ?? 0)
      else if (row.kind === 'power' && (links.children[at] ?? []).length > 0) watts[at] = below(at)
      else watts[at] = this.sink(row, at, atS)
    }
    return watts
  }

  private sink({ group }: PlanRow, at: number, atS: number): number {
    const full = this.sinks[at] ?? 0
    if (this.steady) return full
    const busy = group === 'cpu' || group === 'net' || group === 'display'
    return full * share(atS, busy) * (1 + 0.03 * Math.sin(atS * 1.3 + (this.swing[at] ?? 0)))
  }
}

/** Share of the working power at a moment, with ramps where the state changes. */
function share(atS: number, busy: boolean): number {
  const inMinute = ((atS % 60) + 60) % 60
  const index = MINUTE.findIndex(({ untilS }) => inMinute < untilS)
  const of = (at: number): number => {
    const phase = MINUTE[(at + MINUTE.length) % MINUTE.length]
    return (busy ? phase?.busy : phase?.quiet) ?? 1
  }
  const sinceS = inMinute - (index > 0 ? (MINUTE[index - 1]?.untilS ?? 0) : 0)
  const way = Math.min(1, sinceS / RAMP_S)
  return of(index - 1) + (of(index) - of(index - 1)) * way
}

/**
 * Positions in an order in which every power comes after the powers it is made of: children before parents, siblings
 * before a switcher's loss, the tracked row before a static loss. A loss that tracks a row above itself comes first and
 * is nothing. Without recursion: chains may be deep.
 */
function powerSequence({ rows, links }: Plan): readonly number[] {
  const madeOf = (at: number): readonly number[] => {
    const row = rows[at]
    const parent = links.parents[at] ?? -1
    if (row?.kind === 'power') return links.children[at] ?? []
    if (row?.kind === 'static') return [links.rails[at] ?? -1]
    if (row?.kind === 'dynamic') return (links.children[parent] ?? []).filter((sibling) => sibling !== at)
    return []
  }
  const state = new Uint8Array(rows.length)
  const sequence: number[] = []
  for (let start = 0; start < rows.length; start++) {
    const stack = [start]
    while (stack.length > 0) {
      const at = stack[stack.length - 1] ?? 0
      if (state[at] === 0) {
        state[at] = 1
        stack.push(...madeOf(at).filter((other) => other >= 0 && state[other] === 0))
      } else {
        stack.pop()
        if (state[at] === 1) sequence.push(at)
        state[at] = 2
      }
    }
  }
  return sequence.filter((at) => rows[at]?.kind !== 'voltage')
}

/** A rail's volts by its name: 3V3, 1.8V, 12V, 5V_IN; VIN 12, VBAT 7.4, VCORE 1.05, anything else 5. */
export function nominalVolts(name: string): number {
  const [, whole, tenths] = /(?:^|[^\d.])(\d{1,2})V(\d{1,2})?(?!\d)/i.exec(name) ?? []
  if (whole !== undefined) return Number(tenths === undefined ? whole : `${whole}.${tenths}`)
  const [, plain] = /(\d{1,2}\.\d+)\s*V/i.exec(name) ?? []
  if (plain !== undefined) return Number(plain)
  if (/core/i.test(name)) return 1.05
  if (/bat/i.test(name)) return 7.4
  return /vin|dc|input/i.test(name) ? 12 : 5
}
