import type { HostClock } from '@contract/clocks'
import type { SessionEvent, SourceInfo } from '@contract/model'
import type { SessionView } from '@contract/sessions'
import type { Clock } from '../base/clock'
import { Fault } from '../base/fault'
import type { Log } from '../base/log'
import type { SampleBlock } from '../ports/samples'
import type { SessionStore } from '../ports/sessions'
import { sessionNotKnown } from './inbox-faults'
import type { Library } from './library'
import type { Recorder } from './recording'
import type { Sources } from './sources'

export interface DeskIo {
  readonly store: SessionStore
  readonly recorder: Recorder
  readonly sources: Sources
  readonly library: Library
  readonly clock: Clock
  readonly log: Log
  readonly appVersion: string
  /** Without a window: `latest` is a session of this process, recorded until the process ends. */
  readonly headless: boolean
  readonly libraryChanged: () => void
}

/** What a message may put into a session. */
export interface SessionSink {
  event(event: SessionEvent): void
  sample(info: SourceInfo, block: SampleBlock): void
  /** Aligns a machine as its sync messages tell, unless a person decided otherwise. */
  clock(host: string, clock: HostClock): void
}

/** Ids as the store makes them, and beginnings of one. */
const ID = /^[a-z2-7]{1,8}$/

/** Finds the session a message means and writes into it, be it recorded at the moment or finished. */
export class InboxDesk {
  /** The session this process made for messages. */
  private own: string | null = null

  constructor(private readonly io: DeskIo) {}

  /** Full id. `latest`: the recording, else (headless) the session of this process, else the newest; made when there is none. */
  async resolve(ref: string): Promise<string> {
    const { recorder, store, headless } = this.io
    if (ref !== 'latest') {
      if (!ID.test(ref)) throw sessionNotKnown(ref)
      return store.find(ref)
    }
    if (recorder.sessionId !== null) return recorder.sessionId
    if (headless) return this.own ?? this.begin()
    return store.find('latest').catch((error: unknown) => {
      if (error instanceof Fault && error.code === 'SESSION_UNKNOWN') return this.make()
      throw error
    })
  }

  /** A new recording of what is connected and of messages; one that messages began before ends. A person's own recording stays and is it. */
  async begin(): Promise<string> {
    const { recorder } = this.io
    if (recorder.sessionId !== null && recorder.sessionId !== this.own) return recorder.sessionId
    await recorder.stop()
    const id = (await recorder.start(null, true)).sessionId
    if (id === null) throw sessionNotKnown('latest')
    this.own = id
    return id
  }

  isRecording(id: string): boolean {
    return this.io.recorder.sessionId === id
  }

  /** Everything `work` puts is durable when this resolves, and its events stand in the log. */
  async write(id: string, work: (sink: SessionSink) => void): Promise<void> {
    const events: SessionEvent[] = []
    await this.put(id, (sink) => {
      const event = (one: SessionEvent): void => {
        events.push(one)
        sink.event(one)
      }
      work({ ...sink, event })
    })
    // An import says more about itself than its event does.
    for (const { kind, text } of events) if (kind !== 'import') this.io.log.say('info', 'HTTP API', text)
  }

  private async put(id: string, work: (sink: SessionSink) => void): Promise<void> {
    const { recorder, sources, headless } = this.io
    if (headless && id === this.own && recorder.sessionId === null) await this.goOn(id)
    const live: SessionSink = {
      event: (event) => sources.event(event),
      sample: (info, block) => {
        if (!sources.all().some((known) => known.info.id === info.id)) sources.source(info)
        sources.samples(info.id, block)
      },
      clock: (host, clock) => recorder.syncClock(host, clock),
    }
    if (!(await recorder.during(id, () => work(live)))) await this.writeFinished(id, work)
  }

  view(id: string): Promise<SessionView> {
    return this.io.library.show(id)
  }

  /** Goes on recording a session that was closed for a moment. */
  async goOn(id: string): Promise<void> {
    const { name } = await this.view(id)
    await this.io.recorder.resume(id, name)
  }

  /** Opens the session, writes and closes it again; it ends where it ended, or with its last new sample. */
  private async writeFinished(id: string, work: (sink: SessionSink) => void): Promise<void> {
    const writer = await this.io.store.resume(id)
    try {
      work({
        event: (event) => writer.event(event),
        sample: (info, block) => {
          writer.source(info)
          writer.append(info.id, block)
        },
        clock: (host, clock) => writer.syncClock(host, clock),
      })
    } finally {
      await writer.finish(null)
      this.io.libraryChanged()
    }
  }

  /** An empty, finished session. */
  private async make(): Promise<string> {
    const { store, clock, appVersion, libraryChanged } = this.io
    const startUs = clock.nowUs()
    const name = `run ${new Date(startUs / 1000).toISOString().slice(0, 19).replace('T', ' ')}`
    const writer = await store.create({ name, startUs, appVersion })
    await writer.finish(startUs)
    libraryChanged()
    return writer.id
  }
}
