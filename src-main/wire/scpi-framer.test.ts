import fc from 'fast-check'
import { expect, it } from 'vitest'
import { blockIn, ScpiFramer } from './scpi-framer'

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0))

function framed(pieces: readonly string[], most = 1000): { messages: string[]; discarded: number[] } {
  const messages: string[] = []
  const discarded: number[] = []
  const framer = new ScpiFramer(most, {
    message: (text) => messages.push(text),
    discarded: (count) => discarded.push(count),
  })
  for (const piece of pieces) framer.push(bytes(piece))
  return { messages, discarded }
}

const block = (contents: string): string => `#${String(contents.length).length}${contents.length}${contents}`

const plain = fc.stringMatching(/^[ !$-~]{0,30}$/)
const blockText = fc
  .array(fc.constantFrom('\n', '\r', '#', '"', ';', ',', 'a', '1'), { maxLength: 20 })
  .map((chars) => block(chars.join('')))
const quoted = fc.stringMatching(/^[ !#-~]{0,20}$/).map((text) => `"${text}"`)
const message = fc
  .array(fc.oneof(plain, blockText, quoted), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join(','))

it('any cut of the bytes gives the same messages, with LF or CR LF, blocks and quotes inside', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(message, fc.constantFrom('\n', '\r\n')), { maxLength: 6 }),
      fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 20 }),
      (said, cuts) => {
        const stream = said.map(([text, end]) => text + end).join('')
        const pieces: string[] = []
        for (let at = 0, cut = 0; at < stream.length; cut++) {
          const size = cuts[cut % cuts.length] ?? 1
          pieces.push(stream.slice(at, at + size))
          at += size
        }
        expect(framed(pieces).messages).toEqual(said.map(([text]) => text))
      },
    ),
  )
})

it.each([
  ['#214(@101,102,103)\n', ['#214(@101,102,103)']],
  ['#13a\nb\n', ['#13a\nb']],
  ['#12\r\n\r\n', ['#12\r\n']],
  ['#10\nx\n', ['#10', 'x']],
  ['"#15"\nx\n', ['"#15"', 'x']],
  ['1#15\nx\n', ['1#15', 'x']],
  ['#B0101\n', ['#B0101']],
  ['#0anything\n', ['#0anything']],
  ['#\n', ['#']],
  ['#3\n', ['#3']],
  ['\n', ['']],
  ['half', []],
])('%j gives %j', (stream, messages) => {
  expect(framed([stream])).toEqual({ messages, discarded: [] })
})

it('gives up a message that never ends, and finds the next one', () => {
  expect(framed(['x'.repeat(50), 'x'.repeat(10), '\nok\n'], 20)).toEqual({ messages: ['ok'], discarded: [60] })
  expect(framed([`#9999999999${'x'.repeat(50)}\nok\n`], 20).messages).toEqual(['ok'])
})

it('reads what is in a block', () => {
  expect(blockIn('#214(@101,102,103)')).toBe('(@101,102,103)')
  expect(blockIn(block('a\nb'))).toBe('a\nb')
  for (const none of ['', '1', '#', '#0x', '#15abc', '#12abc', '#2x4']) expect(blockIn(none)).toBeNull()
})
