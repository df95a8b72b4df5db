import type { ImportReport } from '@contract/collectd'
import type { Scratch } from '../ports/archive'
import type { SessionStore } from '../ports/sessions'
import { noArchiveKept } from './faults'
import { type ImportIo, type ImportRequest, importArchive } from './import-archive'

/**
 * Applies other filters to the raw archives a session keeps, oldest first; what an archive gave before is replaced. Returns the last
 * report. Rejects with Faults; an archive that gives nothing leaves its series as they were.
 */
export async function refilterSession(
  io: ImportIo & { readonly store: Pick<SessionStore, 'beginImport' | 'open'>; readonly scratch: Scratch },
  request: Pick<ImportRequest, 'filters' | 'signal' | 'progress' | 'seal'> & { readonly session: string },
): Promise<ImportReport> {
  const { session, ...how } = request
  const reader = await io.store.open(session)
  try {
    let report: ImportReport | null = null
    for (const { id, file, offsetS, archiveBytes } of await reader.imports()) {
      if (archiveBytes === 0) continue
      report = await io.scratch(async (folder) => {
        const copy = `${folder}/archive.zip`
        await reader.copyArchive(id, copy)
        return importArchive(io, { ...how, file: copy, name: file, session, offsetS, again: true })
      })
    }
    if (!report) throw noArchiveKept(session)
    return report
  } finally {
    await reader.close()
  }
}
