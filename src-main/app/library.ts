import { clockLines } from '@contract/clocks'
import type { FileToken } from '@contract/files'
import type { ExportReply, ExportRequest, SessionCheck, SessionRow, SessionView } from '@contract/sessions'
import type { Log } from '../base/log'
import type { CsvSaver } from '../ports/csv-saver'
import type { SessionReader, SessionStore } from '../ports/sessions'
import { badRequest, noSession } from './faults'
import type { GivenFiles } from './files'
import type { Recorder } from './recording'

/** What a person is asked about a file that is to be saved. */
export interface SaveQuestion {
  readonly title: string
  /** A bare file name. */
  readonly suggestion: string
  /** "CSV", and "csv". */
  readonly kind: string
  readonly extension: string
}

/** Asks the person where to save; null when they thought better of it. */
export type AskWhere = (question: SaveQuestion) => Promise<string | null>

/** Open readers kept for quick zooming; the oldest is closed. */
const READERS_KEPT = 4

export interface LibraryIo {
  readonly store: SessionStore
  readonly recorder: Recorder
  readonly csv: CsvSaver
  readonly given: GivenFiles
  readonly askWhere: AskWhere
  readonly log: Log
  readonly changed: () => void
}

/** The sessions on disk, as a person meets them. */
export class Library {
  private readonly readers = new Map<string, Promise<SessionReader>>()
  private exporting: AbortController | null = null

  constructor(private readonly io: LibraryIo) {}

  list(): Promise<readonly SessionRow[]> {
    return this.io.store.list()
  }

  async show(id: string): Promise<SessionView> {
    if (this.io.recorder.sessionId === id) await this.io.recorder.flush()
    return (await this.reader(id)).view()
  }

  /** Reads a session of the library whole; what is damaged is told in the log too. Not the one that is being recorded. */
  async verify(id: string): Promise<SessionCheck> {
    if (this.io.recorder.sessionId === id) throw badRequest('Verify', 'it is being recorded; stop the recording first')
    const check = await this.io.store.verify(id)
    const { damages, moreDamages, name } = check
    const places = damages.length + moreDamages
    if (places === 0) this.io.log.say('info', 'Sessions', `"${name}" was verified: everything fits.`)
    else this.io.log.say('warn', 'Sessions', `"${name}" is damaged in ${places} ${places === 1 ? 'place' : 'places'}.`)
    return check
  }

  /** Opens a session file a person chose or dropped, wherever it lies. Rejects with FILE_UNREADABLE for what is no session. */
  async openFile(token: FileToken): Promise<SessionView> {
    const { name, looks } = this.io.given.givenOf(token)
    if (looks !== 'session') throw noSession(name)
    const view = await this.show(await this.io.store.admit(this.io.given.pathOf(token)))
    if (view.guest) this.io.log.say('info', 'Sessions', `${name} is looked at; it is not in the library.`)
    return view
  }

  /** A reader that stays open for the next question. */
  reader(id: string): Promise<SessionReader> {
    const open = this.readers.get(id) ?? this.io.store.open(id)
    this.readers.delete(id)
    this.readers.set(id, open)
    open.catch(() => this.readers.delete(id))
    const oldest = [...this.readers.keys()][0]
    if (this.readers.size > READERS_KEPT && oldest !== undefined) void this.forget(oldest)
    return open
  }

  async rename(id: string, name: string): Promise<SessionRow> {
    if (!(await this.io.recorder.rename(id, name))) {
      await this.forget(id)
      await this.io.store.rename(id, name)
    }
    this.io.changed()
    const row = (await this.list()).find((s) => s.id === id)
    if (!row) throw badRequest('Session', `"${id}" is gone`)
    return row
  }

  async remove(id: string): Promise<void> {
    if (this.io.recorder.sessionId === id) throw badRequest('Session', 'it is being recorded; stop the recording first')
    await this.forget(id)
    await this.io.store.remove(id)
    this.io.changed()
  }

  async exportCsv(request: ExportRequest): Promise<ExportReply> {
    if (this.exporting) throw badRequest('Export', 'another one is being written')
    const exporting = new AbortController()
    this.exporting = exporting
    try {
      const reader = await this.reader(request.id)
      const { name, clocks } = await reader.view()
      const file = await this.io.askWhere({
        title: 'Export samples as CSV',
        suggestion: `${fileName(name)}.csv`,
        kind: 'CSV',
        extension: 'csv',
      })
      if (file === null) return { cancelled: true }
      if (this.io.recorder.sessionId === request.id) await this.io.recorder.flush()
      const { rows } = await this.io.csv.save({ ...request, reader, file, signal: exporting.signal })
      const saved = file.slice(file.lastIndexOf('/') + 1)
      const aligned = clockLines(clocks)
      const said = [`${rows} rows of "${name}" were written to ${saved}`, ...aligned].join('. ')
      this.io.log.say('info', 'Export', `${said}.`)
      return { saved, rows, clocks: aligned }
    } finally {
      this.exporting = null
    }
  }

  async stop(): Promise<void> {
    this.exporting?.abort()
    await Promise.all([...this.readers.keys()].map((id) => this.forget(id)))
  }

  private async forget(id: string): Promise<void> {
    const open = this.readers.get(id)
    this.readers.delete(id)
    await open?.then((reader) => reader.close()).catch(() => undefined)
  }
}

/** A session's name as a file name: no separators, nothing hidden, not endless. */
const fileName = (name: string): string =>
  name
    .replace(/[^\p{L}\p{N} ._-]+/gu, '-')
    .replace(/^\.+/, '')
    .slice(0, 80) || 'session'
