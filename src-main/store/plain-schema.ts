import type { Cell } from './database'
import { storeDamaged } from './store-faults'

/** What runs by itself or stands for something else; the text counts, since the column `type` can lie. */
const STRANGERS = `SELECT CAST(type AS BLOB), CAST(name AS BLOB) FROM sqlite_schema
  WHERE type NOT IN ('table', 'index') OR rootpage = 0 OR (sql IS NOT NULL AND sql NOT LIKE 'CREATE TABLE %'
    AND sql NOT LIKE 'CREATE INDEX %' AND sql NOT LIKE 'CREATE UNIQUE INDEX %') LIMIT 1`

/** Columns that are computed when they are read, in any table. */
const COMPUTED = `SELECT CAST(t.name AS BLOB), CAST(c.name AS BLOB) FROM sqlite_schema t, pragma_table_xinfo(t.name) c
  WHERE t.type = 'table' AND c.hidden <> 0 LIMIT 1`

/**
 * A session file holds tables and indexes. One that came from a stranger could hold a trigger that runs when we write, a view or a
 * virtual table in the place of one of ours, or a column that is computed: it is refused before any of them is touched.
 * Newer versions add tables and columns, never these. Throws STORE_DAMAGED, or what SQLite says.
 */
export function assertPlain(rows: (sql: string) => readonly (readonly Cell[])[], path: string): void {
  const [stranger] = rows(STRANGERS)
  if (stranger) {
    const kind = shown(stranger[0]) === 'table' ? 'virtual table' : shown(stranger[0])
    throw storeDamaged(path, `It holds a ${kind} ("${shown(stranger[1])}"); Wattbench writes plain tables only.`)
  }
  const [computed] = rows(COMPUTED)
  if (computed) {
    const column = `${shown(computed[0])}.${shown(computed[1])}`
    throw storeDamaged(path, `It holds a computed column ("${column}"); Wattbench writes plain tables only.`)
  }
}

/** Names a stranger gave, short and in plain characters. */
const shown = (cell: Cell | undefined): string =>
  String(cell ?? '')
    .replace(/[^\x20-\x7e]/g, '?')
    .slice(0, 40)
