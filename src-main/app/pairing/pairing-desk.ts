import type { PairingLine, PairingStep, PairingView } from '@contract/pairing'
import { faultViewOf } from '../../base/fault'
import type { Log } from '../../base/log'
import { badRequest } from '../faults'
import type { Teller } from '../teller'
import { type IdentifyIo, identifyMeter } from './identify-job'
import { bindPort, checkPermission, findMeters, type Job, lookAtAdapter, pairMeter } from './pairing-jobs'
import { type Cue, firstPairing, nextPairing, type Pairing } from './pairing-machine'
import { PairingTrail } from './pairing-trail'

export interface PairingIo extends Omit<IdentifyIo, 'trail'> {
  readonly log: Log
  readonly teller: Teller
}

/** Signals of a room full of devices move all the time: the page hears of them at most this often. */
const TELL_EVERY_MS = 100
/** Of "What was done so far"; older ones go. */
const MAX_LINES = 60
const SUBJECT = 'Pairing'

/** Leads from a meter in the room to its first value: one pairing at a time, one job at a time, each ended with its step. */
export class PairingDesk {
  private now: Pairing | null = null
  private sinceUs = 0
  private runSinceUs = 0
  private lines: readonly PairingLine[] = []
  private job: { readonly abort: AbortController; readonly ended: Promise<void> } | null = null
  private trail: PairingTrail
  private telling = false

  constructor(private readonly io: PairingIo) {
    this.trail = new PairingTrail(io.bench)
  }

  view(): PairingView | null {
    if (!this.now) return null
    const { pin: _pin, run: _run, first: _first, ...shown } = this.now
    return { ...shown, sinceUs: this.sinceUs, lines: this.lines }
  }

  start(): PairingView {
    if (!this.now) {
      this.lines = []
      this.trail = new PairingTrail(this.io.bench)
      this.enter(firstPairing)
    }
    const view = this.view()
    if (!view) throw badRequest(SUBJECT, 'it did not begin')
    return view
  }

  choose(address: string): void {
    this.person({ cue: 'choose', address })
  }

  usePin(pin: string): void {
    this.person({ cue: 'pin', pin })
  }

  /** What a person asks for with a button. Rejected where it means nothing. */
  press(cue: 'power-on' | 'forget' | 'retry' | 'back' | 'next'): void {
    this.person({ cue })
  }

  /** Gives the saved instrument its name and ends; its id. */
  async finish(name: string): Promise<string> {
    const id = this.now?.instrumentId
    if (this.now?.step !== 'live' || this.now.at !== 'done' || !id)
      throw badRequest(SUBJECT, 'there is no meter yet that gave a value')
    await this.io.bench.update(id, { name })
    this.io.log.say(
      'info',
      SUBJECT,
      `${name} is paired: ${this.now.meter?.address}, #${this.now.serial}, on ${this.now.port}.`,
    )
    await this.end()
    return id
  }

  /** Ends what is under way; resolves when nothing of it is left. */
  async cancel(): Promise<void> {
    if (!this.now) return
    const { trail } = this
    await this.end()
    await trail.removeMade()
    this.io.log.say('info', SUBJECT, 'Pairing was cancelled. What was paired or bound stays so.')
  }

  /** The application ends: a saved instrument stays saved. */
  async stop(): Promise<void> {
    if (this.now) await this.end()
  }

  private person(cue: Cue): void {
    if (!this.go(cue)) throw badRequest(SUBJECT, `"${cue.cue}" means nothing at this step`)
  }

  private go(cue: Cue): boolean {
    const before = this.now
    const next = before && nextPairing(before, cue)
    if (!next) return false
    this.enter(next)
    return true
  }

  private enter(next: Pairing): void {
    const before = this.now
    this.now = next
    if (before?.step !== next.step || before.at !== next.at) this.sinceUs = this.io.clock.nowUs()
    if (before?.run !== next.run) this.begin(next)
    this.changed()
  }

  /** The job of a step; what ran before is ended first, so that two never use the radio at once. */
  private begin(now: Pairing): void {
    const before = this.job
    before?.abort.abort()
    this.runSinceUs = this.io.clock.nowUs()
    const abort = new AbortController()
    const { signal } = abort
    const job: Job = {
      now,
      signal,
      go: (cue) => void (signal.aborted || this.go(cue)),
      note: (text, level = 'info') => void (signal.aborted || this.note(text, level)),
    }
    const run = now.at === 'done' ? null : JOBS[now.step]
    const { trail } = this
    const io: IdentifyIo = { ...this.io, trail }
    const ended = Promise.resolve(before?.ended)
      .then(() => (signal.aborted || !now.meter ? undefined : trail.leaveOthers(now.meter.address, job.note)))
      .then(() => (signal.aborted ? undefined : run?.(io, job)))
      .catch((error: unknown) => job.go({ cue: 'stuck', fault: faultViewOf(error) }))
    this.job = { abort, ended }
  }

  private async end(): Promise<void> {
    const job = this.job
    this.now = null
    this.job = null
    job?.abort.abort()
    this.changed()
    await job?.ended
  }

  private note(text: string, level: PairingLine['level']): void {
    const atUs = this.io.clock.nowUs()
    const line = { atUs, text, tookS: (atUs - this.runSinceUs) / 1e6, level }
    this.lines = [...this.lines, line].slice(-MAX_LINES)
    this.runSinceUs = atUs
    this.io.log.say(level, SUBJECT, `${text}.`)
    this.changed()
  }

  private changed(): void {
    if (this.telling) return
    this.telling = true
    this.io.clock.after(TELL_EVERY_MS, () => {
      this.telling = false
      this.io.teller.tell('pairing:changed', { pairing: this.view() })
    })
  }
}

const JOBS: Readonly<Record<PairingStep, (io: IdentifyIo, job: Job) => Promise<void>>> = {
  adapter: lookAtAdapter,
  find: findMeters,
  pair: pairMeter,
  bind: bindPort,
  permission: checkPermission,
  identify: identifyMeter,
  live: identifyMeter,
}
