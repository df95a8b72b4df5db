import type { FileToken } from '@contract/files'
import type { InstrumentAdd, InstrumentPatch, InstrumentView, PortView } from '@contract/instruments'
import type { ChannelFile, Identity } from '@contract/model'
import type { Clock } from '../base/clock'
import type { Log } from '../base/log'
import type { DemoBench, DemoMeter } from '../ports/demo'
import type { Instrument, InstrumentSettings, Traffic } from '../ports/instrument'
import type { PortFinder } from '../ports/port-finder'
import type { Rfcomm } from '../ports/rfcomm'
import type { SavedInstrument } from '../ports/settings'
import type { OpenLine } from '../ports/transport'
import { badRequest, unknownInstrument } from './faults'
import { checkAddress, checkSettings, labelsOf, takenSettings } from './instrument-checks'
import { locator, type Place } from './link/locate'
import { Supervisor, type SupervisorIo, type Target } from './link/supervisor'
import type { PlanDesk } from './plans'
import type { SettingsKeeper } from './settings-keeper'
import type { Sources } from './sources'
import type { Teller } from './teller'

export interface BenchIo {
  readonly kinds: readonly Instrument[]
  /** How each reach ('serial', 'tcp') opens a line. */
  readonly lines: Readonly<Record<Instrument['reach'], OpenLine>>
  readonly portFinder: PortFinder
  readonly rfcomm: Rfcomm
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
  /** The channel files that are open in the window. */
  readonly plans: PlanDesk
  /** True while the source's samples go into a session. */
  readonly isRecorded: (sourceId: string) => boolean
}

/** The page hears of instruments at most this often; health figures move all the time. */
const TELL_EVERY_MS = 250
/** More than a bench holds; keeps settings and status bar bounded. */
const MAX_INSTRUMENTS = 64

/** All instruments a person has, saved ones and the demo bench, each with its own supervisor. */
export class InstrumentBench {
  private readonly supervisors = new Map<string, Supervisor>()
  /** Open plans that are newer than what the instrument measures with. */
  private readonly newer = new Map<string, FileToken>()
  private readonly locate = locator(
    () => this.io.rfcomm,
    (bluetooth) => this.io.settings.instruments.find((s) => s.bluetooth === bluetooth) ?? null,
  )
  private telling = false
  private stopped = false

  constructor(private readonly io: BenchIo) {
    for (const saved of io.settings.instruments) this.admit(saved, io.lines)
  }

  list(): readonly InstrumentView[] {
    return [...this.supervisors.values()].map((s) => this.viewOf(s))
  }

  ports(): Promise<readonly PortView[]> {
    return this.io.portFinder.list()
  }

  /** `bluetooth`: the meter behind the device node, when it is known. */
  async add(what: InstrumentAdd, bluetooth?: string): Promise<InstrumentView> {
    const kind = this.kindOf(what.kind)
    if (this.supervisors.size >= MAX_INSTRUMENTS) throw badRequest('Instruments', `${MAX_INSTRUMENTS} are the most`)
    await checkAddress(kind, this.io.portFinder, what.address)
    const { plan, nplc, ...rest } = what
    const saved: SavedInstrument = {
      ...rest,
      ...takenSettings(kind, this.io.plans, plan, nplc),
      ...(bluetooth === undefined ? {} : { bluetooth }),
      id: this.io.newId(),
      reconnect: true,
      serial: null,
    }
    checkSettings(kind, saved)
    if (plan !== undefined) this.io.plans.takenBy(saved.id, plan)
    this.io.settings.setInstruments([...this.io.settings.instruments, saved])
    const supervisor = this.admit(saved, this.io.lines)
    this.changed()
    return this.viewOf(supervisor)
  }

