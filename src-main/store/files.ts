import { unwatchFile, watch, watchFile } from 'node:fs'
import { constants, type FileHandle, open, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { Fault } from '../base/fault'
import { type FileReader, HEAD_BYTES, type TextSaver } from '../ports/files'
import { writeWhole } from './whole-file'

/** Network file systems and links do not tell of changes: a look this often finds them all the same. */
const LOOK_EVERY_MS = 1_000

/** Files on the disks of this computer. */
export const diskFiles: FileReader = {
  async inspect(path) {
    try {
      const facts = await stat(path)
      if (!facts.isFile()) return { regular: false, bytes: 0, head: new Uint8Array() }
      return await withFile(path, async (handle) => {
        const { buffer, bytesRead } = await handle.read(new Uint8Array(HEAD_BYTES), 0, HEAD_BYTES, 0)
        return { regular: true, bytes: facts.size, head: buffer.subarray(0, bytesRead) }
      })
    } catch (error) {
      throw unreadable(path, why(error), error)
    }
  },

  async text(path, mostBytes) {
    try {
      return await withFile(path, async (handle) => {
        const facts = await handle.stat()
        if (!facts.isFile()) throw unreadable(path, 'It is not a file.')
        // A file may grow while it is read: one byte more than allowed is as much as is taken.
        const bytes = new Uint8Array(Math.min(facts.size, mostBytes) + 1)
        let n = 0
        for (let got = -1; got !== 0 && n < bytes.length; n += got)
          got = (await handle.read(bytes, n, bytes.length - n, n)).bytesRead
        if (facts.size > mostBytes || n > mostBytes)
          throw unreadable(path, `It has ${Math.max(facts.size, n)} bytes; at most ${mostBytes} are read.`)
        return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, n))
      })
    } catch (error) {
      if (error instanceof TypeError) throw unreadable(path, 'It is not text in UTF-8.', error)
      throw unreadable(path, why(error), error)
    }
  },

  watch(path, changed) {
    const name = basename(path)
    const look = (): void => changed()
    watchFile(path, { interval: LOOK_EVERY_MS, persistent: false }, look)
    const stopFolder = watchFolder(dirname(path), (file) => {
      if (file === null || file === name) changed()
    })
    return () => {
      unwatchFile(path, look)
      stopFolder()
    }
  },
}

/** Text files with a temporary name while they are written. */
export const textFiles: TextSaver = {
  save: (file, text) => writeWhole(file, (handle) => handle.writeFile(text)),
}

/** The folder is watched, not the file: editors put a new file in place of the old one. */
function watchFolder(folder: string, told: (file: string | null) => void): () => void {
  try {
    const watcher = watch(folder, { persistent: false }, (_what, file) => told(file))
    watcher.on('error', () => watcher.close())
    return () => watcher.close()
  } catch {
    // No more watches to be had, or the folder is gone: the regular look goes on.
    return () => undefined
  }
}

/** Without waiting for a pipe that took the file's place. */
async function withFile<T>(path: string, work: (handle: FileHandle) => Promise<T>): Promise<T> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    return await work(handle)
  } finally {
    await handle.close()
  }
}

function why(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
      return 'There is no such file (any more).'
    case 'EISDIR':
      return 'It is a folder.'
    case 'EACCES':
    case 'EPERM':
      return 'You may not read it.'
    default:
      return `The system said: ${error instanceof Error ? error.message : String(error)}.`
  }
}

function unreadable(path: string, cause: string, error?: unknown): Fault {
  if (error instanceof Fault) return error
  return new Fault(
    {
      code: 'FILE_UNREADABLE',
      title: `${basename(path)} cannot be read`,
      cause,
      consequence: 'Nothing was taken from it.',
      next: 'Check that the file is there and may be read, or choose another one.',
    },
    error,
  )
}
