/** Imported first by the entry: a signal that comes while the rest is still loading must not be lost. */

let heard: 'SIGINT' | 'SIGTERM' | null = null

const hear = (signal: NodeJS.Signals): void => {
  if (signal === 'SIGINT' || signal === 'SIGTERM') heard ??= signal
}

process.on('SIGINT', hear).on('SIGTERM', hear)

/** The first signal since the start, null when none came; from now on signals have their usual effect. Gives it once. */
export function claimEarlySignal(): 'SIGINT' | 'SIGTERM' | null {
  const first = heard
  heard = null
  process.off('SIGINT', hear).off('SIGTERM', hear)
  return first
}
