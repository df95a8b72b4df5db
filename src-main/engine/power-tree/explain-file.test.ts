import fc from 'fast-check'
import { expect, it } from 'vitest'
import { explainFile } from './explain-file'

it('says of each row what it means, in a file without errors', () => {
  const said = explainFile('# a board\n2001,V,none,1,0,-1\n2002,IN,rail,0.05,0,2001,0,0\n-1,REST,rail,1,0,0,2002,1\n')
  expect(said).toEqual([
    { line: 2, text: 'V = V(2001)' },
    { line: 3, text: 'P = V(2002) / 0.05 Ω × V(2001), root of the tree' },
    { line: 4, text: 'P = P(2002), what no row measures of 2002' },
  ])
})

it('says it also of the good rows of a file with errors', () => {
  const said = explainFile(
    '2002,IN,rail,0.05,12,0,0,0\n2003,X,rail,abc,0,0\n-1,LOST,rail,1,0,0,2999,1\n2002,TWICE,g,1,5,0,2002,0\n',
  )
  expect(said).toEqual([
    { line: 1, text: 'P = V(2002) / 0.05 Ω × 12 V, root of the tree' },
    { line: 3, text: 'P = P(2999), what no row measures of 2999' },
    { line: 4, text: 'P = V(2002) / 1 Ω × 5 V, fed from 2002' },
  ])
})

it('comes to an end with any rows, circles and losses without a parent included', () => {
  const number = fc.integer({ min: -4, max: 4 })
  const rows = fc.array(fc.tuple(number, number, number, fc.integer({ min: -1, max: 5 })), { maxLength: 12 })
  fc.assert(
    fc.property(rows, (all) => {
      const text = all.map(([channel, rail, parent, type]) => `${channel},N,g,1,5,${rail},${parent},${type}\n`).join('')
      expect(explainFile(text).length).toBeLessThanOrEqual(all.length)
    }),
  )
})
