import { realpathSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { newSessionId, parseFileName } from './file-name'
import { storeFault } from './store-faults'

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
