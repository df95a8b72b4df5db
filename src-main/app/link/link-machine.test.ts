import type { FaultView } from '@contract/fault'
import { expect, it } from 'vitest'
import { backoffMs, type Cue, type Link, nextLink } from './link-machine'

const fault: FaultView = { code: 'LINE_HUNG_UP', title: 't', cause: 'c', consequence: 'q', next: 'n' }
const run = (start: Link, ...cues: readonly Cue[]): Link =>
  cues.reduce<Link>((link, cue) => nextLink(link, cue) ?? link, start)

it('waits 1, 2, 4 … 30 s', () => {
  expect([1, 2, 3, 4, 5, 6, 7].map(backoffMs)).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
})

it('fails at once when a first connect goes wrong, retry or not', () => {
  const link = run({ at: 'closed' }, { cue: 'connect' }, { cue: 'lost', fault, retry: true })
  expect(link).toEqual({ at: 'failed', fault })
})

it('is live only when a sample came', () => {
  const connecting = run({ at: 'closed' }, { cue: 'connect' }, { cue: 'step', step: 'start' })
  expect(connecting).toEqual({ at: 'connecting', attempt: 0, step: 'start' })
  expect(run(connecting, { cue: 'quiet' })).toBe(connecting)
  expect(run(connecting, { cue: 'sample' })).toEqual({ at: 'live' })
})

it('counts tries until a sample comes, not until the meter answers', () => {
  const first = run({ at: 'live' }, { cue: 'lost', fault, retry: true })
  expect(first).toMatchObject({ at: 'waiting', attempt: 1, waitMs: 1000 })
  const second = run(first, { cue: 'retry' }, { cue: 'step', step: 'start' }, { cue: 'lost', fault, retry: true })
  expect(second).toMatchObject({ at: 'waiting', attempt: 2, waitMs: 2000 })
  const again = run(second, { cue: 'retry' }, { cue: 'sample' }, { cue: 'lost', fault, retry: true })
  expect(again).toMatchObject({ attempt: 1 })
})

it('does not come back from closing by a late answer', () => {
  expect(run({ at: 'live' }, { cue: 'close' }, { cue: 'sample' }, { cue: 'lost', fault, retry: true })).toEqual({
    at: 'closing',
  })
  expect(run({ at: 'closing' }, { cue: 'closed' })).toEqual({ at: 'closed' })
})
