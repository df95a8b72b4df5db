import type { FaultView } from '@contract/fault'
import { claimEarlySignal } from './early-signals'

/** A fault for stderr: what happened, what it means, what to do. */
export function faultText(fault: FaultView): string {
  const command = fault.command && !fault.next.includes(fault.command) ? `\n  ${fault.command}` : ''
  return `wattbench: ${fault.title}. ${fault.cause} ${fault.consequence} ${fault.next}${command}`
}

/** One line to stderr; standard output belongs to readings. */
export function complain(text: string): void {
  process.stderr.write(`${text}\n`)
}

/** A reader that went away (`| head`) is no error; anything else that stops standard output is reported. */
export function bearLostReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') complain(`wattbench: Standard output failed: ${error.message}`)
  })
  process.stderr.on('error', () => undefined)
}

/**
 * Runs once, at the first SIGINT or SIGTERM (also one that came before this call, then right after it) or when nobody reads
 * standard output any more. Later signals change nothing:
 * every goodbye is bounded in time. Returns the function that gives the signals back their usual effect.
 */
export function onInterrupt(stop: () => void): () => void {
  let told = false
  const tell = (): void => {
    if (!told) stop()
    told = true
  }
  process.on('SIGINT', tell).on('SIGTERM', tell)
  process.stdout.once('error', tell)
  if (claimEarlySignal()) queueMicrotask(tell)
  return () => {
    process.off('SIGINT', tell).off('SIGTERM', tell)
    process.stdout.off('error', tell)
  }
}

/** Aborted by what onInterrupt() hears. */
export function untilInterrupted(): AbortController {
  const stop = new AbortController()
  onInterrupt(() => stop.abort())
  return stop
}
