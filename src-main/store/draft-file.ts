import { randomUUID } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isRunning, thisProcess } from './writer-process'

/** The pid and its start tell whether a draft is still being written. */
const DRAFT = /^import-(\d+)-(\d+)-[0-9a-f-]+\.draft$/

/** Where an import of this process may be written; no session file is called like this. */
export function newDraftPath(folder: string): string {
  const { pid, startTicks } = thisProcess()
  return join(folder, `import-${pid}-${startTicks || 0}-${randomUUID()}.draft`)
}

/** Drafts of processes that are gone. */
export function removeStaleDrafts(folder: string): void {
  for (const name of readdirSync(folder)) {
    const [, pid, startTicks] = DRAFT.exec(name) ?? []
    if (pid !== undefined && !isRunning({ pid: Number(pid), startTicks: startTicks ?? '', bootId: '' }))
      removeDraft(join(folder, name))
  }
}

export function removeDraft(draft: string): void {
  for (const end of ['', '-journal', '-wal', '-shm']) rmSync(draft + end, { force: true })
}

/** What a file looks like: another text means that it was changed or replaced. */
export function stampOf(path: string): string {
  const { ino, size, mtimeMs } = statSync(path)
  return `${ino}/${size}/${mtimeMs}`
}

/** Makes a file, or a rename in a folder, durable. Some file systems refuse to sync a folder: the rename stays atomic there. */
export function syncPath(path: string): void {
  const fd = openSync(path, 'r')
  try {
    fsyncSync(fd)
  } catch (error) {
    if (!statSync(path).isDirectory()) throw error
  } finally {
    closeSync(fd)
  }
}
