import type { Clock } from '../../base/clock'

/** Something a cable does to bytes on their way to the host: gets a chunk, passes on what it likes, when it likes. */
export type Bend = (bytes: Uint8Array, pass: (bytes: Uint8Array) => void, clock: Clock) => void

/** Pieces of at most `size` bytes. */
export const chop =
  (size = 1): Bend =>
  (bytes, pass) => {
    for (let at = 0; at < bytes.length; at += size) pass(bytes.subarray(at, at + size))
  }

/** Holds chunks that follow each other within `withinMs` and passes them as one, as Bluetooth does. */
export function bunch(withinMs: number): Bend {
  let held: number[] = []
  return (bytes, pass, clock) => {
    if (held.length === 0) {
      clock.after(withinMs, () => {
        const all = Uint8Array.from(held)
        held = []
        pass(all)
      })
    }
    held.push(...bytes)
  }
}

/** Every chunk arrives `ms()` later, never out of order. */
export function delay(ms: () => number): Bend {
  let notBeforeUs = 0
  return (bytes, pass, clock) => {
    const dueUs = Math.max(notBeforeUs, clock.nowUs() + ms() * 1000)
    notBeforeUs = dueUs
    clock.after((dueUs - clock.nowUs()) / 1000, () => pass(bytes))
  }
}

/** Loses every `every`th chunk that is longer than `longerThan` bytes (a frame, not an acknowledgement). */
export function drop(every: number, longerThan = 30): Bend {
  let count = 0
  return (bytes, pass) => {
    if (bytes.length > longerThan && ++count % every === 0) return
    pass(bytes)
  }
}

/** Replaces one byte in every `every`th chunk that is longer than `longerThan` bytes by one that no frame holds. */
export function garble(every: number, longerThan = 30): Bend {
  let count = 0
  return (bytes, pass) => {
    if (bytes.length <= longerThan || ++count % every !== 0) return pass(bytes)
    const bent = bytes.slice()
    bent[Math.floor(bytes.length / 2)] = 0x7e
    pass(bent)
  }
}
