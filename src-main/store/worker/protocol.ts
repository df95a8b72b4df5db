import type { FaultView } from '@contract/fault'
import type { StoreRoom } from './room'

/** Names of the calls a room answers. */
export type RoomCall = keyof StoreRoom

/** Calls that do not wait for those before them, and that those after them do not wait for: long work in slices. */
export const isLong = (call: RoomCall): boolean => call === 'stats' || call === 'verify'

/** Handed to the thread when it starts. */
export interface WorkerStart {
  readonly folder: string
}

export interface Question {
  readonly ask: number
  readonly call: RoomCall
  readonly args: readonly unknown[]
}

export type Answer =
  | { readonly ask: number; readonly ok: true; readonly value: unknown }
  | { readonly ask: number; readonly ok: false; readonly fault: FaultView }

/**
 * Buffers inside a message that may change hands instead of being copied: those of typed arrays that use theirs alone.
 * Arrays that are a part of a larger buffer stay, and are copied.
 */
export function transferable(value: unknown, found = new Set<ArrayBuffer>()): readonly ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer && value.byteLength === value.buffer.byteLength) found.add(value.buffer)
  } else if (Array.isArray(value)) {
    for (const one of value) if (typeof one === 'object') transferable(one, found)
  } else if (typeof value === 'object' && value !== null) {
    for (const one of Object.values(value)) if (typeof one === 'object') transferable(one, found)
  }
  return [...found]
}
