import type { HostClock, MachineClock } from '@contract/clocks'
import type { KeptImport } from '@contract/collectd'
import type { ChannelId, Envelope, Gap, Segment, TimeUs } from '@contract/model'
import type { SampleAt, SelectionSummary } from '@contract/series'
import type { SessionCheck, SessionRow, SessionView } from '@contract/sessions'
import type { ListedGaps } from '../../engine/series/listed-gaps'
import type { SampleBlock } from '../../ports/samples'
import type {
  GapsQuery,
  ImportedSource,
  ImportFacts,
  ImportTarget,
  NearestQuery,
  NewSession,
  Progress,
  Recovered,
  SessionWriter,
  WindowQuery,
} from '../../ports/sessions'
import { copyArchive, dropArchives } from '../archive-copy'
import { Catalogue, type Found } from '../catalogue'
import { readClocks, writeClock } from '../clock-rows'
import { Database, release } from '../database'
import { checkHead } from '../file-head'
import { GuestFiles } from '../guest-files'
import { ImportDraft } from '../import-draft'
import { readImports } from '../import-tables'
import { recoverFile, tidyFile } from '../recover-file'
import { readMeta, SessionFile, stateOf } from '../session-file'
import { nearestOf } from '../session-nearest'
import { nextRows, type RowCursor } from '../session-row-reader'
import { statsSteps } from '../session-stats'
import { windowOf } from '../session-window'
import { type Item, SessionFileWriter } from '../session-writer'
import { sessionForeign, sessionRecording, storeBusy, storeClosed, storeFault } from '../store-faults'
import { verifySteps } from '../verify-file'
import { inSlices } from './slices'

/**
 * All work on session files, behind calls whose arguments and answers can cross to another thread. Two threads each run
 * one: the one that writes never waits for a scan of the one that reads. Every call rejects with Faults.
 */
export class StoreRoom {
  private readonly catalogue: Catalogue
  private readonly writers = new Map<string, SessionFileWriter>()
  private readonly files = new Map<string, SessionFile>()
  private readonly drafts = new Map<string, ImportDraft>()
  /** Sessions this process gave up and could not mend: their file still says that we record. */
  private readonly givenUp = new Set<string>()
  /** How often a file was let go: long work that finds it opened again lets it go itself when it is done. */
  private readonly releases = new Map<string, number>()
  private readonly guests: GuestFiles
  private closed = false

  constructor(private readonly folder: string) {
    this.catalogue = new Catalogue(folder)
    this.guests = new GuestFiles(folder)
  }

  async create(what: NewSession): Promise<{ readonly id: string; readonly path: string }> {
    const writer = SessionFileWriter.create(this.folder, what)
    this.writers.set(writer.id, writer)
    return { id: writer.id, path: writer.path }
  }

  /** Goes on with a finished session. */
  async resume(
    id: string,
  ): Promise<{ readonly id: string; readonly path: string; readonly past: SessionWriter['past'] }> {
    const found = this.catalogue.find(id)
    if (this.writers.has(found.id)) throw sessionRecording(found.path)
    checkHead(found.path)
    await tidyFile(found.path)
    const writer = SessionFileWriter.resume(found.path, found.id)
    this.writers.set(found.id, writer)
    return { id: found.id, path: found.path, past: writer.held }
  }

  async put(id: string, item: Item): Promise<void> {
    this.writers.get(id)?.put(item)
  }

  async commit(id: string): Promise<Progress> {
    return this.writer(id).commit()
  }

  async finish(id: string, endUs: TimeUs | null): Promise<void> {
    const writer = this.writer(id)
    this.writers.delete(id)
    await writer.finish(endUs)
  }

  /** Gives the file up after a failure and keeps what was durable. Null when the file could not even be mended. */
  async giveUp(id: string): Promise<Recovered | null> {
    const writer = this.writers.get(id)
    this.writers.delete(id)
    await writer?.abandon()
    return writer ? recoverFile(writer.path, id, true).catch(() => null) : null
  }

  /** Told to the reading room when the writing one could not mend what it gave up, or died: tries, else remembers. */
  async abandoned(id: string): Promise<void> {
    this.givenUp.add(id)
    const { path } = this.catalogue.find(id)
    const mended = await recoverFile(path, id, true).catch(() => null)
    if (mended) this.givenUp.delete(id)
  }

  /** Tries again to mend what was given up and is to be used again. */
  async mendAgain(id: string): Promise<void> {
    if (!this.givenUp.has(id)) return
    await this.release(id)
    await this.abandoned(id)
  }

