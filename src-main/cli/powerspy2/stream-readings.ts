import type { TimeUs } from '@contract/model'
import { backoffMs } from '../../app/link/link-machine'
import { locator, type Place } from '../../app/link/locate'
import { resetAfterMs } from '../../app/link/watchdog'
import { printable } from '../../app/traffic-log'
import { type Clock, pause } from '../../base/clock'
import { asFault, type Fault } from '../../base/fault'
import type { Connection, DriverEvents, Instrument } from '../../ports/instrument'
import type { Rfcomm } from '../../ports/rfcomm'
import type { SampleBlock } from '../../ports/samples'
import type { OpenLine } from '../../ports/transport'
import { faultText } from '../say'
import { anotherMeter, fellQuiet } from './faults'

/** Without --reconnect a meter may be silent this long, and never less than five periods. */
const SILENCE_MS = 10_000

export interface StreamSettings {
  readonly device: string
  readonly intervalMs: number
  /** Says the traffic. */
  readonly debug: boolean
  /** Says the traffic and what it means. */
  readonly trace: boolean
  /** Readings to print before ending; null: until interrupted. */
  readonly count: number | null
  readonly reconnect: boolean
}

export interface StreamIo {
  readonly instrument: Instrument
  readonly openLine: OpenLine
  /** Where Bluetooth meters are bound: one that comes back under another number is found there. */
  readonly rfcomm: Rfcomm
  readonly clock: Clock
  /** One reading; `windowMs` is the true window it is the mean of. */
  print(atUs: TimeUs, watts: number, windowMs: number): void
  complain(text: string): void
  /** Aborted by SIGINT, SIGTERM or a reader that went away. */
  readonly stop: AbortController
}

/**
 * Prints readings until stopped or counted out; the meter is told to stop in every case. Without --reconnect it rejects
 * with the Fault that ended the stream; with it, faults are said and the meter is tried again after 1, 2, 4 … 30 s.
 */
export async function streamReadings(settings: StreamSettings, io: StreamIo): Promise<void> {
  const run = new Run(settings, io)
  let tries = 0
  for (;;) {
    const before = run.printed
    const fault = await run.live()
    if (io.stop.signal.aborted || !fault) return
    if (!settings.reconnect) throw fault
    tries = run.printed > before ? 1 : tries + 1
    const waitMs = backoffMs(tries)
    io.complain(`${faultText(fault.view)}\nwattbench: Trying again in ${waitMs / 1000} s.`)
    await pause(io.clock, waitMs, io.stop.signal)
    if (io.stop.signal.aborted) return
  }
}

class Run {
  printed = 0
  private lastUs: TimeUs = 0
  private serial: string | null = null
  private windowMs = 0
  private lastSampleUs: TimeUs = 0
  private bytesSince = 0
  private readonly locate = locator(
    () => this.io.rfcomm,
    () => null,
  )
  /** Where the meter is; its Bluetooth address is learned with the first answer. */
  private place: Place

  constructor(
    private readonly settings: StreamSettings,
    private readonly io: StreamIo,
  ) {
    this.place = { address: settings.device }
  }

  /** One connection from open to close. Null when it was stopped. */
  async live(): Promise<Fault | null> {
    const { instrument, openLine, clock, stop } = this.io
    const { intervalMs } = this.settings
    let place: Place
    let connection: Connection
    try {
      place = await this.locate({ ...this.place, name: instrument.title })
      connection = await instrument.connect(
        { address: place.address, openLine, clock, events: this.events(), signal: stop.signal, prompt: true },
        { intervalMs },
      )
    } catch (error) {
      return asFault(error)
    }
    const { serial } = connection.identity
    if (this.serial !== null && this.serial !== serial) {
      await connection.stop()
      return anotherMeter(place.address, this.serial, serial)
    }
    this.serial = serial
    this.place = place
    this.windowMs = connection.timing.trueMs
    const fault = await this.untilOver(connection)
    await connection.stop()
    return fault
  }

  private untilOver(connection: Connection): Promise<Fault | null> {
    const { clock, stop } = this.io
    const { reconnect } = this.settings
    const limitMs = reconnect ? resetAfterMs(this.windowMs) : Math.max(SILENCE_MS, 5 * this.windowMs)
    this.lastSampleUs = clock.nowUs()
    return new Promise((resolve) => {
      let cancel = (): void => undefined
      const over = (fault: Fault | null): void => {
        cancel()
        stop.signal.removeEventListener('abort', stopped)
        resolve(fault)
      }
      const stopped = (): void => over(null)
      const watch = (): void => {
        const quietMs = (clock.nowUs() - this.lastSampleUs) / 1000
        if (quietMs >= limitMs) over(fellQuiet(this.place.address, Math.round(quietMs / 1000), this.bytesSince))
        else cancel = clock.after(limitMs - quietMs, watch)
      }
      stop.signal.addEventListener('abort', stopped)
      void connection.ended.then(over)
      if (stop.signal.aborted) stopped()
      else watch()
    })
  }

  private print(block: SampleBlock, watts: ArrayLike<number | bigint>): void {
    const { count } = this.settings
    block.timesUs.forEach((timeUs, index) => {
      if (count !== null && this.printed >= count) return
      this.lastUs = Math.max(timeUs, this.lastUs + 1)
      this.printed++
      this.io.print(this.lastUs, Number(watts[index]), this.windowMs)
    })
    this.lastSampleUs = this.io.clock.nowUs()
    this.bytesSince = 0
    if (count !== null && this.printed >= count) this.io.stop.abort()
  }

  private events(): DriverEvents {
    const nothing = (): void => undefined
    const channels = this.io.instrument.channels({ intervalMs: this.settings.intervalMs })
    const power = channels.findIndex(({ key }) => key === 'power')
    return {
      step: nothing,
      segment: nothing,
      gap: (gap) => this.remark(`${gap.text} (${gap.fromUs} … ${gap.toUs ?? ''})`),
      rejected: (_count, why) => this.remark(`frame rejected: ${why}`),
      warn: (text) => this.remark(text),
      lateness: nothing,
      heard: () => {
        this.bytesSince++
      },
      samples: (block) => {
        const watts = block.values[power]
        if (watts) this.print(block, watts)
      },
      traffic: (line) => {
        const { debug, trace } = this.settings
        if (!debug && !trace) return
        const meaning = trace ? line.meaning?.() : undefined
        this.io.complain(`${MARK[line.direction]} ${printable(line)}${meaning ? `  ${meaning}` : ''}`)
      },
    }
  }

  private remark(text: string): void {
    if (this.settings.debug || this.settings.trace) this.io.complain(`# ${text}`)
  }
}

const MARK = { sent: '>', received: '<', note: '#' } as const
