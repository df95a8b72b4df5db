import { statfsSync, statSync } from 'node:fs'

/** Bytes of a session file and the log beside it; 0 when it is gone. */
export function sizeOnDisk(path: string): number {
  return ['', '-wal'].reduce((sum, end) => sum + (statSync(path + end, { throwIfNoEntry: false })?.size ?? 0), 0)
}

/** Bytes this user may still write to the disk of a folder; null when it cannot be told. */
export function freeBytes(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  } catch {
    return null
  }
}
