import fc from 'fast-check'
import { expect, it } from 'vitest'
import { BracketFramer } from './bracket-framer'

function framing(chunks: readonly Uint8Array[], maxBody = 40): { frames: string[]; discarded: number } {
  const frames: string[] = []
  let discarded = 0
  const framer = new BracketFramer(maxBody, {
    frame: (body) => frames.push(body),
    discarded: (count) => {
      discarded += count
    },
  })
  for (const chunk of chunks) framer.push(chunk)
  return { frames, discarded }
}

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0))

it('skips line ends between frames without counting them', () => {
  expect(framing([bytes('<K>\n\r<6C>\r\n<>')])).toEqual({ frames: ['K', '6C', ''], discarded: 0 })
})

it('starts again on a second bracket and counts what it gave up', () => {
  expect(framing([bytes('<0076<K>')])).toEqual({ frames: ['K'], discarded: 5 })
})

it('reports noise between frames', () => {
  expect(framing([bytes('xy>z<K>\u00ff')])).toEqual({ frames: ['K'], discarded: 5 })
})

it('gives up a frame that grows too long and finds the next', () => {
  expect(framing([bytes(`<${'A'.repeat(41)}<K>`)])).toEqual({ frames: ['K'], discarded: 42 })
})

it('forgets half a frame when reset', () => {
  const frames: string[] = []
  const framer = new BracketFramer(40, { frame: (body) => frames.push(body), discarded: () => undefined })
  framer.push(bytes('<00'))
  framer.reset()
  framer.push(bytes('76><K>'))
  expect(frames).toEqual(['K'])
})

it('gives the same frames for any cut of the bytes', () => {
  const stream = fc.array(fc.constantFrom('<K>', '<0076>', '\n\r', 'noise', '<', '>', '<half', `<${'B'.repeat(50)}>`))
  fc.assert(
    fc.property(stream, fc.array(fc.nat(60)), (parts, cuts) => {
      const all = bytes(parts.join(''))
      const at = [...new Set([0, ...cuts.filter((cut) => cut < all.length), all.length])].sort((a, b) => a - b)
      const chunks = at.slice(1).map((end, index) => all.subarray(at[index], end))
      expect(framing(chunks)).toEqual(framing([all]))
      expect(framing([...all].map((byte) => Uint8Array.of(byte)))).toEqual(framing([all]))
    }),
  )
})
