import { Fault } from '../base/fault'
import { type FileReader, HEAD_BYTES, type TextSaver } from '../ports/files'

/** The memory twin of the files on the disk, for tests: what is put there is read, and watchers are told. */
export interface MemoryFiles extends FileReader, TextSaver {
  /** Null deletes the file. */
  put(path: string, content: string | Uint8Array | null): void
  textAt(path: string): string | null
  /** Files that are being watched. */
  readonly watched: readonly string[]
}

export function memoryFiles(): MemoryFiles {
  const held = new Map<string, Uint8Array>()
  const watchers = new Set<{ readonly path: string; readonly changed: () => void }>()
  const bytesAt = (path: string): Uint8Array => {
    const bytes = held.get(path)
    if (!bytes) throw unreadable(path, 'There is no such file (any more).')
    return bytes
  }
  return {
    put(path, content) {
      if (content === null) held.delete(path)
      else held.set(path, typeof content === 'string' ? new TextEncoder().encode(content) : content)
      for (const watcher of watchers) if (watcher.path === path) watcher.changed()
    },
    textAt: (path) => (held.has(path) ? new TextDecoder().decode(bytesAt(path)) : null),
    get watched() {
      return [...watchers].map(({ path }) => path)
    },
    inspect: async (path) => {
      if (path.endsWith('/')) return { regular: false, bytes: 0, head: new Uint8Array() }
      const bytes = bytesAt(path)
      return { regular: true, bytes: bytes.length, head: bytes.subarray(0, HEAD_BYTES) }
    },
    text: async (path, mostBytes) => {
      const bytes = bytesAt(path)
      if (bytes.length > mostBytes)
        throw unreadable(path, `It has ${bytes.length} bytes; at most ${mostBytes} are read.`)
      try {
        return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
      } catch {
        throw unreadable(path, 'It is not text in UTF-8.')
      }
    },
    watch(path, changed) {
      const watcher = { path, changed }
      watchers.add(watcher)
      return () => void watchers.delete(watcher)
    },
    save: async (file, text) => void held.set(file, new TextEncoder().encode(text)),
  }
}

const unreadable = (path: string, cause: string): Fault =>
  new Fault({
    code: 'FILE_UNREADABLE',
    title: `${path} cannot be read`,
    cause,
    consequence: 'Nothing was taken from it.',
    next: 'Choose another one.',
  })
