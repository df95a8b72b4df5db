import { type ArchiveInspection, type ImportLimits, isChosen } from '@contract/collectd'
import type { ArchiveReader } from '../ports/archive'

/** Looks through all series of an archive and marks those the filters choose. Rejects with the Faults of ArchiveReader. */
export async function inspectArchive(
  reader: ArchiveReader,
  request: {
    readonly file: string
    readonly limits: ImportLimits
    readonly filters: readonly string[] | null
    readonly signal: AbortSignal
    readonly progress?: (done: number, total: number) => void
  },
): Promise<ArchiveInspection> {
  const { filters, ...job } = request
  const { bytes, hosts, skipped, warnings } = await reader.look({ ...job, filters: null })
  return {
    file: request.file.slice(request.file.lastIndexOf('/') + 1),
    bytes,
    hosts: hosts.map(({ host, series }) => ({
      host,
      series: series.map((one) => ({ ...one, chosen: one.files.some((file) => isChosen(file, filters)) })),
    })),
    filters,
    skipped,
    warnings,
  }
}