  async update(id: string, patch: InstrumentPatch): Promise<InstrumentView> {
    const supervisor = this.supervisorOf(id)
    const before = supervisor.view()
    const kind = this.kindOf(before.kind)
    if (patch.address !== undefined && patch.address !== before.address) {
      if (before.simulated) throw badRequest('Address', 'the demo bench has its own')
      await checkAddress(kind, this.io.portFinder, patch.address)
    }
    const { plan, nplc, ...rest } = patch
    const settings: InstrumentSettings = {
      ...supervisor.settings,
      ...takenSettings(kind, this.io.plans, plan, nplc),
      ...(rest.intervalMs === undefined ? {} : { intervalMs: rest.intervalMs }),
    }
    checkSettings(kind, settings)
    const otherFile = settings.channelFile?.text !== supervisor.settings.channelFile?.text
    if (otherFile && this.io.isRecorded(id))
      throw badRequest('Channel file', 'a session is being recorded from this instrument; stop the recording first')
    const saved = this.savedOf(id)
    // A new channel file names anew what nobody has labelled.
    const kept = otherFile ? undefined : saved?.labels
    const labels = patch.labels ?? kept ?? labelsOf(before, kind.channels(supervisor.settings))
    const address = rest.address ?? before.address
    // Whoever types another node means whatever is there; its Bluetooth address is learned anew.
    const bluetooth = address === before.address ? saved?.bluetooth : undefined
    const target: Target = {
      ...settings,
      ...(bluetooth === undefined ? {} : { bluetooth }),
      id,
      name: rest.name ?? before.name,
      address,
      reconnect: rest.reconnect ?? before.settings.reconnect,
      serial: saved?.serial ?? before.identity?.serial ?? null,
      simulated: before.simulated,
      labels,
    }
    this.amendSaved(id, {
      ...settings,
      name: target.name,
      address: target.address,
      bluetooth,
      reconnect: target.reconnect,
      ...(patch.labels || saved?.labels ? { labels } : {}),
    })
    if (plan !== undefined) {
      this.newer.delete(id)
      this.io.plans.takenBy(id, plan)
    }
    await supervisor.retarget(target)
    return this.viewOf(supervisor)
  }

  /** Who answered over the connection that stands; another object with each connection, null without one. */
  answered(id: string): Identity | null {
    return this.supervisors.get(id)?.answered ?? null
  }

  /** The saved instrument of a Bluetooth meter, by its address, else by its node while that is nobody's; null without one. */
  savedAt(place: Place): string | null {
    const { instruments } = this.io.settings
    // One with a serial number may be another meter that was on this node: `twinOf` knows when it has answered.
    const isFree = (s: SavedInstrument): boolean =>
      s.bluetooth === undefined && s.serial === null && s.address === place.address
    return (instruments.find((s) => s.bluetooth === place.bluetooth) ?? instruments.find(isFree))?.id ?? null
  }

  /** Another saved instrument with this serial number, or null. */
  twinOf(id: string, serial: string): string | null {
    const kind = this.savedOf(id)?.kind
    const twin = this.io.settings.instruments.find((s) => s.id !== id && s.kind === kind && s.serial === serial)
    return twin?.id ?? null
  }

  /** The instrument is at this node now. */
  async relocate(id: string, place: Place): Promise<void> {
    this.amendSaved(id, place)
    await this.supervisorOf(id).relocate(place)
  }

  async remove(id: string): Promise<void> {
    const supervisor = this.supervisorOf(id)
    await supervisor.disconnect()
    this.supervisors.delete(id)
    this.newer.delete(id)
    this.io.plans.takenBy(id, null)
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

  /** The channel file an instrument measures with; null for those that take none. */
  fileOf(id: string): ChannelFile | null {
    return this.supervisors.get(id)?.settings.channelFile ?? null
  }

  /** The file behind a plan was read again (null: it cannot be measured). Those who took it go on with the old one, and say so. */
  planReread(token: FileToken, file: ChannelFile | null): void {
    for (const id of this.io.plans.takers(token)) {
      const supervisor = this.supervisors.get(id)
      if (!supervisor) continue
      const isNewer = file !== null && file.text !== supervisor.settings.channelFile?.text
      if (isNewer) {
        this.newer.set(id, token)
        const text = `${file.name} changed on disk. Measuring goes on with the channel file as it was; apply the new one when you want to.`
        this.io.log.say('warn', supervisor.view().name, text)
      } else this.newer.delete(id)
    }
    this.changed()
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
    return this.viewOf(supervisor)
  }

  private admit(saved: SavedInstrument, lines: BenchIo['lines']): Supervisor {
    const kind = this.kindOf(saved.kind)
    const locate = kind.reach === 'serial' ? { locate: this.locate } : {}
    return this.supervise({ ...saved, simulated: false }, kind, lines[kind.reach], locate)
  }

  private supervise(
    target: Target,
    instrument: Instrument,
    openLine: OpenLine,
    locate: Pick<SupervisorIo, 'locate'> = {},
  ): Supervisor {
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
        moved: (id, place) => this.amendSaved(id, place),
        ...locate,
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

  private viewOf(supervisor: Supervisor): InstrumentView {
    const view = supervisor.view()
    const newerPlan = this.newer.get(view.id)
    return newerPlan === undefined ? view : { ...view, newerPlan }
  }
}
