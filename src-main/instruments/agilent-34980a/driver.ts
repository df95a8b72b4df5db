import type { Timing } from '@contract/instruments'
import type { TimeUs } from '@contract/model'
import { pause } from '../../base/clock'
import { asFault, type Fault } from '../../base/fault'
import type { Plan } from '../../engine/power-tree/plan'
import { scanPacker, stampOf } from '../../engine/power-tree/scan-samples'
import type { Connection, DriverIo, InstrumentSettings } from '../../ports/instrument'
import { NPLCS, scanEstimateMs } from './codec'
import { badSettings } from './faults'
import { planOf } from './plan-file'
import { ScanPeriod } from './scan-period'
import { openVoltmeter, type ScanReadings, type Voltmeter } from './voltmeter'

/** A scan with wrong channels is given up and the next one tried; so many in a row end the connection. */
const MOST_BAD_SCANS = 3

/** Integration time when nobody chose one, mains periods. */
export const DEFAULT_NPLC = 1

/**
 * Connects to a 34980A, sets it up for the channels of the plan and scans them at the interval until stopped. Rejects as
 * openVoltmeter() does, and with BAD_REQUEST for settings that cannot work.
 */
export async function connectVoltmeter(io: DriverIo, settings: InstrumentSettings): Promise<Connection> {
  const plan = planOf(settings.channelFile)
  if (typeof plan === 'string') throw badSettings(plan)
  const run = new ScanRun(io, plan, settings)
  return run.connect()
}

class ScanRun {
  private meter: Voltmeter | null = null
  private failure: Fault | null = null
  private readonly stopped = new AbortController()
  private stopping: Promise<void> | null = null
  private readonly period: ScanPeriod
  private lastUs: TimeUs | null = null
  private badScans = 0
  private lost = 0
  private end: (fault: Fault | null) => void = () => undefined
  private readonly ended = new Promise<Fault | null>((resolve) => {
    this.end = resolve
  })

  constructor(
    private readonly io: DriverIo,
    private readonly plan: Plan,
    private readonly settings: InstrumentSettings,
  ) {
    const scanMs = scanEstimateMs(plan.scanChannels.length, settings.nplc ?? DEFAULT_NPLC)
    this.period = new ScanPeriod(Math.max(settings.intervalMs, scanMs))
  }

  async connect(): Promise<Connection> {
    const { io, plan, settings } = this
    const { address, openLine, clock, events, signal } = io
    const meter = await openVoltmeter(
      {
        address,
        openLine,
        clock,
        signal,
        step: (step) => events.step(step),
        heard: (atUs) => events.heard(atUs),
        traffic: (line) => events.traffic(line),
        lost: (fault) => this.fail(fault),
      },
      { channels: plan.scanChannels, nplc: settings.nplc ?? DEFAULT_NPLC },
    )
    this.meter = meter
    for (const warning of meter.warnings) events.warn(warning)
    this.tellPeriod(clock.nowUs())
    clock.after(0, () => void this.scanOn())
    const { model, serial, firmware } = meter.identity
    return {
      identity: { model, serial, hardware: meter.identity.maker, firmware },
      calibration: null,
      timing: this.timing(),
      patienceMs: meter.limitMs,
      ended: this.ended,
      stop: () => this.stop(),
    }
  }

  private timing(): Timing {
    const { nplc } = this.meter ?? { nplc: DEFAULT_NPLC }
    return { askedMs: this.settings.intervalMs, trueMs: this.period.ms, periods: nplc, windows: 1, mainsHz: null }
  }

  private tellPeriod(startUs: TimeUs): void {
    const { intervalMs } = this.settings
    const settings = { intervalMs, nplc: this.meter?.nplc ?? DEFAULT_NPLC, channels: this.plan.scanChannels.length }
    this.io.events.segment({ startUs, periodS: this.period.ms / 1000, settings }, this.timing())
  }

  /** Scans on a grid of the interval from the first scan on; a scan that takes longer is followed by the next at once. */
  private async scanOn(): Promise<void> {
    const { clock } = this.io
    const { intervalMs } = this.settings
    const pack = scanPacker(this.plan)
    let dueUs = clock.nowUs()
    while (!this.stopped.signal.aborted) {
      const scan = await this.scanOnce()
      if (this.stopped.signal.aborted) return
      if (scan) {
        this.report(scan)
        this.io.events.samples(pack(scan))
      }
      dueUs = Math.max(dueUs + intervalMs * 1000, clock.nowUs())
      const waitMs = (dueUs - clock.nowUs()) / 1000
      if (waitMs > 0) await pause(clock, waitMs, this.stopped.signal)
    }
  }

  /** Null when the scan was no good; the next one may be, unless the connection ended. */
  private async scanOnce(): Promise<ScanReadings | null> {
    try {
      const scan = await this.meter?.scan()
      this.badScans = 0
      return scan ?? null
    } catch (error) {
      const fault = asFault(error)
      if (fault.code !== 'METER_SCAN' || ++this.badScans >= MOST_BAD_SCANS) this.fail(fault)
      else {
        this.lost++
        this.io.events.rejected(1, fault.view.cause.replace(/\.$/, ''))
      }
      return null
    }
  }

  private report(scan: ScanReadings): void {
    const { events } = this.io
    const atUs = stampOf(scan)
    const tookMs = (scan.endUs - scan.startUs) / 1000
    if (this.period.next(tookMs)) this.tellPeriod(this.lastUs ?? scan.startUs)
    if (this.lost > 0 && this.lastUs !== null) {
      const text = `${this.lost === 1 ? 'A scan was' : `${this.lost} scans were`} not complete`
      events.gap({ fromUs: this.lastUs, toUs: atUs, lost: this.lost, cause: 'rejected', text })
    }
    this.lost = 0
    this.lastUs = atUs
    events.lateness((scan.endUs - atUs) / 1000)
  }

  private fail(fault: Fault): void {
    if (this.stopping || this.failure) return
    this.failure = fault
    this.stopped.abort()
    void this.meter?.close()
    this.end(fault)
  }

  private stop(): Promise<void> {
    this.stopping ??= this.leave()
    return this.stopping
  }

  private async leave(): Promise<void> {
    this.stopped.abort()
    const errors = (await this.meter?.close()) ?? []
    for (const { code, text } of errors) this.io.events.warn(`The voltmeter reports at the end: ${code} ${text}.`)
    this.end(null)
  }
}

/** Why these settings cannot work; null when they can. */
export function refuseSettings({ channelFile, nplc = DEFAULT_NPLC }: InstrumentSettings): string | null {
  const highest = NPLCS[NPLCS.length - 1] ?? 0
  if (!(nplc > 0 && nplc <= highest))
    return `The integration time must be above 0 and at most ${highest} mains periods.`
  const plan = planOf(channelFile)
  return typeof plan === 'string' ? plan : null
}
