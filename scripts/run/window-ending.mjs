/** What the end of a program with a window means. Pure. */
import { constants } from 'node:os'

/** Signals that mean a crash, whatever was asked for. */
const CRASHES = ['SIGSEGV', 'SIGABRT', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGTRAP']

/**
 * @param {{ code: number, signal: NodeJS.Signals | null }} ending of the program
 * @param {NodeJS.Signals | null} asked the signal that asked us to stop
 * @param {(line: string) => void} say
 * @returns {number} exit code: a program that ended because it was asked to has ended well
 */
export function interruptedIsGood({ code, signal }, asked, say) {
  if (signal && CRASHES.includes(signal)) {
    say(`the program crashed (${signal})`)
    return code
  }
  if (asked && (code === 0 || code === 128 + constants.signals[asked])) return 0
  if (signal === 'SIGKILL' && asked) say('the program did not end when asked, and was killed')
  return code
}
