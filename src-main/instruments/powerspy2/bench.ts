import type { Calibration, TimeUs } from '@contract/model'
import type { Clock } from '../../base/clock'
import type { Bench } from '../../ports/transport'
import { BracketFramer } from '../../wire/bracket-framer'
import type { BenchFaults } from './bench-faults'
import { type Mains, mainsAt, steadyMains, WANDERING } from './bench-mains'
import { BenchOutput } from './bench-output'
import { BenchSignal } from './bench-signal'
import {
  type DeviceTime,
  decodeTime,
  encodeByte,
  encodeIdentity,
  encodeTicks,
  encodeTime,
  type Hardware,
  MAX_BODY,
  type RawFrame,
  unhex,
} from './codec'
import { encodeEeprom } from './eeprom'
import { computerLoad, type Load } from './loads'
import { mainsTicks } from './timing'

/** Scale factors of a real meter, as its EEPROM gave them. Source: NOTES.md, "Recorded frames". */
export const BENCH_CALIBRATION: Calibration = {
  voltsPerDigit: 0.08154758810997009,
  ampsPerDigit: 0.0005449772579595447,
  date: '2024-02-12',
  factoryVoltsPerDigit: 0.08154758810997009,
  factoryAmpsPerDigit: 0.0005449772579595447,
  factoryDate: '2023-11-06',
}

/** Bits of the hardware byte and a software version for each kind; the real numbers of PowerSpy2 are not published. */
const HARDWARE_BYTE = { 1: 0x02, 2: 0x03 } as const
const SOFTWARE = 0x35

/** Above this the socket gives 120 V, below 230 V. */
const AMERICAN_HZ = 55

export interface BenchOptions {
  readonly clock: Clock
  readonly hardware: Hardware
  /** 0 … 65535. */
  readonly serial: number
  readonly mains: Mains
  readonly load: Load
  readonly calibration: Calibration
  readonly faults: BenchFaults
  readonly seed: number
}

/** Settings for a bench that works. */
export function goodBench(clock: Clock, seed = 1): BenchOptions {
  const mains = steadyMains(50)
  const load = computerLoad(seed)
  return { clock, hardware: 2, serial: 1111, mains, load, calibration: BENCH_CALIBRATION, faults: {}, seed }
}

/** The demo bench: a computer on a PowerSpy2, on mains that wander about 50 Hz. */
export const demoBench = (clock: Clock, seed: number): Bench =>
  new PowerspyBench({ ...goodBench(clock, seed), mains: WANDERING })

/** A PowerSpy at the far end of a cable: both hardware versions, drifting mains, loads, and faults by switch. */
export class PowerspyBench implements Bench {
  private readonly startUs: TimeUs
  private readonly framer: BracketFramer
  private readonly signal: BenchSignal
  private readonly eeprom: Uint8Array
  private output: BenchOutput | null = null
  private hangUp: () => void = () => undefined
  private serial: number
  private state: 'R' | 'A' | 'C' | 'T' = 'R'
  private capturePeriods = 10
  private clockOffsetUs = 0
  private cancelTimer: () => void = () => undefined
  private periods = 50
  private frameUs: TimeUs = 0
  private framesSent = 0
  private dead = false
  private plugs = 0

  constructor(private readonly options: BenchOptions) {
    const { clock, load, mains, calibration, faults, seed, serial } = options
    this.startUs = clock.nowUs()
    this.serial = serial
    this.dead = faults.silent === true
    this.signal = new BenchSignal(load, mains.hz > AMERICAN_HZ ? 120 : 230, calibration, seed)
    const voltsPerDigit = faults.calibration ?? calibration.voltsPerDigit
    this.eeprom = encodeEeprom({ serial, calibration: { ...calibration, voltsPerDigit } })
    const discarded = (): void => undefined
    this.framer = new BracketFramer(MAX_BODY, { frame: (body) => this.obey(body), discarded })
  }

  plug(say: (bytes: Uint8Array) => void, hangUp: () => void): void {
    const { faults, seed } = this.options
    this.framer.reset()
    this.hangUp = hangUp
    this.output = new BenchOutput(faults, seed, say)
    if (this.plugs++ === 0 && faults.leftOn) this.stream(Math.round(this.options.mains.hz))
    if (faults.leftOn && this.state === 'T' && !this.dead) this.output.frame(this.measure(this.frameUs, this.frameUs))
  }

  hear(bytes: Uint8Array): void {
    this.framer.push(bytes)
  }

  unplug(): void {
    const { faults } = this.options
    this.output = null
    if (faults.silentAfter?.back) this.dead = false
    if (faults.swap !== undefined) this.swap(faults.swap)
  }

  /** Switches the simulator off: no timer stays behind. */
  off(): void {
    this.cancelTimer()
    this.output = null
    this.dead = true
  }

  /** Mains frequency at a moment, Hz. */
  private hzAt(us: TimeUs): number {
    return mainsAt(this.options.mains, (us - this.startUs) / 1e6)
  }

  private obey(body: string): void {
    if (this.dead) return
    const letter = body[0] ?? ''
    const refused = this.options.faults.refuse?.includes(letter)
    const reply = refused ? 'Z' : this.replyTo(letter, body.slice(1))
    if (reply !== null) this.output?.reply(reply)
  }

