import { randomBytes } from 'node:crypto'
import type { TimeUs } from '@contract/model'
import { FILE_SUFFIX } from './schema'

/** RFC 4648 base32 in lower case: no letter looks like a digit that is also in it. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'

/** 40 random bits: a collision among 10 000 sessions has a chance of 1 in 20 000, and create() refuses an existing file. */
const ID_LENGTH = 8

const NAME = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-([a-z2-7]{8})\.wattbench$/

export interface NameParts {
  readonly id: string
  readonly startUs: TimeUs
}

export function newSessionId(): string {
  return Array.from(randomBytes(ID_LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join('')
}

/** `20261122T041500Z-k3j5m2qa.wattbench`: sorts by start, to the second. */
export function fileName({ id, startUs }: NameParts): string {
  const stamp = new Date(Math.floor(startUs / 1000)).toISOString().slice(0, 19).replace(/[-:]/g, '')
  return `${stamp}Z-${id}${FILE_SUFFIX}`
}

/** What a file's name tells; null when it is not that of a session. */
export function parseFileName(name: string): NameParts | null {
  const parts = NAME.exec(name)
  if (!parts) return null
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number)
  const startMs = Date.UTC(year!, month! - 1, day, hour, minute, second)
  return { id: parts[7]!, startUs: startMs * 1000 }
}
