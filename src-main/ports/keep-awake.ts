/** Asks the desktop not to put the computer to sleep by itself. Returns what ends that; null where nobody can be asked. */
export type KeepAwake = () => (() => void) | null
