import type { ClockChoice } from '@contract/clocks'
import type { ArchiveInspection, ImportLimits, ImportReport, KeptImport } from '@contract/collectd'
import type { FileToken, GivenFile } from '@contract/files'
import type { FiltersInForce, ImportProgress, ImportStart, SeriesPreview } from '@contract/imports'
import type { Clock } from '../base/clock'
import { faultViewOf } from '../base/fault'
import type { Log } from '../base/log'
import { EnvelopeFolder } from '../engine/series/envelope'
import { planGrid } from '../engine/series/grid'
import type { ArchiveReader, ArchiveSeries, Scratch } from '../ports/archive'
import type { FindGoblinFilters } from '../ports/goblin-filters'
import type { SessionStore } from '../ports/sessions'
import type { Spool } from '../ports/spool'
import { badRequest, importIntoRecording } from './faults'
import type { GivenFiles } from './files'
import { importArchive } from './import-archive'
import { globalFilters, sessionFilters } from './import-filters'
import { ImportJobs } from './import-job'
import { inspectArchive } from './inspect-archive'
import type { Library } from './library'
import type { Recorder } from './recording'
import { refilterSession } from './refilter-session'
import type { SettingsKeeper } from './settings-keeper'

/** Buckets of a preview. */
const PREVIEW_BUCKETS = 200

export interface ImportDeskIo {
  readonly reader: ArchiveReader
  readonly store: SessionStore
  readonly library: Pick<Library, 'reader'>
  readonly recorder: Pick<Recorder, 'sessionId'>
  readonly settings: Pick<SettingsKeeper, 'view'>
  readonly goblin: FindGoblinFilters
  readonly given: Pick<GivenFiles, 'admit' | 'pathOf'>
  /** Asks for archives; absolute paths, none when the person thought better of it. */
  readonly askArchives: () => Promise<readonly string[]>
  readonly spool: Pick<Spool, 'fresh' | 'drop'>
  readonly clock: Clock
  readonly log: Log
  readonly appVersion: string
  readonly tell: (progress: ImportProgress | null) => void
  readonly libraryChanged: () => void
  /** Aligns a machine of a session. */
  readonly align: (session: string, host: string, choice: ClockChoice) => Promise<unknown>
}

/** collectd archives as a person at the window meets them: look, choose, import, choose again. */
export class ImportDesk {
  private readonly jobs: ImportJobs

  constructor(private readonly io: ImportDeskIo) {
    this.jobs = new ImportJobs(io)
  }

  async open(): Promise<readonly GivenFile[]> {
    const given: GivenFile[] = []
    for (const path of await this.io.askArchives()) given.push(await this.io.given.admit(path))
    return given
  }

  async filters(session: string | null): Promise<FiltersInForce> {
    const global = await globalFilters(this.io.settings.view(), this.io.goblin)
    const kept = session === null ? [] : await this.kept(session)
    return kept.length === 0 ? global : { filters: sessionFilters(kept, global.filters), from: 'session' }
  }

  inspect(token: FileToken, filters: readonly string[] | null): Promise<ArchiveInspection> {
    const file = this.io.given.pathOf(token)
    return this.jobs.run('inspect', nameOf(file), ({ signal, progress }) =>
      inspectArchive(this.io.reader, { file, limits: this.limits, filters, signal, progress }),
    )
  }

  /** Reads one series and no other; runs beside an import. */
  async preview(token: FileToken, host: string, path: string): Promise<SeriesPreview> {
    const file = this.io.given.pathOf(token)
    const enough = new AbortController()
    const found: ArchiveSeries[] = []
    const begin = path.slice(path.indexOf('/') + 1)
    const job = { file, limits: this.limits, filters: [begin], signal: enough.signal }
    const take = async (series: ArchiveSeries) => {
      if (found.length > 0 || series.host !== host || series.path !== path) return
      found.push(series)
      enough.abort()
    }
    await this.io.reader.read(job, take).catch((error: unknown) => {
      if (found.length === 0) throw error
    })
    const [series] = found
    if (!series) throw badRequest('Series', `the archive holds no ${path} of ${host}`)
    return previewOf(series)
  }

  async run({ token, session, filters, offsetS, clocks = [] }: ImportStart): Promise<ImportReport> {
    this.assertAtRest(session)
    const file = this.io.given.pathOf(token)
    const report = await this.jobs.run('import', nameOf(file), ({ signal, progress, seal }) =>
      importArchive(this.archiveIo, { file, session, filters, offsetS, signal, progress, seal }),
    )
    this.told(report)
    return this.aligned(report, clocks)
  }

  /** The series are in by now: a clock that cannot be set is a warning. */
  private async aligned(report: ImportReport, clocks: NonNullable<ImportStart['clocks']>): Promise<ImportReport> {
    const warnings = [...report.warnings]
    for (const { host, choice } of clocks) {
      if (!report.units.some((unit) => unit.host === host)) continue
      await this.io.align(report.session, host, choice).catch((error: unknown) => {
        warnings.push(`The clock of ${host} was not aligned: ${faultViewOf(error).cause}`)
      })
    }
    return { ...report, warnings }
  }

  cancel(): void {
    this.jobs.cancel()
  }

  async kept(session: string): Promise<readonly KeptImport[]> {
    return (await this.io.library.reader(session)).imports()
  }

  async refilter(session: string, filters: readonly string[] | null): Promise<ImportReport> {
    this.assertAtRest(session)
    const file = (await this.kept(session)).at(-1)?.file ?? session
    const report = await this.jobs.run('import', file, ({ signal, progress, seal }) =>
      refilterSession({ ...this.archiveIo, scratch: this.scratch }, { session, filters, signal, progress, seal }),
    )
    this.told(report)
    return report
  }

  async drop(session: string): Promise<{ readonly freedBytes: number }> {
    this.assertAtRest(session)
    const freedBytes = (await this.kept(session)).reduce((sum, { archiveBytes }) => sum + archiveBytes, 0)
    await this.io.store.dropArchives(session)
    this.io.libraryChanged()
    return { freedBytes }
  }

  /** Ends what runs; the session it was for stays as it was. */
  stop(): Promise<void> {
    return this.jobs.stop()
  }

  private readonly scratch: Scratch = async (work) => {
    const file = await this.io.spool.fresh()
    return work(file.slice(0, file.lastIndexOf('/'))).finally(() => this.io.spool.drop(file))
  }

  private assertAtRest(session: string | null): void {
    if (session !== null && this.io.recorder.sessionId === session) throw importIntoRecording()
  }

  private told({ session, units }: ImportReport): void {
    const series = units.reduce((sum, unit) => sum + unit.series.length, 0)
    const hosts = units.map(({ host }) => host).join(', ')
    this.io.log.say('info', 'Import', `${series} series of ${hosts} came into session ${session}.`)
    this.io.libraryChanged()
  }

  private get archiveIo() {
    const { reader, store, clock, appVersion } = this.io
    return { reader, store, clock, appVersion, limits: this.limits }
  }

  private get limits(): ImportLimits {
    return this.io.settings.view().importLimits
  }
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

function previewOf({ host, path, info, block }: ArchiveSeries): SeriesPreview {
  const fromUs = (block.timesUs[0] ?? 0) - 1
  const toUs = block.timesUs.at(-1) ?? 0
  const lanes = info.channels.map(({ key, label, unit }, at) => {
    const folder = new EnvelopeFolder(planGrid(fromUs, toUs, PREVIEW_BUCKETS))
    folder.addRows(block.timesUs, block.values[at]!)
    return { key, label, unit, envelope: folder.result() }
  })
  return { host, path, lanes }
}
