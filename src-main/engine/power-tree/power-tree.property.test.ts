import type { PlanRow, SolvedTree } from '@contract/tree'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { channelFileText, randomBoard } from '../../testing/plan-builders'
import { drawnTreeDocument, plainTreeDocument } from '../report/tree-document'
import { explainRow } from './explain'
import type { Plan } from './plan'
import { readPlan } from './read-plan'
import type { Reading, Scan } from './scan'
import { selectRows } from './select-rows'
import { solve } from './solve'

const scanOf = (readings: Scan['readings']): Scan => ({ startUs: 0, endUs: 0, loop: 0, readings })

function planFrom(rows: readonly PlanRow[], columns: 5 | 6 | 7 | 8 = 8): Plan {
  const { plan, problems } = readPlan(channelFileText(rows, columns))
  const errors = problems.filter(({ severity }) => severity === 'error')
  if (!plan) throw new Error(errors.map(({ code, line, text }) => `${code} ${line} ${text}`).join('\n'))
  return plan
}

const byChannel = (tree: SolvedTree) => new Map(tree.rows.map((row) => [row.channel, row] as const))

it('takes from a parent exactly what the other children have, in file order', () => {
  fc.assert(
    fc.property(randomBoard(false), ({ rows, readings }) => {
      const solved = byChannel(solve(planFrom(rows), scanOf(readings)))
      for (const row of rows.filter(({ kind }) => kind === 'remaining' || kind === 'dynamic')) {
        const others = rows.filter(({ parent, channel }) => parent === row.parent && channel !== row.channel)
        const taken = others.reduce((sum, { channel }) => sum + solved.get(channel)!.value!, 0)
        expect(solved.get(row.channel)!.value).toBe(solved.get(row.parent!)!.value! - taken)
      }
    }),
  )
})

it('lets the leaves make up the roots where every row with children has a computed one', () => {
  fc.assert(
    fc.property(randomBoard(true), ({ rows, readings }) => {
      const tree = solve(planFrom(rows), scanOf(readings))
      const solved = byChannel(tree)
      const leaves = tree.nodes.filter(({ children }) => children === 0)
      const sum = leaves.reduce((total, { channel }) => total + solved.get(channel)!.value!, 0)
      const size = tree.rows.reduce((total, { value }) => total + Math.abs(value ?? 0), 1)
      expect(Math.abs(sum - tree.totalW!)).toBeLessThan(1e-12 * size)
    }),
  )
})

it('does not depend on the order of the rows but for rounding', () => {
  fc.assert(
    fc.property(
      randomBoard(false).chain((board) =>
        fc.tuple(fc.constant(board), fc.shuffledSubarray([...board.rows], { minLength: board.rows.length })),
      ),
      ([{ rows, readings }, shuffled]) => {
        const mine = byChannel(solve(planFrom(rows), scanOf(readings)))
        const size = [...mine.values()].reduce((total, { value }) => total + Math.abs(value ?? 0), 1)
        for (const row of solve(planFrom(shuffled), scanOf(readings)).rows) {
          expect(Math.abs(row.value! - mine.get(row.channel)!.value!)).toBeLessThan(1e-12 * size)
          expect(row.status).toBe('ok')
        }
      },
    ),
  )
})

it('gives measured rows the same bits from every spelling', () => {
  fc.assert(
    fc.property(randomBoard(false), ({ rows, readings }) => {
      const physical = rows.filter(({ channel }) => channel > 0)
      const whole = solve(planFrom(physical, 8), scanOf(readings)).rows
      for (const columns of [5, 6, 7] as const) {
        expect(solve(planFrom(physical, columns), scanOf(readings)).rows).toEqual(whole)
      }
    }),
  )
})

