/** A device node that is bound to a Bluetooth device. */
export interface RfcommNode {
  readonly number: number
  /** "/dev/rfcomm0". */
  readonly path: string
  /** Of the device at its far end, capital letters. */
  readonly bluetooth: string
  readonly channel: number
}

/** Bluetooth serial channels as device nodes. */
export interface Rfcomm {
  /** All that are bound, by number; nothing needs more rights than reading. Never rejects. */
  nodes(): Promise<readonly RfcommNode[]>
  /** Where the node of a number appears. */
  pathOf(number: number): string
  /** The program that binds nodes, or null when it is not installed. */
  program(): Promise<string | null>
  /** The command that binds a node by hand. */
  command(number: number, bluetooth: string): string
  /**
   * Binds a node with administrator rights, asking for a password where a window for it can be opened. Rejects with
   * RFCOMM_AGENT (no such window), RFCOMM_DISMISSED (it was closed), RFCOMM_FAILED, CANCELLED.
   */
  bind(number: number, bluetooth: string, signal: AbortSignal): Promise<void>
}

/** The serial port profile of a PowerSpy. */
export const SERIAL_CHANNEL = 1

/** The lowest number no node has. */
export function freeNumber(nodes: readonly RfcommNode[]): number {
  const taken = new Set(nodes.map(({ number }) => number))
  let number = 0
  while (taken.has(number)) number++
  return number
}
