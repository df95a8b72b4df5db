import type { ImportReport, KeptImport } from '@contract/collectd'
import { bytes, type Database, number, numberOrNull, text } from './database'

/** Bytes of one row of `attachment`. */
export const ATTACHMENT_PIECE = 1_048_576

/** Tables of imports; added to a session file with its first import. Raw archives are kept in pieces and can be dropped. */
export const CREATE_IMPORT_TABLES = `
CREATE TABLE IF NOT EXISTS import (
  id INTEGER PRIMARY KEY, at_us INTEGER NOT NULL, file TEXT NOT NULL, filters TEXT, offset_s REAL NOT NULL, report TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS imported_source (
  source INTEGER PRIMARY KEY REFERENCES source(id), import INTEGER NOT NULL REFERENCES import(id), host TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS attachment (
  import INTEGER NOT NULL REFERENCES import(id), seq INTEGER NOT NULL, crc32 INTEGER NOT NULL, data BLOB NOT NULL,
  UNIQUE (import, seq));
`

export function hasImports(file: Database): boolean {
  const query = "SELECT CAST(count(*) AS INTEGER) FROM sqlite_schema WHERE type = 'table' AND name = 'import'"
  return number(file.rows(query)[0]?.[0]) > 0
}

/** Imports of a session, oldest first. */
export function readImports(file: Database): readonly KeptImport[] {
  if (!hasImports(file)) return []
  const query = `SELECT CAST(id AS INTEGER), CAST(at_us AS INTEGER), CAST(file AS BLOB), CAST(filters AS BLOB), CAST(offset_s AS REAL),
    CAST(report AS BLOB), CAST((SELECT sum(length(data)) FROM attachment WHERE import = import.id) AS INTEGER) FROM import ORDER BY id`
  return file.rows(query).map(([id, atUs, name, filters, offsetS, report, archive]) => ({
    id: number(id),
    atUs: number(atUs),
    file: text(name),
    filters: filters === null ? null : (JSON.parse(bytes(filters).toString('utf8')) as readonly string[]),
    offsetS: number(offsetS),
    report: JSON.parse(bytes(report).toString('utf8')) as ImportReport,
    archiveBytes: numberOrNull(archive) ?? 0,
  }))
}

/** Takes the sources of a machine, as an earlier import left them, out of a file. */
export function removeImported(file: Database, host: string): void {
  const sources = file
    .rows('SELECT CAST(source AS INTEGER) FROM imported_source WHERE host = ?', host)
    .map(([source]) => number(source))
  for (const source of sources) {
    for (const table of ['chunk', 'summary', 'level', 'tail', 'gap', 'segment', 'event', 'channel', 'imported_source'])
      file.run(`DELETE FROM ${table} WHERE source = ?`, source)
    file.run('DELETE FROM source WHERE id = ?', source)
  }
}

/** Takes the archives of imports out that no source comes from any more. */
export function removeOrphans(file: Database): void {
  const orphan = 'NOT IN (SELECT import FROM imported_source)'
  file.run(`DELETE FROM attachment WHERE import ${orphan}`)
  file.run(`DELETE FROM import WHERE id ${orphan}`)
}
