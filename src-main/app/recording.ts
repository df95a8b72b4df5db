import type { HostClock } from '@contract/clocks'
import type { FaultView } from '@contract/fault'
import type { SessionEvent, TimeUs } from '@contract/model'
import { DISK_LOW_S, NOT_RECORDING, type RecordingView } from '@contract/sessions'
import { type Clock, pause } from '../base/clock'
import { faultViewOf } from '../base/fault'
import type { Log } from '../base/log'
import type { SessionStore, SessionWriter } from '../ports/sessions'
import { badRequest, diskReserveReached, nothingToRecord, notRecording, recordingBusy, recordingWentOn } from './faults'
import { Scribe } from './scribe'
import type { Sources } from './sources'

const TELL_EVERY_MS = 500
/** Before that a rate says little. */
const RATE_AFTER_S = 5
/** Bytes of a number in a finished session, with its book-keeping (measured by `npm run bench -- store`). */
const BYTES_A_NUMBER = 8.45
export const MAX_NAME = 120
/** A storage thread that dies more often than this within a minute will die again. */
const RESTARTS_A_MINUTE = 3
/** Somebody may be reading the session just then: the file is mended when it is let go. */
const MEND_TRIES = 4
const MEND_PAUSE_MS = 250

/** Asks the desktop not to put the computer to sleep by itself. Returns what ends that; null where nobody can be asked. */
export type KeepAwake = () => (() => void) | null

export interface RecorderIo {
  readonly store: SessionStore
  readonly sources: Sources
  readonly clock: Clock
  readonly log: Log
  readonly appVersion: string
  /** A recording stops cleanly when less than this is left on the disk; asked anew each time, it may change meanwhile. */
  readonly diskReserveBytes: () => number
  readonly changed: (view: RecordingView) => void
  /** A session began, ended or was renamed. */
  readonly libraryChanged: () => void
  /** Asked for while a session is recorded. */
  readonly keepAwake?: KeepAwake
  /** A recording has ended and its session is closed. */
  readonly ended?: (sessionId: string) => void
}

interface Active {
  readonly writer: SessionWriter
  readonly name: string
  readonly startUs: TimeUs
  readonly leave: () => void
  warned: boolean
  readonly scribe: Scribe
}

/** Records what the sources deliver into one session at a time. The page may be gone; this goes on. */
export class Recorder {
  private active: Active | null = null
  private busy: Promise<unknown> = Promise.resolve()
  private lastFault: FaultView | null = null
  private scribe: Scribe | null = null
  private restartsUs: TimeUs[] = []
  /** Lets the computer sleep again; null while nobody was asked to keep it awake. */
  private letSleep: (() => void) | null = null

  constructor(private readonly io: RecorderIo) {}

  view(): RecordingView {
    const active = this.active
    const diskReserveBytes = this.io.diskReserveBytes()
    if (!active) return { ...NOT_RECORDING, diskReserveBytes, fault: this.lastFault }
    const { bytes, diskFreeBytes } = active.writer.progress()
    return {
      sessionId: active.writer.id,
      name: active.name,
      startUs: active.startUs,
      bytes,
      diskFreeBytes,
      diskLeftS: this.diskLeft(active, diskFreeBytes),
      diskReserveBytes,
      awake: this.letSleep !== null,
      fault: null,
    }
  }

  get sessionId(): string | null {
    return this.active?.writer.id ?? null
  }

  get startUs(): TimeUs | null {
    return this.active?.startUs ?? null
  }

  /** Rows of the recording under way, from the moment it was asked for; null without one. */
  get rows(): number | null {
    return this.scribe?.rows ?? null
  }

  /** Aligns an imported machine of the session under way as its sync messages tell; for use inside during(). */
  syncClock(host: string, clock: HostClock): void {
    this.active?.writer.syncClock(host, clock)
  }

  /** Everything received so far is durable and can be read when it resolves. */
  async flush(): Promise<void> {
    await this.active?.writer.flush()
  }

  /** Rejects with NOTHING_TO_RECORD when no instrument is connected, unless `empty` says that messages are enough. */
  start(name: string | null, empty = false): Promise<RecordingView> {
    return this.inTurn(() => this.begin(name, empty))
  }

  /** Goes on with a finished session. */
  resume(id: string, name: string): Promise<RecordingView> {
    return this.inTurn(async () => {
      if (this.active) throw recordingBusy()
      const startUs = this.io.clock.nowUs()
      return this.record(() => this.io.store.resume(id), name, startUs, 'Recording goes on')
    })
  }

