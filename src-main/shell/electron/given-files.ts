import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Absolute paths of the files a process was started with. `argv` as Electron has it: the program, then, unless it is packaged
 * (`app` null), modules to load first and the application's folder `app`, then what the person or the desktop named; options and
 * Chromium's own switches in between.
 */
export function filesOf(
  argv: readonly string[],
  app: string | null,
  folder: string = process.cwd(),
): readonly string[] {
  const words = argv.slice(1).filter((word) => word !== '' && !word.startsWith('-'))
  const own = app === null ? -1 : words.findIndex((word) => resolve(folder, word) === app)
  return words.slice(own + 1).flatMap((word) => fileOf(word, folder))
}

/** Desktops name files by path or by address. */
function fileOf(word: string, folder: string): readonly string[] {
  if (!word.startsWith('file:')) return [resolve(folder, word)]
  try {
    return [fileURLToPath(word)]
  } catch {
    return []
  }
}

/** What another process of ours says it was started with; it comes from outside, so it is looked at. */
export function filesFrom(data: unknown): readonly string[] {
  const files = typeof data === 'object' && data !== null && 'files' in data ? data.files : []
  return Array.isArray(files) ? files.filter((file) => typeof file === 'string') : []
}
