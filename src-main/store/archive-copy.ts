import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { checksum } from './column-bytes'
import { bytes, Database, number, release } from './database'
import { hasImports } from './import-tables'
import { storeDamaged, storeFault } from './store-faults'

const PIECE = 'SELECT CAST(crc32 AS INTEGER), CAST(data AS BLOB) FROM attachment WHERE import = ? AND seq = ?'

/** Writes the raw archive of an import to a new file. False when it is not kept any more. Throws a Fault; then no file is left. */
export function copyArchive(file: Database, path: string, importId: number, target: string): boolean {
  if (!hasImports(file)) return false
  const fd = openSync(target, 'wx', 0o600)
  let written = 0
  try {
    for (let seq = 0; ; seq++) {
      const [crc, data] = file.rows(PIECE, importId, seq)[0] ?? []
      if (data === undefined) return written > 0
      if (checksum(bytes(data)) !== number(crc))
        throw storeDamaged(path, 'The raw archive in it does not fit its checksum.')
      written += writeSync(fd, bytes(data))
    }
  } catch (error) {
    written = 0
    throw error
  } finally {
    closeSync(fd)
    if (written === 0) rmSync(target, { force: true })
  }
}

/** Drops the raw archives of a session at rest and gives their room back. Series stay; a changed filter needs the archive again. */
export async function dropArchives(path: string): Promise<void> {
  let file: Database | null = null
  try {
    file = Database.openWritable(path)
    if (!hasImports(file)) return
    file.exec('DELETE FROM attachment; VACUUM;')
  } catch (error) {
    throw storeFault(error, path)
  } finally {
    file?.close()
    await release()
  }
}
