import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { SessionRow } from '@contract/sessions'
import { faultViewOf } from '../base/fault'
import { release } from './database'
import { sizeOnDisk } from './disk'
import { type NameParts, parseFileName } from './file-name'
import { SessionFile } from './session-file'
import { sessionAmbiguous, sessionUnknown, storeFault } from './store-faults'

/** Files opened before their descriptors are given back: a process may hold 1 024 by default. */
const OPEN_AT_ONCE = 50

export interface Found extends NameParts {
  readonly path: string
}

/** The session files of one folder. Synchronous reading, for the store's own thread. */
export class Catalogue {
  /** Rows of files that no longer change, by path, with what the file looked like then. */
  private readonly known = new Map<string, { readonly stamp: string; readonly row: SessionRow }>()

  constructor(private readonly folder: string) {}

  /** Newest first; empty when the folder does not exist yet. Throws a Fault when it cannot be read. */
  files(): readonly Found[] {
    let names: readonly string[]
    try {
      names = readdirSync(this.folder)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
      throw storeFault(error, this.folder)
    }
    const found = names.flatMap((name) => {
      const parts = parseFileName(name)
      return parts ? [{ ...parts, path: join(this.folder, name) }] : []
    })
    return found.sort((a, b) => b.startUs - a.startUs || (a.id < b.id ? -1 : 1))
  }

  /** One row a file, newest first; a file that cannot be read tells why in its row. */
  async list(): Promise<readonly SessionRow[]> {
    const rows: SessionRow[] = []
    let opened = 0
    for (const found of this.files()) {
      const stamp = stampOf(found.path)
      const known = this.known.get(found.path)
      if (known && known.stamp === stamp) {
        rows.push(known.row)
        continue
      }
      const row = rowOf(found)
      rows.push(row)
      if (row.state === 'finished' || row.state === 'recovered') this.known.set(found.path, { stamp, row })
      opened += 1
      if (opened % OPEN_AT_ONCE === 0) await release()
    }
    if (opened > 0) await release()
    return rows.sort((a, b) => b.startUs - a.startUs)
  }

  /** Full id, unique prefix, or `latest`. Throws SESSION_UNKNOWN or SESSION_AMBIGUOUS. */
  find(idOrPrefix: string): Found {
    const files = this.files()
    const matches =
      idOrPrefix === 'latest'
        ? latestOf(files)
        : files.filter(({ id }) => idOrPrefix !== '' && id.startsWith(idOrPrefix))
    if (matches.length === 0) throw sessionUnknown(idOrPrefix)
    const ids = matches.map(({ id }) => id)
    if (matches.length > 1) throw sessionAmbiguous(idOrPrefix, ids)
    return matches[0]!
  }

  /** Deletes the file and what SQLite may have left beside it. Throws a Fault. */
  remove(found: Found): void {
    try {
      for (const end of ['', '-wal', '-shm', '-journal']) rmSync(found.path + end, { force: true })
    } catch (error) {
      throw storeFault(error, found.path)
    }
    this.known.delete(found.path)
  }
}

/** Names tell the second only; of sessions begun within one the files must tell more. */
function latestOf(files: readonly Found[]): readonly Found[] {
  const newest = files.filter(({ startUs }) => startUs === files[0]!.startUs)
  if (newest.length <= 1) return newest
  const exact = newest.map((found) => ({ found, startUs: rowOf(found).startUs }))
  return exact
    .sort((a, b) => b.startUs - a.startUs)
    .slice(0, 1)
    .map(({ found }) => found)
}

function rowOf({ path, id, startUs }: Found): SessionRow {
  let file: SessionFile | null = null
  try {
    file = SessionFile.open(path, id)
    return file.row()
  } catch (error) {
    const numbers = { endUs: null, samples: 0, meanW: null, energyJ: null, coveragePercent: null }
    return {
      id,
      name: '',
      state: 'interrupted',
      startUs,
      bytes: sizeOnDisk(path),
      sources: [],
      ...numbers,
      fault: faultViewOf(error),
    }
  } finally {
    file?.close()
  }
}

function stampOf(path: string): string {
  return ['', '-wal']
    .map((end) => {
      const stat = statSync(path + end, { throwIfNoEntry: false })
      return stat ? `${stat.ino}/${stat.size}/${stat.mtimeMs}` : '-'
    })
    .join(' ')
}
