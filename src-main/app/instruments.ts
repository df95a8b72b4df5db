import type { InstrumentAdd, InstrumentPatch, InstrumentView, PortView } from '@contract/instruments'
import type { ChannelInfo } from '@contract/model'
import type { Clock } from '../base/clock'
import type { Log } from '../base/log'
import type { DemoBench, DemoMeter } from '../ports/demo'
import type { Instrument, InstrumentSettings, Traffic } from '../ports/instrument'
import type { PortFinder } from '../ports/port-finder'
import type { SavedInstrument } from '../ports/settings'
import type { OpenLine } from '../ports/transport'
import { badRequest, unknownInstrument } from './faults'
import { Supervisor, type Target } from './link/supervisor'
import type { SettingsKeeper } from './settings-keeper'
import type { Sources } from './sources'
import type { Teller } from './teller'

export interface BenchIo {
  readonly kinds: readonly Instrument[]
  /** How each reach ('serial', 'tcp') opens a line. */
  readonly lines: Readonly<Record<Instrument['reach'], OpenLine>>
  readonly portFinder: PortFinder
  readonly demo: DemoBench
  readonly clock: Clock
  readonly log: Log
  readonly teller: Teller
  readonly sources: Sources
  readonly settings: SettingsKeeper
  /** Every line of raw traffic of every instrument. */
  readonly traffic: (instrumentId: string, line: Traffic) => void
  /** A new unique id. */
  readonly newId: () => string
}

/** The page hears of instruments at most this often; health figures move all the time. */
const TELL_EVERY_MS = 250
/** More than a bench holds; keeps settings and status bar bounded. */
const MAX_INSTRUMENTS = 64

/** All instruments a person has, saved ones and the demo bench, each with its own supervisor. */
export class InstrumentBench {
  private readonly supervisors = new Map<string, Supervisor>()
  private telling = false
  private stopped = false

  constructor(private readonly io: BenchIo) {
    for (const saved of io.settings.instruments) this.admit(saved, io.lines)
  }

  list(): readonly InstrumentView[] {
    return [...this.supervisors.values()].map((s) => s.view())
  }

  ports(): Promise<readonly PortView[]> {
    return this.io.portFinder.list()
  }

  async add(what: InstrumentAdd): Promise<InstrumentView> {
    const kind = this.kindOf(what.kind)
    if (this.supervisors.size >= MAX_INSTRUMENTS) throw badRequest('Instruments', `${MAX_INSTRUMENTS} are the most`)
    await this.checkAddress(kind, what.address)
    this.checkSettings(kind, what)
    const saved: SavedInstrument = { ...what, id: this.io.newId(), reconnect: true, serial: null }
    this.io.settings.setInstruments([...this.io.settings.instruments, saved])
    const supervisor = this.admit(saved, this.io.lines)
    this.changed()
    return supervisor.view()
  }

  async update(id: string, patch: InstrumentPatch): Promise<InstrumentView> {
    const supervisor = this.supervisorOf(id)
    const before = supervisor.view()
    const kind = this.kindOf(before.kind)
    if (patch.address !== undefined && patch.address !== before.address) {
      if (before.simulated) throw badRequest('Address', 'the demo bench has its own')
      await this.checkAddress(kind, patch.address)
    }
    const settings = before.simulated ? kind.demoSettings : this.savedOf(id)
    if (patch.intervalMs !== undefined) this.checkSettings(kind, { ...settings, intervalMs: patch.intervalMs })
    const target: Target = {
      ...settings,
      id,
      name: patch.name ?? before.name,
      address: patch.address ?? before.address,
      intervalMs: patch.intervalMs ?? before.settings.intervalMs,
      reconnect: patch.reconnect ?? before.settings.reconnect,
      serial: this.savedOf(id)?.serial ?? before.identity?.serial ?? null,
      simulated: before.simulated,
      labels:
        patch.labels ?? this.savedOf(id)?.labels ?? labelsOf(before, kind.channels(settings ?? kind.demoSettings)),
    }
    this.amendSaved(id, {
      name: target.name,
      address: target.address,
      intervalMs: target.intervalMs,
      reconnect: target.reconnect,
      ...(patch.labels ? { labels: patch.labels } : {}),
    })
    await supervisor.retarget(target)
    return supervisor.view()
  }

