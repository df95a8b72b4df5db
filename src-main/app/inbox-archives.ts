import type { ImportLimits } from '@contract/collectd'
import type { FaultCode } from '@contract/fault'
import type { EventDetail, SessionEvent } from '@contract/model'
import type { Clock } from '../base/clock'
import { faultViewOf } from '../base/fault'
import type { Log } from '../base/log'
import { excludeFilters, includeFilters } from '../engine/collectd/filters'
import type { ArchiveReader, Scratch } from '../ports/archive'
import type { FindGoblinFilters } from '../ports/goblin-filters'
import type { Arrival, InboxImport } from '../ports/inbox'
import type { SessionStore } from '../ports/sessions'
import type { Spool } from '../ports/spool'
import { importArchive } from './import-archive'
import { globalFilters, sessionFilters } from './import-filters'
import { alignBySync, alignedWords, sayAlignment } from './inbox-clocks'
import type { InboxDesk } from './inbox-desk'
import type { Library } from './library'
import type { Recorder } from './recording'
import { refilterSession } from './refilter-session'
import type { SettingsKeeper } from './settings-keeper'

export interface ArchivesIo {
  readonly desk: InboxDesk
  readonly reader: ArchiveReader
  readonly spool: Spool
  readonly goblin: FindGoblinFilters
  readonly store: SessionStore
  readonly library: Library
  readonly recorder: Recorder
  readonly settings: SettingsKeeper
  readonly clock: Clock
  readonly log: Log
  readonly appVersion: string
  /** True while an instrument delivers or should: its recording is not interrupted for an import. */
  readonly measuring: () => boolean
  readonly libraryChanged: () => void
}

const HOPELESS: ReadonlySet<FaultCode> = new Set([
  'ARCHIVE_UNREADABLE',
  'ARCHIVE_USELESS',
  'ARCHIVE_UNCHOSEN',
  'SESSION_UNKNOWN',
])

type Filters = readonly string[] | null

/** Archives that arrive from outside, and the filters that choose from them. Called one after the other. */
export class InboxArchives {
  /** Sessions whose filters changed while instruments were recorded into them. */
  private readonly changed = new Set<string>()

  constructor(private readonly io: ArchivesIo) {}

  /** Takes the file over. While instruments are recorded into the session the archive waits for the end of the recording. */
  async take(id: string, file: string, { atUs, from }: Arrival, signal: AbortSignal): Promise<InboxImport> {
    const { spool, desk, recorder } = this.io
    try {
      const filters = await this.filters(id)
      if (!desk.isRecording(id)) return await this.bring(id, file, filters, from, signal)
      if (this.io.measuring()) return await this.wait(id, file, filters, { atUs, from }, signal)
      try {
        // The recording is closed only when the archive turns out to hold something.
        return await this.bring(id, file, filters, from, signal, () => recorder.stop())
      } finally {
        if (recorder.sessionId === null) await desk.goOn(id)
      }
    } finally {
      await spool.drop(file)
    }
  }

  /** Imports what waited for sessions that are not recorded any more. Never rejects: what goes wrong is in the log. */
  async bringWaiting(): Promise<void> {
    const { spool, desk, log } = this.io
    for (const { session, file } of await spool.waiting()) {
      if (desk.isRecording(session)) continue
      try {
        await this.bring(session, file, await this.filters(session), '', new AbortController().signal)
        await spool.drop(file)
      } catch (error) {
        const fault = faultViewOf(error)
        log.say('fault', 'Import', `${fault.title}. ${fault.cause}`, fault)
        // What another try may mend (a full disk, a session in use elsewhere) is tried again at the next start.
        if (HOPELESS.has(fault.code)) await spool.drop(file)
      }
    }
    for (const id of [...this.changed]) if (!desk.isRecording(id)) await this.reapply(id)
  }

  /** The session's own list: what was last included or excluded, or used by its last import; else the global one. */
  async filters(id: string): Promise<Filters> {
    const { library, settings, goblin } = this.io
    const imports = await (await library.reader(id)).imports()
    const said = (await this.io.desk.view(id)).events.filter(({ kind }) => kind === 'filters').at(-1)
    if (said && said.atUs >= (imports.at(-1)?.atUs ?? 0)) return filtersIn(said.detail)
    return sessionFilters(imports, (await globalFilters(settings.view(), goblin)).filters)
  }

