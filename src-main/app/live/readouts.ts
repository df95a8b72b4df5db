import type { Readout } from '@contract/live'
import { type ChannelId, type ChannelInfo, channelId, type SourceInfo, type TimeUs } from '@contract/model'
import type { ChannelStats } from '@contract/series'
import type { LiveHistory } from '../../engine/series/live-history'

const MINUTE_US = 60_000_000
/** The one-minute mean reads a minute of raw rows: once a second is as often as a person can read it. */
const MINUTE_EVERY_US = 1_000_000

/** Time stamps are kept for diagnosis; everything else can be drawn and read. */
export const isDrawn = (channel: ChannelInfo): boolean => channel.kind !== 'time'

/** The numbers beside the chart, per channel of one source. */
export class Readouts {
  private minute: readonly (ChannelStats | null)[] = []
  private minuteOf: ReadonlySet<ChannelId> | null = null
  private minuteAtUs = Number.NEGATIVE_INFINITY

  constructor(
    private info: SourceInfo,
    private readonly history: LiveHistory,
  ) {}

  describe(info: SourceInfo): void {
    this.info = info
  }

  /**
   * Newest value, one-minute mean and totals of every drawn channel that is wanted (null: all) and of the source's first with power;
   * empty before the first sample.
   */
  read(nowUs: TimeUs, wanted: ReadonlySet<ChannelId> | null = null): readonly Readout[] {
    const { history } = this
    if (history.lastUs === null || history.firstUs === null) return []
    const { id, channels } = this.info
    const first = channels.findIndex(({ unit }) => unit === 'W')
    const isTold = (channel: ChannelInfo, c: number) =>
      isDrawn(channel) && (c === first || (wanted?.has(channelId(id, channel.key)) ?? true))
    if (nowUs - this.minuteAtUs >= MINUTE_EVERY_US || this.minuteOf !== wanted) {
      this.minuteAtUs = nowUs
      this.minuteOf = wanted
      const fromUs = Math.max(nowUs - MINUTE_US, history.firstUs - 1)
      this.minute = channels.map((channel, c) =>
        isTold(channel, c) ? history.stats(channel.key, fromUs, nowUs) : null,
      )
    }
    const totals = history.totals(nowUs)
    const last = history.lastValues()
    return channels.flatMap((channel, c) => {
      const minute = this.minute[c]
      const total = totals[c]
      if (!isTold(channel, c) || !minute || !total) return []
      return [
        {
          channel: channelId(id, channel.key),
          now: last[c] ?? Number.NaN,
          nowUs: history.lastUs ?? nowUs,
          mean1m: minute.mean,
          n1m: minute.n,
          expected1m: minute.expected,
          allSinceUs: total.fromUs,
          meanAll: total.mean,
          nAll: total.n,
          expectedAll: total.expected,
          energyJ: total.energyJ ?? Number.NaN,
          gapS: total.gapS,
          gaps: total.gaps,
        },
      ]
    })
  }
}
