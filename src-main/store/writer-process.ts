import { readFileSync } from 'node:fs'

/** Names one run of one process: a pid alone is used again, also across a restart of the computer. */
export interface WriterProcess {
  readonly pid: number
  /** Clock ticks from boot to the start of the process: field 22 of /proc/PID/stat. */
  readonly startTicks: string
  readonly bootId: string
}

/** The process this code runs in. Empty texts where /proc does not tell. */
export function thisProcess(): WriterProcess {
  return { pid: process.pid, startTicks: startTicks(process.pid) ?? '', bootId: bootId() ?? '' }
}

/** False only when that run is surely over. */
export function isRunning(writer: WriterProcess): boolean {
  const boot = bootId()
  if (boot !== null && writer.bootId !== '' && boot !== writer.bootId) return false
  const ticks = startTicks(writer.pid)
  if (ticks === null) return false
  return writer.startTicks === '' || ticks === writer.startTicks
}

function startTicks(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The command (field 2) stands in brackets and may hold spaces and brackets itself.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? null : (fields[19] ?? null)
  } catch {
    return null
  }
}

function bootId(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return null
  }
}