  /** Null for silence. */
  private replyTo(letter: string, rest: string): string | null {
    const { hardware, faults, clock } = this.options
    const number = unhex(rest)
    switch (letter) {
      case '?':
        return rest === '' ? this.identity() : 'Z'
      case 'F': {
        const ticks = faults.ticks ?? mainsTicks(this.hzAt(clock.nowUs()), hardware)
        return rest === '' ? encodeTicks(ticks & 0xffff) : 'Z'
      }
      case 'V':
        return rest.length === 2 && number !== null ? encodeByte(this.eeprom[number] ?? 0xff) : 'Z'
      case 'J':
        return this.startStream(rest)
      case 'Q':
        if (this.state === 'T') this.idle('R')
        return 'K'
      case 'S':
        return this.capture()
      case 'C': // real meters cancel and still answer Z
        this.idle('R')
        return 'Z'
      case 'L':
        if (rest.length !== 2 || number === null || number < 1 || number > 100) return 'Z'
        this.capturePeriods = number
        return 'K'
      case 'T':
        return rest.replaceAll(' ', '').length === 36 && unhex(rest.replaceAll(' ', '')) !== null ? 'K' : 'Z'
      case 'R': // hardware 2 does not know it; hardware 1 resets without a word
        if (hardware === 1) this.idle('R')
        return null
      default:
        return hardware === 2 ? this.replyToSecond(letter, rest) : 'Z'
    }
  }

  /** Commands only PowerSpy2 has. The log itself is not simulated: there is no file to list. */
  private replyToSecond(letter: string, rest: string): string {
    const nowUs = this.options.clock.nowUs()
    switch (letter) {
      case 'E': {
        const time = decodeTime(rest)
        if (!time) return 'Z'
        this.clockOffsetUs = usOf(time) - nowUs
        return 'K'
      }
      case 'G':
        return rest === '' ? encodeTime(timeOf(nowUs + this.clockOffsetUs)) : 'Z'
      case 'M': // four digits by the manual, two by a known program
        return (rest.length === 4 || rest.length === 2) && (unhex(rest) ?? 5001) <= 5000 ? 'K' : 'Z'
      case 'O':
      case 'P':
        return rest === '' ? 'K' : 'Z'
      case 'U':
        return rest === '' ? '' : 'Z'
      default:
        return 'Z'
    }
  }

  private identity(): string {
    const { hardware } = this.options
    const hardwareByte = HARDWARE_BYTE[hardware]
    return encodeIdentity({
      state: this.state,
      pllLocked: true,
      trigger: 0,
      software: SOFTWARE,
      hardwareByte,
      serial: this.serial,
    })
  }

  private swap(serial: number): void {
    this.serial = serial
    const [low, high] = [serial & 0xff, serial >> 8]
    this.eeprom.set([low, high], 0)
  }

  private idle(state: 'R' | 'C'): void {
    this.cancelTimer()
    this.state = state
  }

  private capture(): string {
    const { clock } = this.options
    this.cancelTimer()
    this.state = 'A'
    const ms = (this.capturePeriods * 1000) / this.hzAt(clock.nowUs())
    this.cancelTimer = clock.after(ms, () => this.idle('C'))
    return 'K'
  }

  private startStream(digits: string): string {
    const { hardware } = this.options
    const periods = unhex(digits)
    const [width, most] = hardware === 1 ? [2, 100] : [4, 0xffff]
    if (digits.length !== width || periods === null || periods < 1 || periods > most) return 'Z'
    this.stream(periods)
    return 'K'
  }

  private stream(periods: number): void {
    this.cancelTimer()
    this.state = 'T'
    this.periods = periods
    this.frameUs = this.options.clock.nowUs()
    this.next()
  }

  /** Frames follow the mains, whenever the timer of this computer fires. */
  private next(): void {
    const { clock } = this.options
    const fromUs = this.frameUs
    const toUs = fromUs + (this.periods / this.hzAt(fromUs)) * 1e6
    this.cancelTimer = clock.after(Math.max(0, Math.ceil((toUs - clock.nowUs()) / 1000)), () => {
      this.frameUs = toUs
      this.next()
      this.emit(fromUs, toUs)
    })
  }

  private emit(fromUs: TimeUs, toUs: TimeUs): void {
    if (this.dead || !this.output) return
    const { silentAfter, hangUpAfter } = this.options.faults
    this.output.frame(this.measure(fromUs, toUs))
    this.framesSent++
    if (this.framesSent === silentAfter?.frames) this.dead = true
    if (this.framesSent === hangUpAfter) {
      this.output = null
      this.hangUp()
    }
  }

  private measure(fromUs: TimeUs, toUs: TimeUs): RawFrame {
    return this.signal.frame((fromUs - this.startUs) / 1e6, (toUs - this.startUs) / 1e6)
  }
}

function timeOf(us: TimeUs): DeviceTime {
  const date = new Date(us / 1000)
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  }
}

const usOf = ({ year, month, day, hour, minute, second }: DeviceTime): TimeUs =>
  Date.UTC(year, month - 1, day, hour, minute, second) * 1000