  async remove(id: string): Promise<void> {
    const supervisor = this.supervisorOf(id)
    await supervisor.disconnect()
    this.supervisors.delete(id)
    this.io.sources.gone(id)
    this.io.settings.setInstruments(this.io.settings.instruments.filter((s) => s.id !== id))
    this.changed()
  }

  connect(id: string): void {
    this.supervisorOf(id).connect()
  }

  disconnect(id: string): Promise<void> {
    return this.supervisorOf(id).disconnect()
  }

  /** Starts the simulated bench and connects it; the second call finds the first one's. */
  async startDemo(): Promise<InstrumentView> {
    const meters = await this.io.demo.start()
    const views = meters.map((meter) => this.admitDemo(meter))
    this.changed()
    const first = views[0]
    if (!first) throw badRequest('Demo bench', 'it holds no instrument')
    return first
  }

  get anyUp(): boolean {
    return [...this.supervisors.values()].some((s) => s.isUp)
  }

  /** Says goodbye to every instrument; bounded by the time-outs of the drivers. */
  async stop(): Promise<void> {
    this.stopped = true
    await Promise.all([...this.supervisors.values()].map((s) => s.disconnect()))
    await this.io.demo.stop()
  }

  private admitDemo(meter: DemoMeter): InstrumentView {
    const id = `demo-${meter.kind}`
    let supervisor = this.supervisors.get(id)
    if (!supervisor) {
      const kind = this.kindOf(meter.kind)
      const target: Target = {
        ...meter.settings,
        id,
        name: `${kind.title} demo`,
        address: meter.address,
        reconnect: true,
        serial: null,
        simulated: true,
      }
      supervisor = this.supervise(target, kind, meter.openLine)
      this.io.log.say('info', target.name, `The simulated meter runs ${meter.wiring}.`)
    }
    supervisor.connect()
    return supervisor.view()
  }

  private admit(saved: SavedInstrument, lines: BenchIo['lines']): Supervisor {
    const kind = this.kindOf(saved.kind)
    return this.supervise({ ...saved, simulated: false }, kind, lines[kind.reach])
  }

  private supervise(target: Target, instrument: Instrument, openLine: OpenLine): Supervisor {
    const { clock, log, sources } = this.io
    const supervisor = new Supervisor(
      {
        instrument,
        openLine,
        clock,
        log,
        sources,
        changed: () => this.changed(),
        learned: (id, serial) => this.amendSaved(id, { serial }),
        traffic: (line) => this.io.traffic(target.id, line),
      },
      target,
    )
    this.supervisors.set(target.id, supervisor)
    return supervisor
  }

  /** Tells the page soon: many changes in a row are one message; while something is up, health keeps it going. */
  private changed(): void {
    if (this.telling || this.stopped) return
    this.telling = true
    this.io.clock.after(TELL_EVERY_MS, () => {
      this.telling = false
      if (this.stopped) return
      this.io.teller.tell('instruments:changed', { instruments: this.list() })
      if (this.anyUp) this.changed()
    })
  }

  private kindOf(kind: string): Instrument {
    const found = this.io.kinds.find((k) => k.kind === kind)
    if (!found) throw badRequest('Instrument kind', `"${kind}" is not known`)
    return found
  }

  private supervisorOf(id: string): Supervisor {
    const found = this.supervisors.get(id)
    if (!found) throw unknownInstrument(id)
    return found
  }

  private savedOf(id: string): SavedInstrument | undefined {
    return this.io.settings.instruments.find((s) => s.id === id)
  }

  private amendSaved(id: string, patch: Partial<SavedInstrument>): void {
    if (!this.savedOf(id)) return
    this.io.settings.setInstruments(this.io.settings.instruments.map((s) => (s.id === id ? { ...s, ...patch } : s)))
  }

  private async checkAddress(kind: Instrument, address: string): Promise<void> {
    const why = kind.reach === 'serial' ? await this.io.portFinder.refuse(address) : null
    if (why) throw badRequest(`Port ${address}`, why)
  }

  private checkSettings(kind: Instrument, settings: InstrumentSettings): void {
    const why = kind.refuse(settings)
    if (why) throw badRequest('Settings', why)
  }
}

/** Labels that differ from the instrument's own: the demo bench is not saved, its view is all there is. */
const labelsOf = ({ channels }: InstrumentView, its: readonly ChannelInfo[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    channels
      .filter(({ key, label }) => its.find((own) => own.key === key)?.label !== label)
      .map(({ key, label }) => [key, label]),
  )
