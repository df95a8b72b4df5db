import { expect, it } from 'vitest'
import { fileLooks } from './file-looks'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const sqlite = (owner: string): Uint8Array => {
  const head = new Uint8Array(100)
  head.set(bytes('SQLite format 3\0'))
  head.set(bytes(owner), 68)
  return head
}

it.each([
  ['board.csv', bytes('# a board\n2001,VIN,none,1,0,-1\n'), 'channel-file'],
  ['board.csv', bytes('not, a row\n'), 'channel-file'],
  ['board', bytes('\uFEFF\n# x\n2001,VIN,1,0,-1\n'), 'channel-file'],
  ['notes', bytes('Dear Anna, thank you, yours\n'), 'unknown'],
  ['collectd.zip', Uint8Array.of(0x50, 0x4b, 3, 4, 0), 'archive'],
  ['board.csv', Uint8Array.of(0x50, 0x4b, 3, 4, 0), 'archive'],
  ['x.wattbench', sqlite('WBNC'), 'session'],
  ['other.db', sqlite('FOSS'), 'unknown'],
  ['board.csv', Uint8Array.of(0x32, 0, 0x33), 'unknown'],
  ['board.csv', Uint8Array.of(0xff, 0xfe, 0x41), 'unknown'],
] as const)('%s with such a beginning is %3$s', (name, head, looks) => {
  expect(fileLooks(name, head, true)).toBe(looks)
})

it('does not mind a letter that is cut in the middle, unless the file ends there', () => {
  const cut = bytes('2001,µ,none,1,0').subarray(0, 6)
  expect(fileLooks('board.csv', cut, false)).toBe('channel-file')
  expect(fileLooks('board.csv', cut, true)).toBe('unknown')
})
