import { randomUUID } from 'node:crypto'
import { existsSync, renameSync, rmSync } from 'node:fs'
import type { NewSession } from '../ports/sessions'
import { Database } from './database'
import { CREATE_TABLES, SCHEMA_VERSION, TIME_BASE } from './schema'
import { thisProcess } from './writer-process'

/** Built under another name without a log and renamed when whole: the folder never holds half a session file. */
export function createFile(path: string, id: string, what: NewSession): void {
  const draft = `${path}.${randomUUID()}.new`
  const { pid, startTicks, bootId } = thisProcess()
  const meta = {
    session_id: id,
    schema_version: SCHEMA_VERSION,
    app_version: what.appVersion,
    name: what.name,
    start_us: what.startUs,
    state: 'recording',
    time_base: TIME_BASE,
    writer_pid: pid,
    writer_start_ticks: startTicks,
    writer_boot_id: bootId,
    rows: 0,
  }
  const literal = (value: string | number) =>
    typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''").replaceAll('\0', '')}'`
  const rows = Object.entries(meta).map(([key, value]) => `('${key}', ${literal(value)})`)
  try {
    const file = Database.openWritable(draft)
    file.exec(`BEGIN; ${CREATE_TABLES} INSERT INTO meta VALUES ${rows.join(',')}; COMMIT;`)
    file.close()
    if (existsSync(path)) throw new Error(`${path} exists already`)
    renameSync(draft, path)
  } finally {
    rmSync(draft, { force: true })
    rmSync(`${draft}-journal`, { force: true })
  }
}
