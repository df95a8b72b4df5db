import type { InstrumentView } from '@contract/instruments'
import type { EventDetail, SessionEvent, TimeUs } from '@contract/model'
import { spansOf } from '@contract/spans'
import type {
  Arrival,
  Inbox,
  InboxImport,
  InboxLog,
  InboxMeter,
  InboxSession,
  InboxSpan,
  SessionRef,
  SpanMessage,
} from '../ports/inbox'
import { type ArchivesIo, InboxArchives } from './inbox-archives'
import { alignBySync, alignedWords, clocksOf, sayAlignment, senderOf } from './inbox-clocks'
import { type DeskIo, InboxDesk } from './inbox-desk'
import { meterNotKnown } from './inbox-faults'
import { channelAt, meterLog, resourceLog } from './inbox-logs'
import { Resources } from './inbox-resources'
import { nameMeasurement, type SpanChange, startSpan, stopSpan } from './inbox-spans'
import type { InstrumentBench } from './instruments'

export interface InboxIo extends DeskIo, Omit<ArchivesIo, 'desk' | 'measuring'> {
  readonly bench: InstrumentBench
}

/** A clock that is this far from ours was probably never set. */
const ODD_CLOCK_US = 10 * 365.25 * 86_400e6

/** What scripts may ask. Messages are worked off one after the other: each is answered when it is durable. */
export class AppInbox implements Inbox {
  private readonly desk: InboxDesk
  private readonly archives: InboxArchives
  private resources = new Resources()
  private busy: Promise<unknown> = Promise.resolve()

  constructor(private readonly io: InboxIo) {
    this.desk = new InboxDesk(io)
    this.archives = new InboxArchives({ ...io, desk: this.desk, measuring: () => io.bench.anyUp })
  }

  startSession(): Promise<string> {
    return this.inTurn(() => this.desk.begin())
  }

  session(ref: SessionRef): Promise<InboxSession> {
    return this.inTurn(async () => {
      const id = await this.desk.resolve(ref)
      const { name, startUs, endUs, events, clocks } = await this.desk.view(id)
      return {
        id,
        name,
        recording: this.desk.isRecording(id),
        startUs,
        endUs,
        spans: spansOf(events),
        filters: await this.archives.filters(id),
        clocks: clocksOf(events).map(({ from, points, offsetUs, driftPpm, residualUs }) => {
          const residualMs = residualUs === null ? null : residualUs / 1000
          return { from, points, offsetMs: offsetUs / 1000, driftPpm, residualMs }
        }),
        machines: alignedWords(clocks),
      }
    })
  }

  meters(ref: SessionRef): Promise<readonly InboxMeter[]> {
    return this.inTurn(async () => {
      await this.desk.resolve(ref)
      return this.io.bench.list().map(meterOf)
    })
  }

  connectMeter(ref: SessionRef, meter: string, how: 'on' | 'toggle'): Promise<InboxMeter> {
    return this.inTurn(async () => {
      await this.desk.resolve(ref)
      const { bench } = this.io
      const view = this.meter(meter)
      if (!isUp(view)) bench.connect(view.id)
      else if (how === 'toggle') await bench.disconnect(view.id)
      return meterOf(this.meter(view.id))
    })
  }

  labelChannel(meter: string, channel: string, label: string): Promise<InboxMeter> {
    return this.inTurn(async () => {
      const view = this.meter(meter)
      const at = channelAt(view, channel)
      const labels = Object.fromEntries(view.channels.map(({ key, label: now }, i) => [key, i === at ? label : now]))
      return meterOf(await this.io.bench.update(view.id, { labels }))
    })
  }

  startSpan(ref: SessionRef, message: SpanMessage, { atUs }: Arrival): Promise<InboxSpan> {
    return this.changeSpans(ref, (events) => startSpan(events, message, atUs))
  }

  stopSpan(ref: SessionRef, message: SpanMessage, { atUs }: Arrival): Promise<InboxSpan> {
    return this.changeSpans(ref, (events) => stopSpan(events, message, atUs))
  }

  nameMeasurement(ref: SessionRef, name: string, which: 'last' | 'next', { atUs }: Arrival): Promise<string> {
    return this.inTurn(async () => {
      const id = await this.desk.resolve(ref)
      const event = nameMeasurement((await this.desk.view(id)).events, name, which, atUs)
      await this.desk.write(id, (sink) => sink.event(event))
      return name
    })
  }

  mark(ref: SessionRef, text: string, detail: EventDetail, { atUs }: Arrival): Promise<void> {
    return this.put(ref, { atUs, kind: 'marker', sourceId: null, text, detail })
  }

  include(ref: SessionRef, filters: readonly string[], arrival: Arrival): Promise<readonly string[] | null> {
    return this.changeFilters(ref, 'include', filters, arrival)
  }

  exclude(ref: SessionRef, filters: readonly string[], arrival: Arrival): Promise<readonly string[] | null> {
    return this.changeFilters(ref, 'exclude', filters, arrival)
  }

