import type { GivenFile } from '@contract/files'

const ZIP = [0x50, 0x4b, 0x03, 0x04] as const
const EMPTY_ZIP = [0x50, 0x4b, 0x05, 0x06] as const
const SQLITE = Array.from('SQLite format 3\0', (c) => c.charCodeAt(0))
/** Where an SQLite file says whose it is, and what ours say: "WBNC". */
const OWNER_AT = 68
const OWNER = Array.from('WBNC', (c) => c.charCodeAt(0))
/** Fields of the shortest row of a channel file. */
const LEAST_FIELDS = 5

/** What a file's name and first bytes say it is. `whole` says that the bytes are the whole file. */
export function fileLooks(name: string, head: Uint8Array, whole: boolean): GivenFile['looks'] {
  if (startsWith(head, ZIP) || startsWith(head, EMPTY_ZIP)) return 'archive'
  if (startsWith(head, SQLITE)) return startsWith(head.subarray(OWNER_AT), OWNER) ? 'session' : 'unknown'
  const text = textOf(head, whole)
  if (text === null) return 'unknown'
  if (/\.(csv|txt)$/i.test(name)) return 'channel-file'
  const first = text.split(/\r\n|\n|\r/).find((line) => line.trim() !== '' && !line.trimStart().startsWith('#'))
  return first !== undefined && first.split(',').length >= LEAST_FIELDS ? 'channel-file' : 'unknown'
}

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  bytes.length >= start.length && start.every((byte, at) => bytes[at] === byte)

/** Null for what is no text in UTF-8; the last letter may be cut. */
function textOf(head: Uint8Array, whole: boolean): string | null {
  if (head.includes(0)) return null
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: !whole })
  } catch {
    return null
  }
}
