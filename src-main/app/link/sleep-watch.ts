import type { Gap, TimeUs } from '@contract/model'
import type { Clock } from '../../base/clock'
import type { Sleeps } from '../sources'

/** How often the program shows itself that it is awake. */
const BEAT_MS = 500
/** A longer step, in periods, is no pause between two samples any more. */
const MISSED_PERIODS = 2.5
/** A beat that is later than this: the computer slept, or the process was stopped. Nothing of ours keeps it busy that long. */
export const STOOD_STILL_MS = 2_000

export interface Sleep {
  readonly fromUs: TimeUs
  readonly toUs: TimeUs
}

/** Notices when this program stood still, by a beat that comes late, and knows which gaps are the doing of that. */
export class SleepWatch implements Sleeps {
  private beatUs: TimeUs
  private last: Sleep | null = null
  private cancel: () => void = () => undefined

  constructor(
    private readonly clock: Clock,
    private readonly slept: (sleep: Sleep) => void,
  ) {
    this.beatUs = clock.nowUs()
    this.beat()
  }

  stop(): void {
    this.cancel()
  }

  /** The same gap under its true cause when the program stood still in it. */
  explain(gap: Gap): Gap {
    this.look()
    const { last } = this
    if (!last || gap.cause === 'disconnected' || gap.fromUs > last.toUs) return gap
    if (gap.toUs !== null && gap.toUs < last.fromUs) return gap
    return { ...gap, cause: 'suspended', text: `${sleepWords(last)}; ${gap.text}` }
  }

  /** A far end that waits to be asked leaves no other trace of a sleep than a long step. */
  missed(fromUs: TimeUs, toUs: TimeUs, periodUs: number): Gap | null {
    if (toUs - fromUs <= Math.max(MISSED_PERIODS * periodUs, STOOD_STILL_MS * 1000)) return null
    this.look()
    const { last } = this
    if (!last || fromUs > last.toUs || toUs < last.fromUs) return null
    const lost = Math.max(0, Math.round((toUs - fromUs) / periodUs) - 1)
    return { fromUs, toUs, lost, cause: 'suspended', text: sleepWords(last) }
  }

  private beat(): void {
    this.look()
    this.cancel = this.clock.after(BEAT_MS, () => this.beat())
  }

  private look(): void {
    const nowUs = this.clock.nowUs()
    const fromUs = this.beatUs
    this.beatUs = nowUs
    if (nowUs - fromUs <= (BEAT_MS + STOOD_STILL_MS) * 1000) return
    this.last = { fromUs, toUs: nowUs }
    this.slept(this.last)
  }
}

/** "The computer slept or Wattbench was stopped for 480 s". */
export const sleepWords = ({ fromUs, toUs }: Sleep): string =>
  `The computer slept or Wattbench was stopped for ${Math.round((toUs - fromUs) / 1e6)} s`
