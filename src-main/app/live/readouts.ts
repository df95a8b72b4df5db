import type { Readout } from '@contract/live'
import { type ChannelInfo, channelId, type SourceInfo, type TimeUs } from '@contract/model'
import type { ChannelStats } from '@contract/series'
import type { LiveHistory } from '../../engine/series/live-history'

const MINUTE_US = 60_000_000
/** The one-minute mean reads a minute of raw rows: once a second is as often as a person can read it. */
const MINUTE_EVERY_US = 1_000_000

/** Time stamps are kept for diagnosis; everything else can be drawn and read. */
export const isDrawn = (channel: ChannelInfo): boolean => channel.kind !== 'time'

/** The numbers beside the chart, per channel of one source. */
export class Readouts {
  private minute: readonly ChannelStats[] = []
  private minuteAtUs = Number.NEGATIVE_INFINITY

  constructor(
    private info: SourceInfo,
    private readonly history: LiveHistory,
  ) {}

  describe(info: SourceInfo): void {
    this.info = info
  }

  /** Newest value, one-minute mean and totals of every drawn channel; empty before the first sample. */
  read(nowUs: TimeUs): readonly Readout[] {
    const { history } = this
    if (history.lastUs === null || history.firstUs === null) return []
    const channels = this.info.channels
    if (nowUs - this.minuteAtUs >= MINUTE_EVERY_US) {
      this.minuteAtUs = nowUs
      const fromUs = Math.max(nowUs - MINUTE_US, history.firstUs - 1)
      this.minute = channels.map((channel) => history.stats(channel.key, fromUs, nowUs))
    }
    const totals = history.totals(nowUs)
    const last = history.lastValues()
    return channels.flatMap((channel, c) => {
      const minute = this.minute[c]
      const total = totals[c]
      if (!isDrawn(channel) || !minute || !total) return []
      return [
        {
          channel: channelId(this.info.id, channel.key),
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