  /** Runs `put` while this session is being recorded and makes it durable; false when it is not, or not any more. */
  during(id: string, put: () => void): Promise<boolean> {
    return this.inTurn(async () => {
      const active = this.active
      if (active?.writer.id !== id) return false
      put()
      await active.writer.flush()
      return true
    })
  }

  stop(): Promise<RecordingView> {
    return this.inTurn(() => this.end('Recording stopped'))
  }

  /** A marker at the moment of the call. Rejects with NOTHING_TO_RECORD when no recording is under way. */
  async mark(text: string): Promise<SessionEvent> {
    const event: SessionEvent = { atUs: this.io.clock.nowUs(), kind: 'marker', sourceId: null, text }
    const id = this.sessionId
    if (id === null || !(await this.during(id, () => this.io.sources.event(event)))) throw notRecording()
    return event
  }

  async rename(id: string, name: string): Promise<boolean> {
    const active = this.active
    if (active?.writer.id !== id) return false
    active.writer.rename(name)
    this.active = { ...active, name }
    await active.writer.flush()
    this.tell()
    return true
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.busy.then(work)
    this.busy = mine.catch(() => undefined)
    return mine
  }

  private async begin(wanted: string | null, empty: boolean): Promise<RecordingView> {
    if (this.active) throw recordingBusy()
    if (this.connected().length === 0 && !empty) throw nothingToRecord()
    const startUs = this.io.clock.nowUs()
    const name = checkedName(wanted) ?? defaultName(startUs)
    const create = () => this.io.store.create({ name, startUs, appVersion: this.io.appVersion })
    return this.record(create, name, startUs, 'Recording started')
  }

  private connected() {
    return this.io.sources.all().filter((s) => s.openGap?.cause !== 'disconnected')
  }

  /** From now on everything that comes goes into the session that `open` opens. */
  private async record(
    open: () => Promise<SessionWriter>,
    name: string,
    startUs: TimeUs,
    text: string,
  ): Promise<RecordingView> {
    const sources = this.connected()
    // Heard from now on: making a file takes longer than a fast meter's period.
    const scribe = new Scribe(startUs)
    const leaveSources = this.io.sources.join(scribe)
    const leave = (): void => {
      leaveSources()
      this.scribe = null
    }
    this.scribe = scribe
    const writer = await open().catch((error) => {
      leave()
      throw error
    })
    writer.onFailed((fault) => void this.inTurn(() => this.fail(writer, fault.view)))
    for (const { info, segment, openGap } of sources) {
      writer.source(info)
      if (segment) writer.segment(info.id, { ...segment, startUs })
      if (openGap) writer.gap(info.id, { ...openGap, fromUs: startUs })
    }
    writer.event({ atUs: startUs, kind: 'started', sourceId: null, text })
    scribe.open(writer)
    this.active = { writer, name, startUs, leave, warned: false, scribe }
    this.lastFault = null
    this.letSleep ??= this.io.keepAwake?.() ?? null
    this.io.log.say('info', 'Recording', `Recording "${name}".`)
    this.io.libraryChanged()
    this.beat(writer)
    return this.tell()
  }

  private async end(why: string): Promise<RecordingView> {
    const active = this.active
    if (!active) return this.view()
    active.leave()
    const endUs = this.io.clock.nowUs()
    active.writer.event({ atUs: endUs, kind: 'stopped', sourceId: null, text: why })
    try {
      await active.writer.finish(endUs)
    } finally {
      this.active = null
      this.rest()
      this.io.libraryChanged()
      this.tell()
      this.io.ended?.(active.writer.id)
    }
    this.io.log.say('info', 'Recording', `"${active.name}" was saved.`)
    return this.view()
  }

  private async fail(writer: SessionWriter, fault: FaultView): Promise<void> {
    if (this.active?.writer !== writer) return
    if (fault.code === 'STORE_THREAD' && (await this.goOn(this.active, fault))) return
    this.active.leave()
    this.active = null
    this.rest()
    this.lastFault = fault
    this.io.log.say('fault', 'Recording', `${fault.title}. ${fault.cause}`, fault)
    this.io.libraryChanged()
    this.tell()
    this.io.ended?.(writer.id)
  }