it('scans for a selection exactly what gives its rows the same values', () => {
  fc.assert(
    fc.property(randomBoard(false), fc.nat(), fc.nat(), ({ rows, readings }, one, other) => {
      const plan = planFrom(rows)
      const whole = solve(plan, scanOf(readings))
      const channels = [rows[one % rows.length]!.channel, rows[other % rows.length]!.channel]
      const chosen = selectRows(
        plan,
        channels.map((channel) => ({ first: channel, last: channel })),
      )!.plan
      const read = chosen.scanChannels.map((channel) => [channel, readings.get(channel)!] as const)
      const part = solve(chosen, scanOf(new Map(read)))
      expect(chosen.shown.map((at) => part.rows[at])).toEqual(chosen.shown.map((at) => whole.rows[at]))
      expect(new Set(chosen.shown.map((at) => rows[at]!.channel))).toEqual(new Set(channels))
    }),
  )
})

it('counts a row once in the net of its group, however deep it lies', () => {
  fc.assert(
    fc.property(randomBoard(false), ({ rows, readings }) => {
      const tree = solve(planFrom(rows), scanOf(readings))
      const solved = byChannel(tree)
      const above = (row: PlanRow): readonly PlanRow[] => {
        const parent = rows.find(({ channel }) => channel === row.parent)
        return parent ? [parent, ...above(parent)] : []
      }
      for (const { group, netW } of tree.groups) {
        const members = rows.filter((row) => row.kind !== 'voltage' && row.group === group)
        const outer = members.filter((row) => above(row).every((ancestor) => ancestor.group !== group))
        expect(netW).toBe(outer.reduce((sum, { channel }) => sum + solved.get(channel)!.value!, 0))
      }
    }),
  )
})

it('never gives a value that hangs on a channel without one, and keeps the others', () => {
  fc.assert(
    fc.property(randomBoard(false), fc.nat(), ({ rows, readings }, which) => {
      const plan = planFrom(rows)
      const whole = byChannel(solve(plan, scanOf(readings)))
      const lost = plan.scanChannels[which % plan.scanChannels.length]!
      const broken = solve(plan, scanOf(new Map<number, Reading>([...readings, [lost, 'overload']])))
      for (const [at, row] of broken.rows.entries()) {
        const alone = selectRows(plan, [{ first: row.channel, last: row.channel }])!.plan
        if (row.value === null) {
          expect(alone.scanChannels).toContain(lost)
          expect(row.status).toBe(row.channel === lost ? 'overload' : 'dependency')
        } else {
          expect(row).toEqual(whole.get(row.channel))
          if (plan.rows[at]!.kind !== 'static') expect(alone.scanChannels).not.toContain(lost)
        }
      }
    }),
  )
})

it('reads any text without falling over', () => {
  const line = fc.array(fc.constantFrom('1', '2001', '-1', '0', 'a', '"', '', ' ', '#', '1e3', 'channel'), {
    maxLength: 10,
  })
  const text = fc
    .array(
      line.map((fields) => fields.join(',')),
      { maxLength: 8 },
    )
    .map((lines) => lines.join('\n'))
  fc.assert(
    fc.property(fc.oneof(text, fc.string({ maxLength: 60 })), (any) => {
      const { plan, problems } = readPlan(any)
      expect(plan !== null && problems.some(({ severity }) => severity === 'error')).toBe(false)
      if (!plan) return
      const solved = solve(plan, scanOf(new Map(plan.scanChannels.map((channel) => [channel, 0.5] as const))))
      expect(solved.rows.some(({ status }) => status === 'cycle')).toBe(false)
      expect(plan.rows.map((_row, at) => explainRow(plan, at)).every((words) => words.length > 0)).toBe(true)
    }),
  )
})

it('bears a chain of 20 000 rows', () => {
  const rows = Array.from({ length: 20_000 }, (_none, i) => `${i + 1},P${i},rail,1,1,0,${i},0`).join('\n')
  const { plan } = readPlan(rows)
  const tree = solve(plan!, scanOf(new Map(plan!.scanChannels.map((channel) => [channel, 1] as const))))
  expect(tree.groups).toEqual([{ group: 'rail', totalW: 20_000, netW: 1, incomplete: false }])
  const about = { plan: plan!, tree, file: 'deep.csv' }
  expect(plainTreeDocument(about).match(/<ul>/g)).toHaveLength(19_999)
  expect(drawnTreeDocument(about)).toContain('data:image/svg+xml')
})