  /** One import into a session at a time. */
  async importBegin(target: ImportTarget): Promise<string> {
    if (!('id' in target)) return this.keep(ImportDraft.fresh(this.folder, target))
    const { id, path } = this.catalogue.find(target.id)
    if (this.drafts.has(id)) throw storeBusy(path)
    checkHead(path)
    await tidyFile(path)
    return this.keep(ImportDraft.beside(this.folder, path, id))
  }

  async importAdd(id: string, source: ImportedSource): Promise<void> {
    this.draft(id).add(source)
  }

  async importCommit(id: string, facts: ImportFacts): Promise<void> {
    const draft = this.draft(id)
    this.drafts.delete(id)
    await draft.commit(facts)
  }

  async importAbandon(id: string): Promise<void> {
    const draft = this.drafts.get(id)
    this.drafts.delete(id)
    await draft?.abandon()
  }

  async imports(id: string): Promise<readonly KeptImport[]> {
    return this.file(id).read(readImports)
  }

  async clocks(id: string): Promise<readonly MachineClock[]> {
    return this.file(id).read(readClocks)
  }

  async setClock(id: string, host: string, clock: HostClock | null): Promise<void> {
    const { id: fullId, path } = this.own(id)
    checkHead(path)
    if (this.isRecording(path, fullId)) throw sessionRecording(path)
    await changed(path, (file) => writeClock(file, host, clock))
  }

  async copyArchive(id: string, importId: number, target: string): Promise<boolean> {
    const file = this.file(id)
    return file.read((database) => copyArchive(database, file.path, importId, target))
  }

  async dropArchives(id: string): Promise<void> {
    const found = this.own(id)
    checkHead(found.path)
    if (this.isRecording(found.path, found.id)) throw sessionRecording(found.path)
    await this.release(found.id)
    await dropArchives(found.path)
  }

  async list(): Promise<readonly SessionRow[]> {
    const rows = await this.catalogue.list()
    return rows.map((row) =>
      row.state === 'recording' && this.givenUp.has(row.id) ? { ...row, state: 'interrupted' } : row,
    )
  }

  async find(idOrPrefix: string): Promise<string> {
    const guest = this.guests.pathOf(idOrPrefix)
    const { id, path } = guest ? { id: idOrPrefix, path: guest } : this.catalogue.find(idOrPrefix)
    checkHead(path)
    return id
  }

  /** The same for sessions that may be changed: those of the library. */
  async findOwn(idOrPrefix: string): Promise<string> {
    const { id, path } = this.own(idOrPrefix)
    checkHead(path)
    return id
  }

  /** Takes a session file from anywhere; one that lies in the library keeps its id. */
  async admit(path: string): Promise<string> {
    checkHead(path)
    return this.guests.admit(path)
  }

  /** Long: other calls are answered meanwhile. Nothing of it is kept open. */
  async verify(idOrPrefix: string): Promise<SessionCheck> {
    const { id, path } = this.catalogue.find(idOrPrefix)
    try {
      return await inSlices(verifySteps(path, id))
    } finally {
      if (!this.closed) await release()
    }
  }

  async view(id: string): Promise<SessionView> {
    const view = this.file(id).view()
    return this.guests.pathOf(id) ? { ...view, guest: true } : view
  }

  async gaps(id: string): Promise<readonly { readonly sourceId: string; readonly gap: Gap }[]> {
    return this.file(id).gaps()
  }

  async gapsIn(id: string, query: GapsQuery): Promise<ListedGaps> {
    return this.file(id).gapsIn(query)
  }

  async segments(id: string): Promise<readonly { readonly sourceId: string; readonly segment: Segment }[]> {
    return this.file(id).segments()
  }

  async window(
    id: string,
    query: WindowQuery,
  ): Promise<readonly { readonly channel: ChannelId; readonly envelope: Envelope }[]> {
    return windowOf(this.file(id), query)
  }

  /** Long: other calls are answered meanwhile, and may let go of the file. */
  async stats(
    id: string,
    channels: readonly ChannelId[],
    fromUs: TimeUs,
    toUs: TimeUs,
  ): Promise<readonly SelectionSummary[]> {
    const before = this.releases.get(id)
    try {
      return await inSlices(statsSteps(() => this.file(id), channels, fromUs, toUs))
    } finally {
      if (!this.closed && this.releases.get(id) !== before) await this.release(id)
    }
  }

