import { expect, it } from 'vitest'
import { createLatest } from './latest'

/** Jobs as they were started, each ended by hand. */
function jobs(most: number) {
  const started: string[] = []
  const ends = new Map<string, () => void>()
  const ask = createLatest((job: string) => {
    started.push(job)
    return new Promise<void>((resolve) => ends.set(job, resolve))
  }, most)
  const end = async (job: string): Promise<void> => {
    ends.get(job)?.()
    await new Promise((resolve) => setTimeout(resolve))
  }
  return { started, ask, end }
}

it('runs so many at a time and no more; of the others only the newest', async () => {
  const { started, ask, end } = jobs(2)
  for (const job of ['a', 'b', 'c', 'd']) ask(job)
  expect(started).toEqual(['a', 'b'])
  await end('b')
  expect(started).toEqual(['a', 'b', 'd'])
  await end('d')
  ask('e')
  expect(started).toEqual(['a', 'b', 'd', 'e'])
  await end('a')
  await end('e')
  expect(started).toHaveLength(4)
})
