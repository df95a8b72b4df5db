import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'

const SHELL = '/bin/bash'

/** Exit code of a shell that did not find the program. */
export const NOT_FOUND = 127

/** Closes what was inherited beyond standard input, output and error, then becomes the program. */
const ALONE =
  'for f in /proc/self/fd/*; do n=$' + '{f##*/}; if [ "$n" -gt 2 ]; then eval "exec $n>&-"; fi; done; exec "$@"'

/**
 * Starts a program that holds nothing of ours. Chromium opens its pipes to the page's process without close-on-exec: a child
 * started at the wrong moment would inherit one, and the death of the page would then never be noticed.
 */
export function spawnAlone(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ChildProcessWithoutNullStreams {
  const options = { stdio: 'pipe', env: { ...process.env, ...env } } as const
  if (!existsSync(SHELL)) return spawn(command, [...args], options)
  return spawn(SHELL, ['-c', ALONE, SHELL, command, ...args], options)
}