  addSample(ref: SessionRef, unit: string, name: string, value: number, { atUs }: Arrival): Promise<void> {
    return this.inTurn(async () => {
      const id = await this.desk.resolve(ref)
      const { info, block } = this.resources.sample(unit, name, value, atUs)
      await this.desk.write(id, (sink) => sink.sample(info, block))
    })
  }

  sync(ref: SessionRef, sentUs: TimeUs, { atUs, from }: Arrival) {
    return this.inTurn(async () => {
      const id = await this.desk.resolve(ref)
      const offsetMs = (atUs - sentUs) / 1000
      const text = `Clock of ${from}: ours is ${Math.abs(offsetMs).toFixed(1)} ms ${offsetMs < 0 ? 'behind' : 'ahead'}, delay included`
      if (Math.abs(atUs - sentUs) > ODD_CLOCK_US)
        this.io.log.say(
          'warn',
          'HTTP API',
          `The clock of ${from} shows ${new Date(sentUs / 1000).toISOString()}: it was probably never set.`,
        )
      const event: SessionEvent = { atUs, kind: 'sync', sourceId: null, text, detail: { from, sentUs } }
      const before = await this.desk.view(id)
      const events = [...before.events, event]
      await this.desk.write(id, (sink) => {
        sink.event(event)
        const hosts = before.clocks.map(({ host }) => host)
        alignBySync(sink, events, hosts)
      })
      const clock = clocksOf(events).find((one) => one.from === senderOf(from))
      const clocks = alignedWords((await this.desk.view(id)).clocks)
      sayAlignment(this.io.log, alignedWords(before.clocks), clocks)
      return { offsetMs: (clock?.offsetUs ?? atUs - sentUs) / 1000, points: clock?.points ?? 1, clocks }
    })
  }

  importArchive(ref: SessionRef, file: string, arrival: Arrival, signal: AbortSignal): Promise<InboxImport> {
    return this.inTurn(async () => {
      const id = await this.desk.resolve(ref).catch(async (error: unknown) => {
        await this.io.spool.drop(file)
        throw error
      })
      return this.archives.take(id, file, arrival, signal)
    })
  }

  meterLog(ref: SessionRef, measurement: number, meter: string, channel: string): Promise<InboxLog> {
    return this.inTurn(async () => {
      const id = await this.desk.resolve(ref)
      const view = await this.desk.view(id)
      return meterLog(await this.io.library.reader(id), view, measurement, meter, channel)
    })
  }

  resourceLog(ref: SessionRef, measurement: number, unit: string, name: string): Promise<InboxLog> {
    return this.inTurn(async () => {
      const id = await this.desk.resolve(ref)
      const view = await this.desk.view(id)
      return resourceLog(await this.io.library.reader(id), view, measurement, unit, name)
    })
  }

  /** A recording has ended: archives that waited for it come in, and pushed numbers leave the live view. */
  recordingEnded(): void {
    for (const id of this.resources.ids()) this.io.sources.gone(id)
    void this.inTurn(() => this.archives.bringWaiting())
  }

  /** Imports what waited when the process ended last time. Resolves when it is done. */
  bringWaiting(): Promise<void> {
    return this.inTurn(() => this.archives.bringWaiting())
  }

  /** Resolves when every message that came so far is worked off. */
  async settled(): Promise<void> {
    await this.inTurn(async () => undefined)
  }

  private put(ref: SessionRef, event: SessionEvent): Promise<void> {
    return this.inTurn(async () => this.desk.write(await this.desk.resolve(ref), (sink) => sink.event(event)))
  }

  private changeSpans(ref: SessionRef, change: (events: readonly SessionEvent[]) => SpanChange): Promise<InboxSpan> {
    return this.inTurn(async () => {
      const id = await this.desk.resolve(ref)
      const { events, span } = change((await this.desk.view(id)).events)
      await this.desk.write(id, (sink) => {
        for (const event of events) sink.event(event)
      })
      return span
    })
  }

  private changeFilters(ref: SessionRef, how: 'include' | 'exclude', names: readonly string[], { atUs }: Arrival) {
    return this.inTurn(async () => {
      const id = await this.desk.resolve(ref)
      const list = await this.archives.change(id, how, names, atUs)
      void this.inTurn(() => this.archives.reapply(id))
      return list
    })
  }

  private meter(wanted: string): InstrumentView {
    const list = this.io.bench.list()
    const named = list.filter(({ id, name }) => id === wanted || name === wanted)
    const found = named.length === 1 ? named[0] : /^\d{1,3}$/.test(wanted) ? list[Number(wanted)] : undefined
    if (!found) throw meterNotKnown(wanted)
    return found
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.busy.then(work)
    this.busy = mine.catch(() => undefined)
    return mine
  }
}

const isUp = ({ link }: InstrumentView): boolean => link.at !== 'closed' && link.at !== 'failed'

const meterOf = (view: InstrumentView): InboxMeter => ({
  id: view.id,
  name: view.name,
  kind: view.kind,
  connected: isUp(view),
  channels: view.channels.map(({ key, label, unit }) => ({ key, label, unit })),
})
