import { existsSync } from 'node:fs'
import v8 from 'node:v8'
import vm from 'node:vm'
import Libsql from 'libsql'
import { assertPlain } from './plain-schema'

/** What a query gives. Text is read as bytes (CAST … AS BLOB) and decoded here: see Database.rows. */
export type Cell = number | Buffer | null
/** A number is stored as REAL where the column does not say otherwise; a bigint always as INTEGER. */
export type Param = number | bigint | string | Uint8Array | null

/** How long a statement waits for another connection; a commit takes milliseconds, a checkpoint of a big log some hundreds. */
const BUSY_MS = 5_000

/** Functions with side effects stay shut to whatever a file's own schema says, and cells are checked before they are believed. */
const SET_UP = 'PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;'

/**
 * A connection to one SQLite file, synchronous, for the store's own threads.
 *
 * Three habits of libsql 0.5.29 shape it:
 * - it stops the whole process when a text cell is not UTF-8 or a parameter is a boolean. Queries therefore cast every column
 *   (AS BLOB for text, AS INTEGER, AS REAL): a damaged file then gives wrong values, which the caller checks, not a crash;
 * - all() and iterate() give blobs as ArrayBuffer unless raw() is on;
 * - close() keeps the file open until the prepared statements are collected as garbage: release() sees to that.
 */
export class Database {
  private readonly statements = new Map<string, Libsql.Statement>()

  private constructor(private readonly connection: Libsql.Database) {}

  /** Throws what SQLite says, and STORE_DAMAGED for a file that holds more than tables; creates the file when it is missing. */
  static openWritable(path: string): Database {
    return Database.fenced(new Database(new Libsql(path, { timeout: BUSY_MS })), path)
  }

  /** Throws the same; never changes the file. */
  static openReadOnly(path: string): Database {
    return Database.fenced(new Database(new Libsql(uriOf(path, 'mode=ro'), { timeout: BUSY_MS })), path)
  }

  /**
   * A file from elsewhere: nothing is made beside it (a file without a log is taken as one that does not change). Throws the same;
   * never changes the file.
   */
  static openUntrusted(path: string): Database {
    const hasLog = ['-wal', '-journal'].some((end) => existsSync(path + end))
    const uri = uriOf(path, hasLog ? 'mode=ro' : 'mode=ro&immutable=1')
    const database = Database.fenced(new Database(new Libsql(uri, { timeout: BUSY_MS })), path)
    database.exec('PRAGMA query_only = ON;')
    return database
  }

  private static fenced(opened: Database, path: string): Database {
    try {
      opened.exec(SET_UP)
      assertPlain((sql) => opened.rows(sql), path)
      return opened
    } catch (error) {
      opened.close()
      throw error
    }
  }

  exec(sql: string): void {
    this.connection.exec(sql)
  }

  run(sql: string, ...params: readonly Param[]): void {
    this.statement(sql).run([...params])
  }

  /** Every column of `sql` must be cast to BLOB, INTEGER or REAL. */
  rows(sql: string, ...params: readonly Param[]): readonly (readonly Cell[])[] {
    return this.statement(sql)
      .raw()
      .all([...params]) as Cell[][]
  }

  /** Runs `work` in one transaction, IMMEDIATE for writers; what it throws undoes everything. */
  within<T>(mode: 'DEFERRED' | 'IMMEDIATE', work: () => T): T {
    this.exec(`BEGIN ${mode}`)
    try {
      const value = work()
      this.exec('COMMIT')
      return value
    } catch (error) {
      try {
        this.exec('ROLLBACK')
      } catch {
        // SQLite has rolled back by itself (disk full, I/O error): nothing is left to undo.
      }
      throw error
    }
  }

  /** The file is let go when release() resolves. */
  close(): void {
    this.statements.clear()
    this.connection.close()
  }

  private statement(sql: string): Libsql.Statement {
    const known = this.statements.get(sql)
    if (known) return known
    const made = this.connection.prepare(sql)
    this.statements.set(sql, made)
    return made
  }
}

const uriOf = (path: string, how: string): string => `file:${path.split('/').map(encodeURIComponent).join('/')}?${how}`

let collect: (() => void) | null = null

/** Resolves when every closed Database has let go of its files. Takes some milliseconds. */
export async function release(): Promise<void> {
  if (!collect) {
    v8.setFlagsFromString('--expose-gc')
    collect = vm.runInNewContext('gc') as () => void
    v8.setFlagsFromString('--no-expose-gc')
  }
  collect()
  await new Promise((resolve) => setImmediate(resolve))
}

export function text(cell: Cell | undefined): string {
  return Buffer.isBuffer(cell) ? cell.toString('utf8') : String(cell ?? '')
}

export function textOrNull(cell: Cell | undefined): string | null {
  return cell === null || cell === undefined ? null : text(cell)
}

export function number(cell: Cell | undefined): number {
  return typeof cell === 'number' ? cell : Number.NaN
}

export function numberOrNull(cell: Cell | undefined): number | null {
  return typeof cell === 'number' ? cell : null
}

export function bytes(cell: Cell | undefined): Buffer {
  return Buffer.isBuffer(cell) ? cell : Buffer.alloc(0)
}
