import { realpathSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { type Database, number, text } from './database'
import { newSessionId, parseFileName } from './file-name'
import { storeDamaged, storeFault } from './store-faults'

/** No session of the library has an id with a dash in it. */
const PREFIX = 'guest-'

/** Session files outside the library, by the ids they have until the program ends. They are read, never written. */
export class GuestFiles {
  private readonly paths = new Map<string, string>()

  constructor(private readonly library: string) {}

  /** The id of a file; its own when it lies in the library. Throws a Fault when there is no such file. */
  admit(given: string): string {
    const path = real(given)
    const own = idIn(this.library, path)
    if (own) return own
    const known = [...this.paths].find(([, other]) => other === path)?.[0]
    const id = known ?? PREFIX + newSessionId()
    this.paths.set(id, path)
    return id
  }

  pathOf(id: string): string | null {
    return this.paths.get(id) ?? null
  }
}

function real(path: string): string {
  try {
    return realpathSync(path)
  } catch (error) {
    throw storeFault(error, path)
  }
}

function idIn(library: string, path: string): string | null {
  try {
    return dirname(path) === realpathSync(library) ? (parseFileName(basename(path))?.id ?? null) : null
  } catch {
    return null // before the first session there is no library
  }
}

/**
 * Refuses a file whose tables are not plain ones. A view, a trigger or a computed column would be run by reading it, as long
 * as its author pleases; a virtual table reads what it likes. No session has any. Throws STORE_DAMAGED.
 */
export function refuseStrangeTables(database: Database, path: string): void {
  const entries = database.rows(
    'SELECT CAST(type AS BLOB), CAST(name AS BLOB), CAST(rootpage AS INTEGER) FROM sqlite_schema',
  )
  const plain = entries.every(([type, , root]) => ['table', 'index'].includes(text(type)) && number(root) > 0)
  const computed = database.rows(
    `SELECT CAST(count(*) AS INTEGER) FROM sqlite_schema AS own, pragma_table_xinfo(own.name) AS field
      WHERE own.type = 'table' AND field.hidden <> 0`,
  )
  if (plain && computed[0]?.[0] === 0) return
  throw storeDamaged(path, 'It holds views, triggers or computed columns, which no session has; they are not run.')
}
