import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parseChannelList } from './channel-list'

interface Vectors {
  readonly parse: readonly {
    readonly text: string
    readonly ranges?: readonly [number, number][]
    readonly error?: string
  }[]
}

const { parse } = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures/channel-list-vectors.json'), 'utf8'),
) as Vectors

it.each(parse.map((vector) => [vector.text, vector] as const))('"%s"', (_text, { text, ranges, error }) => {
  const parsed = parseChannelList(text)
  if ('badItem' in parsed) expect(`bad channel list item: '${parsed.badItem}'`).toBe(error)
  else expect(parsed.ranges.map(({ first, last }) => [first, last])).toEqual(ranges)
})
