import type { ImportLimits, ImportReport } from '@contract/collectd'
import type { TimeUs } from '@contract/model'
import type { Clock } from '../base/clock'
import type { ArchiveReader, ArchiveSeries, ArchiveSummary } from '../ports/archive'
import type { SessionImport, SessionStore } from '../ports/sessions'
import { clockByHand } from './clocks'
import { importCancelled } from './faults'

export interface ImportIo {
  readonly reader: ArchiveReader
  readonly store: Pick<SessionStore, 'beginImport'>
  readonly clock: Clock
  readonly appVersion: string
  readonly limits: ImportLimits
}

export interface ImportRequest {
  /** Absolute path. */
  readonly file: string
  /** What the archive is called, when its path does not tell. */
  readonly name?: string
  /** Full id of the session that takes the import; null makes one of its own. */
  readonly session: string | null
  readonly filters: readonly string[] | null
  /** Seconds to add to the stamps of the machines. Kept beside them; stamps stay raw. */
  readonly offsetS: number
  /** An archive read again leaves its machines aligned as they are; otherwise an offset other than 0 aligns them. */
  readonly again?: true
  readonly signal: AbortSignal
  readonly progress?: (done: number, total: number) => void
  /** Told when the result is about to be put in place: a signal comes too late from then on. */
  readonly seal?: () => void
}

/** Reads an archive into a session, all or nothing. Rejects with Faults of the reader and the store; then nothing has changed. */
export async function importArchive(io: ImportIo, request: ImportRequest): Promise<ImportReport> {
  const { file, filters, offsetS, signal, progress } = request
  const name = request.name ?? file.slice(file.lastIndexOf('/') + 1)
  const lazy = new LazyImport(() =>
    io.store.beginImport(request.session === null ? { name, appVersion: io.appVersion } : { id: request.session }),
  )
  try {
    const job = { file, limits: io.limits, filters, signal, ...(progress ? { progress } : {}) }
    const summary = await io.reader.read(job, async (series) => (await lazy.open()).add(sourceOf(series)))
    const target = await lazy.open()
    const report = reportOf(summary)
    const atUs: TimeUs = io.clock.nowUs()
    if (signal.aborted) throw importCancelled(name)
    request.seal?.()
    const clock = request.again || offsetS === 0 ? null : clockByHand(offsetS * 1e6)
    await target.commit({ atUs, file: name, archive: file, filters, offsetS, clock, report })
    return { session: target.id, ...report }
  } catch (error) {
    await lazy.abandon()
    throw error
  }
}

/** Begins when the first series has come: an archive without one touches nothing. */
class LazyImport {
  private begun: Promise<SessionImport> | null = null

  constructor(private readonly begin: () => Promise<SessionImport>) {}

  open(): Promise<SessionImport> {
    this.begun ??= this.begin()
    return this.begun
  }

  async abandon(): Promise<void> {
    const begun = await this.begun?.catch(() => null)
    await begun?.abandon().catch(() => undefined)
  }
}

function sourceOf({ host, path, group, info, periodS, block, gaps }: ArchiveSeries) {
  const startUs = block.timesUs[0] ?? 0
  const segment = periodS === null ? null : { startUs, periodS, settings: { host, path, group } }
  return { host, info, segment, block, gaps }
}

const reportOf = ({ hosts, skipped, warnings }: ArchiveSummary): Omit<ImportReport, 'session'> => ({
  units: hosts.map(({ host, series }) => ({ host, series: series.flatMap(({ columns }) => columns) })),
  skipped,
  warnings,
})
