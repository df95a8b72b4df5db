import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BURST_MS, type History, MOST_STEPS, NO_HISTORY, remember, stepAgain, stepBack } from './undo'

type Numbers = History<number>
const STEP = { kind: 'range', held: false }

describe('undo', () => {
  it('takes a burst of one kind as one step, and another kind as another', () => {
    let history: Numbers = NO_HISTORY
    history = remember(history, 1, STEP, 0)
    history = remember(history, 2, STEP, BURST_MS - 1)
    history = remember(history, 3, { kind: 'y', held: false }, BURST_MS)
    expect(history.past).toEqual([1, 3])
    history = remember(history, 4, { kind: 'y', held: false }, 3 * BURST_MS)
    expect(history.past).toEqual([1, 3, 4])
  })

  it('takes a drag as one step however long the hand rests', () => {
    const held = { kind: 'held 0', held: true }
    const first = remember<number>(NO_HISTORY, 1, held, 0)
    expect(remember(first, 2, held, 60_000).past).toEqual([1])
    expect(remember(first, 2, { kind: 'held 1', held: true }, 1).past).toEqual([1, 2])
  })

  it('leads back through all states and forward again, whatever was done', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1, maxLength: 60 }), (states) => {
        let history: Numbers = NO_HISTORY
        states.slice(0, -1).forEach((state, i) => {
          history = remember(history, state, STEP, i * 2 * BURST_MS)
        })
        let present = states.at(-1) ?? 0
        const back: number[] = []
        for (let step = stepBack(history, present); step; step = stepBack(history, present)) {
          ;[history, present] = step
          back.push(present)
        }
        expect(back).toEqual(states.slice(0, -1).toReversed())
        const again: number[] = []
        for (let step = stepAgain(history, present); step; step = stepAgain(history, present)) {
          ;[history, present] = step
          again.push(present)
        }
        expect(again).toEqual(states.slice(1))
      }),
    )
  })

  it('keeps a hundred steps, and forgets what was taken back once something else is done', () => {
    let history: Numbers = NO_HISTORY
    for (let i = 0; i < 150; i++) history = remember(history, i, STEP, i * 2 * BURST_MS)
    expect(history.past).toHaveLength(MOST_STEPS)
    expect(history.past[0]).toBe(50)
    const [back] = stepBack(history, 150) ?? [NO_HISTORY]
    expect(back.future).toEqual([150])
    expect(remember(back, 7, STEP, 1e9).future).toEqual([])
    expect(stepBack(NO_HISTORY, 1)).toBeNull()
  })
})
