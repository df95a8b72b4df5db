import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { Fault } from '../base/fault'

/**
 * Writes `<file>.<pid>.part` beside the final name and renames it when it is complete and on the disk. Rejects with
 * EXPORT_FAILED, or with the Fault `fill` rejects with; nothing is then left behind.
 */
export async function writeWhole<T>(file: string, fill: (handle: FileHandle) => Promise<T>): Promise<T> {
  const part = `${file}.${process.pid}.part`
  try {
    const handle = await open(part, 'w', 0o666)
    let result: T
    try {
      result = await fill(handle)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(part, file)
    return result
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined)
    throw exportFault(error, file)
  }
}

function exportFault(error: unknown, file: string): Fault {
  if (error instanceof Fault) return error
  const said = error instanceof Error ? error.message : String(error)
  return new Fault(
    {
      code: 'EXPORT_FAILED',
      title: `${basename(file)} could not be written`,
      cause: `Writing to ${dirname(file)} was refused: ${said}.`,
      consequence: 'No file was left behind; the session is unchanged.',
      next: 'Choose a folder that exists, is writable and has room, then export again.',
    },
    error,
  )
}
