import { join } from 'node:path'
import type { RfcommPlace } from './transports/bluetooth/rfcomm'

const ARGUMENT = '--rfcomm-bench='

/**
 * A folder that stands in for the kernel's rfcomm nodes in whole-app runs: `tty` is its list of them, `dev` holds links to
 * pseudo-terminals, `pkexec` and `rfcomm` are programs of the run. A packaged application has no such argument: what is
 * run with administrator rights there is the system's.
 */
export function rfcommBench(args: readonly string[], isPackaged: boolean): RfcommPlace | undefined {
  const folder = args.find((arg) => arg.startsWith(ARGUMENT))?.slice(ARGUMENT.length)
  if (isPackaged || folder === undefined) return undefined
  return {
    sysfs: join(folder, 'tty'),
    dev: join(folder, 'dev'),
    programs: [join(folder, 'rfcomm')],
    elevate: join(folder, 'pkexec'),
  }
}
