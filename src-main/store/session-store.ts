import type { HostClock } from '@contract/clocks'
import type { Clock } from '../base/clock'
import type {
  ImportTarget,
  NewSession,
  SessionImport,
  SessionReader,
  SessionStore,
  SessionWriter,
} from '../ports/sessions'
import { clockedReader } from './clocked-reader'
import { RecordingWriter } from './recording-writer'
import { RoomReader } from './session-reader'
import { type RoomLink, WorkerLink } from './worker/link'
import { SameThreadLink } from './worker/same-thread-link'

export interface SessionStoreOptions {
  /** Created with the first session. */
  readonly folder: string
  readonly clock: Clock
  /** Absolute path of the bundled store/worker/entry; null does the work on this thread (tests only). */
  readonly workerFile: string | null
}

/** The session library in a folder of SQLite files. Nothing is opened or started before the first call. */
export function openSessionStore(options: SessionStoreOptions): SessionStore {
  return new FolderStore(options)
}

class FolderStore implements SessionStore {
  readonly folder: string
  /** Writes and nothing else: a scan never delays a commit. */
  private readonly pen: RoomLink
  /** Everything else. */
  private readonly desk: RoomLink
  /** Writes imports and verifies: work on many MiB delays neither of the others. Its thread starts with the first of them. */
  private readonly porter: RoomLink
  private readonly clock: Clock
  private readonly writers = new Map<string, RecordingWriter>()
  private readonly readers = new Map<string, number>()

  constructor({ folder, clock, workerFile }: SessionStoreOptions) {
    const link = () => (workerFile ? new WorkerLink(workerFile, folder) : new SameThreadLink(folder))
    this.folder = folder
    this.clock = clock
    this.pen = link()
    this.desk = link()
    this.porter = link()
  }

  async create(what: NewSession): Promise<SessionWriter> {
    return this.take({ ...(await this.pen.ask('create', what)), past: new Map() })
  }

  async resume(id: string): Promise<SessionWriter> {
    const found = await this.desk.ask('findOwn', id)
    await this.desk.ask('release', found)
    await this.desk.ask('mendAgain', found)
    return this.take(await this.pen.ask('resume', found))
  }

  private take({ id, path, past }: Pick<SessionWriter, 'id' | 'past'> & { readonly path: string }): SessionWriter {
    const ended = async () => {
      this.writers.delete(id)
      await this.desk.ask('release', id)
    }
    const abandoned = () => this.desk.ask('abandoned', id)
    const writer = new RecordingWriter({ id, past }, path, this.pen, this.clock, ended, abandoned)
    this.writers.set(id, writer)
    return writer
  }

  async beginImport(target: ImportTarget): Promise<SessionImport> {
    if ('id' in target) await this.desk.ask('findOwn', target.id)
    const id = await this.porter.ask('importBegin', target)
    return {
      id,
      add: (source) => this.porter.ask('importAdd', id, source),
      commit: async (facts) => {
        await this.porter.ask('importCommit', id, facts)
        await this.desk.ask('release', id)
      },
      abandon: () => this.porter.ask('importAbandon', id),
    }
  }

  dropArchives(id: string) {
    return this.desk.ask('dropArchives', id)
  }

  async setClock(id: string, host: string, clock: HostClock | null) {
    await this.desk.ask('setClock', id, host, clock)
  }

  list() {
    return this.desk.ask('list')
  }

  find(idOrPrefix: string) {
    return this.desk.ask('find', idOrPrefix)
  }

  admit(path: string) {
    return this.desk.ask('admit', path)
  }

  async open(id: string): Promise<SessionReader> {
    const found = await this.desk.ask('find', id)
    this.readers.set(found, (this.readers.get(found) ?? 0) + 1)
    return clockedReader(new RoomReader(found, this.desk, () => this.letGo(found)))
  }

  async verify(idOrPrefix: string) {
    return this.porter.ask('verify', idOrPrefix)
  }

  async rename(id: string, name: string): Promise<void> {
    const found = await this.desk.ask('findOwn', id)
    const writer = this.writers.get(found)
    if (!writer) return this.desk.ask('rename', found, name)
    writer.rename(name)
    await writer.flush()
  }

  remove(id: string) {
    return this.desk.ask('remove', id)
  }

  recover() {
    return this.desk.ask('recover')
  }

  async close(): Promise<void> {
    await Promise.all([this.pen.close(), this.desk.close(), this.porter.close()])
  }

  private async letGo(id: string): Promise<void> {
    const left = (this.readers.get(id) ?? 1) - 1
    if (left > 0) this.readers.set(id, left)
    else this.readers.delete(id)
    if (left <= 0) await this.desk.ask('release', id).catch(() => undefined)
  }
}
