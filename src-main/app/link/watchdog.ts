/**
 * How long silence may last before it is shown and before the link is reset. rfcomm gives no close event when a meter
 * goes away, and Bluetooth delivers in bunches, so both limits have a floor.
 */
export const staleAfterMs = (periodMs: number): number => Math.max(3 * periodMs, 1000)

/** Beyond this the link is closed and opened again. */
export const resetAfterMs = (periodMs: number): number => Math.max(5 * periodMs, 3000)

/** How often silence is looked at. */
export const WATCH_EVERY_MS = 100