  async nearest(id: string, { channels, tUs, side }: NearestQuery): Promise<readonly SampleAt[]> {
    return nearestOf(this.file(id), channels, tUs, side)
  }

  async rows(
    id: string,
    cursor: RowCursor,
    toUs: TimeUs,
  ): Promise<{ readonly block: SampleBlock; readonly next: RowCursor } | null> {
    return nextRows(this.file(id), cursor, toUs)
  }

  /** Lets go of the file; the next question about it opens it again. */
  async release(id: string): Promise<void> {
    const file = this.files.get(id)
    if (!file) return
    this.releases.set(id, (this.releases.get(id) ?? 0) + 1)
    this.files.delete(id)
    file.close()
    await release()
    if (!this.guests.pathOf(id)) await tidyFile(file.path)
  }

  async rename(id: string, name: string): Promise<void> {
    const { path } = this.own(id)
    checkHead(path)
    await changed(path, (file) => file.run("INSERT OR REPLACE INTO meta (key, value) VALUES ('name', ?)", name))
  }

  async remove(id: string): Promise<void> {
    const found = this.own(id)
    if (this.isRecording(found.path, found.id)) throw sessionRecording(found.path)
    await this.release(id)
    this.catalogue.remove(found)
  }

  /** Mends what was interrupted and tidies what is finished. A file that cannot be mended stays as it is: list() tells why. */
  async recover(): Promise<readonly Recovered[]> {
    const mended: Recovered[] = []
    const paths = new Map(this.catalogue.files().map(({ id, path }) => [id, path]))
    for (const { id, state, fault } of await this.list()) {
      const path = paths.get(id)
      if (path === undefined || fault !== null || state === 'recording') continue
      if (state === 'interrupted') {
        const recovered = await recoverFile(path, id, this.givenUp.has(id)).catch(() => null)
        if (recovered) mended.push(recovered)
      } else {
        await tidyFile(path)
      }
    }
    return mended
  }

  async close(): Promise<void> {
    this.closed = true
    for (const file of this.files.values()) file.close()
    for (const writer of this.writers.values()) {
      try {
        writer.commit()
      } catch {
        // Its owner was told by its own last commit, or is gone: what is durable stays and is recovered at the next start.
      }
      await writer.abandon()
    }
    for (const draft of this.drafts.values()) await draft.abandon()
    this.files.clear()
    this.writers.clear()
    this.drafts.clear()
    await release()
  }

  private keep(draft: ImportDraft): string {
    this.drafts.set(draft.id, draft)
    return draft.id
  }

  private draft(id: string): ImportDraft {
    const draft = this.drafts.get(id)
    if (!draft) throw storeClosed()
    return draft
  }

  private writer(id: string): SessionFileWriter {
    const writer = this.writers.get(id)
    if (!writer) throw storeClosed()
    return writer
  }

  private file(id: string): SessionFile {
    if (this.closed) throw storeClosed()
    const known = this.files.get(id)
    if (known) return known
    const file = this.opened(id)
    this.files.set(id, file)
    return file
  }

  private opened(id: string): SessionFile {
    const guest = this.guests.pathOf(id)
    if (guest) return SessionFile.openGuest(guest, id)
    const { path, id: fullId } = this.catalogue.find(id)
    return SessionFile.open(path, fullId)
  }

  /** Throws STORE_DENIED for a guest. */
  private own(idOrPrefix: string): Found {
    const guest = this.guests.pathOf(idOrPrefix)
    if (guest) throw sessionForeign(guest)
    return this.catalogue.find(idOrPrefix)
  }

  private isRecording(path: string, id: string): boolean {
    return !this.givenUp.has(id) && this.stateOf(path, id) === 'recording'
  }

  /** Null when the file cannot be read. */
  private stateOf(path: string, id: string): ReturnType<typeof stateOf> {
    let file: SessionFile | null = null
    try {
      file = SessionFile.open(path, id)
      return file.read((database) => stateOf(readMeta(database)))
    } catch {
      return null
    } finally {
      file?.close()
    }
  }
}

/** A small change of a file that nobody records, in one transaction. Throws Faults. */
async function changed(path: string, change: (file: Database) => void): Promise<void> {
  try {
    const file = Database.openWritable(path)
    try {
      file.within('IMMEDIATE', () => change(file))
    } finally {
      file.close()
      await release()
    }
  } catch (error) {
    throw storeFault(error, path)
  }
}