  async change(id: string, how: 'include' | 'exclude', names: readonly string[], atUs: number): Promise<Filters> {
    const before = await this.filters(id)
    const after = before && (how === 'include' ? includeFilters(before, names) : excludeFilters(before, names))
    const text = after === null ? 'Every series is imported' : `Series that are imported: ${after.join(', ') || 'none'}`
    const event: SessionEvent = { atUs, kind: 'filters', sourceId: null, text, detail: { filters: after } }
    await this.io.desk.write(id, (sink) => sink.event(event))
    return after
  }

  /** Applies the filters of now to the archives kept in a session, at the end of its recording when instruments are recorded. Never rejects. */
  async reapply(id: string): Promise<void> {
    const { library, spool, desk, log, recorder, store } = this.io
    const recording = desk.isRecording(id)
    if (recording && this.io.measuring()) {
      this.changed.add(id)
      return
    }
    this.changed.delete(id)
    const scratch: Scratch = async (work) => {
      const file = await spool.fresh()
      return work(dirOf(file)).finally(() => spool.drop(file))
    }
    const beginImport = this.after(recording ? () => recorder.stop() : nothing)
    const open = (session: string) => store.open(session)
    try {
      const kept = await (await library.reader(id)).imports()
      if (!kept.some(({ archiveBytes }) => archiveBytes > 0)) return
      const io = { ...this.io, limits: this.limits, store: { beginImport, open }, scratch }
      await refilterSession(io, { session: id, filters: await this.filters(id), signal: new AbortController().signal })
      this.io.libraryChanged()
    } catch (error) {
      const fault = faultViewOf(error)
      log.say('warn', 'Import', `The changed filters were not applied again. ${fault.title}. ${fault.cause}`, fault)
    } finally {
      if (recording && recorder.sessionId === null) await desk.goOn(id)
    }
  }

  private after(before: () => Promise<unknown>): SessionStore['beginImport'] {
    return async (target) => {
      await before()
      return this.io.store.beginImport(target)
    }
  }

  private async bring(
    id: string,
    file: string,
    filters: Filters,
    from: string,
    signal: AbortSignal,
    before: () => Promise<unknown> = nothing,
  ): Promise<InboxImport> {
    const { log, clock, desk, libraryChanged } = this.io
    const beginImport = this.after(before)
    const report = await importArchive(
      { ...this.io, store: { beginImport }, limits: this.limits },
      { file, session: id, filters, offsetS: 0, signal },
    )
    const hosts = report.units.map(({ host }) => host)
    const text = `Archive of ${hosts.join(', ')} imported`
    const event: SessionEvent = {
      ...{ atUs: clock.nowUs(), kind: 'import', sourceId: null, text },
      detail: { from, hosts },
    }
    const view = await desk.view(id)
    await desk.write(id, (sink) => {
      sink.event(event)
      alignBySync(sink, [...view.events, event], hosts)
    })
    const series = report.units.reduce((sum, unit) => sum + unit.series.length, 0)
    log.say('info', 'Import', `${series} series of ${hosts.join(', ')} came into session ${id}.`)
    const clocks = alignedWords((await desk.view(id)).clocks)
    sayAlignment(log, alignedWords(view.clocks), clocks)
    libraryChanged()
    return { ...report, clocks: clocks.filter(({ host }) => hosts.includes(host)) }
  }

  /** Looks whether it is any good, then keeps it. */
  private async wait(
    id: string,
    file: string,
    filters: Filters,
    { atUs, from }: Arrival,
    signal: AbortSignal,
  ): Promise<InboxImport> {
    const { hosts } = await this.io.reader.look({ file, limits: this.limits, filters, signal })
    await this.io.spool.keep(file, id)
    const names = hosts.map(({ host }) => host)
    const text = `Archive of ${names.join(', ')} received; imported when the recording ends`
    const detail: EventDetail = { from, hosts: names }
    await this.io.desk.write(id, (sink) => sink.event({ atUs, kind: 'import', sourceId: null, text, detail }))
    this.io.log.say('info', 'Import', `${text}.`)
    return {
      session: id,
      waiting: true,
      reason: 'The session is being recorded; the archive is imported when the recording ends.',
    }
  }

  private get limits(): ImportLimits {
    return this.io.settings.view().importLimits
  }
}

function filtersIn(detail: EventDetail | undefined): Filters {
  const said = detail?.filters
  return Array.isArray(said) ? said : null
}

const nothing = async (): Promise<void> => undefined

const dirOf = (file: string): string => file.slice(0, file.lastIndexOf('/'))
