import type { PlanRow } from '@contract/tree'
import fc from 'fast-check'

/** A board drawn by chance: its rows in file order, and volts for every channel of the voltmeter. */
export interface RandomBoard {
  readonly rows: readonly PlanRow[]
  readonly readings: ReadonlyMap<number, number>
}

const GROUPS = ['rail', 'cpu', 'net', 'none', '']
const VOLTS = fc.double({ min: -15, max: 15, noNaN: true }).map((x) => x + 0)

/** How one measured row is drawn: who feeds it, and what else hangs there. */
const FEED = fc.record({
  parent: fc.nat(),
  isRoot: fc.boolean(),
  measuredRail: fc.boolean(),
  ohms: fc.constantFrom(0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 1),
  railVoltage: fc.constantFrom(1.05, 1.8, 3.3, 5, 12),
  group: fc.constantFrom(...GROUPS),
  lossRatio: fc.option(fc.double({ min: 0.1, max: 3, noNaN: true }), { nil: null }),
  sense: VOLTS,
  sortKey: fc.integer(),
  /** Of the row that is what is left of this one. */
  rest: fc.record({ wanted: fc.boolean(), dynamic: fc.boolean(), sortKey: fc.integer() }),
})

/**
 * Boards with up to 40 measured rows. `closed`: every row with children has a remaining or a dynamic one, so that the
 * leaves make up the root; otherwise some have.
 */
export const randomBoard = (closed: boolean): fc.Arbitrary<RandomBoard> =>
  fc
    .record({ feeds: fc.array(FEED, { minLength: 1, maxLength: 40 }), rail: VOLTS })
    .map(({ feeds, rail }) => boardOf(feeds, rail, closed))

type Feed = typeof FEED extends fc.Arbitrary<infer F> ? F : never

function boardOf(feeds: readonly Feed[], rail: number, closed: boolean): RandomBoard {
  const readings = new Map<number, number>([[1001, rail]])
  const base = { line: 0, ohms: 1, railVoltage: 0, rail: 0 }
  const rows: { readonly row: PlanRow; readonly key: number }[] = [
    { row: { ...base, channel: 1001, name: 'RAIL_V', group: 'none', kind: 'voltage', rail: -1, parent: null }, key: 0 },
  ]
  const virtual = () => -(rows.length + 1)
  for (const [i, feed] of feeds.entries()) {
    const { ohms, railVoltage, group, sortKey } = feed
    const parent = i === 0 || feed.isRoot ? 0 : 2001 + (feed.parent % i)
    const measured = { ...base, ohms, railVoltage, rail: feed.measuredRail ? 1001 : 0, group, parent }
    rows.push({ row: { ...measured, channel: 2001 + i, name: `P${i}`, kind: 'power' }, key: sortKey })
    readings.set(2001 + i, feed.sense)
    if (feed.lossRatio === null || parent === 0) continue
    const loss = { ...base, railVoltage: feed.lossRatio, rail: 2001 + i, group, parent }
    rows.push({ row: { ...loss, channel: virtual(), name: `S${i}`, kind: 'static' }, key: sortKey + 7 })
  }
  const parents = new Set(rows.flatMap(({ row }) => (row.parent ? [row.parent] : [])))
  for (const parent of parents) {
    const { wanted, dynamic, sortKey: key } = feeds[parent - 2001]!.rest
    if (!closed && !wanted) continue
    const rest = { ...base, group: 'rest', parent }
    rows.push({
      row: { ...rest, channel: virtual(), name: `R${parent}`, kind: dynamic ? 'dynamic' : 'remaining' },
      key,
    })
  }
  const sorted = rows.toSorted((a, b) => a.key - b.key).map(({ row }, at) => ({ ...row, line: at + 1 }))
  return { rows: sorted, readings }
}

const TYPES = { voltage: '', power: '0', remaining: '1', static: '2', dynamic: '3' } as const

/** Rows as a channel file of 5 to 8 columns. */
export function channelFileText(rows: readonly PlanRow[], columns: 5 | 6 | 7 | 8): string {
  return rows
    .map((row) => {
      const start = [row.channel, row.name, ...(columns === 6 || columns === 8 ? [row.group] : [])]
      const tree = columns >= 7 ? [row.parent ?? '', TYPES[row.kind]] : []
      return `${[...start, row.ohms, row.railVoltage, row.rail, ...tree].join(',')}\n`
    })
    .join('')
}