  /** Takes the session up again in a fresh storage thread. What comes meanwhile waits; what was under way is lost and a gap. */
  private async goOn(active: Active, fault: FaultView): Promise<boolean> {
    const { clock, log, sources } = this.io
    const { scribe, name, startUs } = active
    const nowUs = clock.nowUs()
    this.restartsUs = [...this.restartsUs.filter((us) => nowUs - us < 60e6), nowUs]
    if (this.restartsUs.length > RESTARTS_A_MINUTE) return false
    scribe.wait()
    const writer = await this.takeUp(active.writer, nowUs)
    if (!writer) return false
    writer.onFailed((next) => void this.inTurn(() => this.fail(writer, next.view)))
    for (const { info, segment, openGap } of sources.all()) {
      const pastUs = writer.past.get(info.id)?.lastUs ?? nowUs
      if (openGap?.cause === 'disconnected' && !writer.past.has(info.id)) continue
      writer.source(info)
      if (segment) writer.segment(info.id, { ...segment, startUs: pastUs })
      if (openGap && openGap.cause !== 'disconnected')
        writer.gap(info.id, { ...openGap, fromUs: Math.max(openGap.fromUs, startUs) })
    }
    const lost = scribe.takeUp(writer)
    const went = recordingWentOn(fault, name, lost, (clock.nowUs() - nowUs) / 1e6)
    writer.event({ atUs: nowUs, kind: 'fault', sourceId: null, text: `${went.title}. ${went.consequence}` })
    this.active = { ...active, writer }
    log.say('warn', 'Recording', `${went.title}. ${went.consequence}`, went)
    this.io.libraryChanged()
    this.beat(writer)
    this.tell()
    return true
  }

  private async takeUp(broken: SessionWriter, endUs: TimeUs): Promise<SessionWriter | null> {
    // Rejects with the fault that is known already; the file is at rest then.
    await broken.finish(endUs).catch(() => undefined)
    for (let tries = 1; ; tries++) {
      try {
        return await this.io.store.resume(broken.id)
      } catch {
        if (tries === MEND_TRIES) return null
        await pause(this.io.clock, MEND_PAUSE_MS)
      }
    }
  }

  /** Twice a second while this writer records: tells the page and looks at the disk. */
  private beat(writer: SessionWriter): void {
    this.io.clock.after(TELL_EVERY_MS, () => {
      const active = this.active
      if (active?.writer !== writer) return
      const view = this.tell()
      const { diskFreeBytes, diskReserveBytes } = view
      if (diskFreeBytes !== null && diskFreeBytes < diskReserveBytes) {
        void this.inTurn(() => this.stopForDisk(writer, view))
        return
      }
      if (!active.warned && view.diskLeftS !== null && view.diskLeftS < DISK_LOW_S) this.warn(active, view.diskLeftS)
      this.beat(writer)
    })
  }

  private warn(active: Active, leftS: number): void {
    active.warned = true
    const hours = (leftS / 3600).toFixed(1)
    this.io.log.say('warn', 'Recording', `Disk space for ${hours} h is left. Recording stops cleanly at the reserve.`)
  }

  /** Never rejects: nobody waits for it. When even the end cannot be written, that is what is told. */
  private async stopForDisk(writer: SessionWriter, view: RecordingView): Promise<void> {
    if (this.active?.writer !== writer) return
    const fault = await this.end('Stopped: the disk is nearly full').then(
      () => diskReserveReached(view.name, view.diskFreeBytes ?? 0),
      faultViewOf,
    )
    this.lastFault = fault
    this.io.log.say('fault', 'Recording', `${fault.title}. ${fault.cause}`, fault)
    this.tell()
  }

  /** From what the sources deliver: the write-ahead log makes the file's own size jump. */
  private diskLeft(active: Active, free: number | null): number | null {
    const elapsedS = (this.io.clock.nowUs() - active.startUs) / 1e6
    if (free === null || elapsedS < RATE_AFTER_S || active.scribe.numbers === 0) return null
    const bytesPerS = (active.scribe.numbers * BYTES_A_NUMBER) / elapsedS
    return Math.max(0, (free - this.io.diskReserveBytes()) / bytesPerS)
  }

  private rest(): void {
    this.letSleep?.()
    this.letSleep = null
  }

  private tell(): RecordingView {
    const view = this.view()
    this.io.changed(view)
    return view
  }
}

function checkedName(name: string | null): string | null {
  const trimmed = name?.trim() ?? ''
  if (trimmed.length > MAX_NAME) throw badRequest('Session name', `it is longer than ${MAX_NAME} characters`)
  return trimmed === '' ? null : trimmed
}

/** "run 2026-11-22 04:15:00", UTC: unique enough for a person, and sorts. */
const defaultName = (startUs: TimeUs): string =>
  `run ${new Date(startUs / 1000).toISOString().slice(0, 19).replace('T', ' ')}`
