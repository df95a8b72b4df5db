import { channelId, type Segment, type SourceInfo, type TimeUs } from '@contract/model'
import { SelectionStats } from '../engine/series/selection-stats'
import type { SampleBlock } from '../ports/samples'
import type { Param } from './database'

/** Mean, energy and coverage of the first power channel of a session, kept up to date while rows come in. */
export class HeadlineStats {
  private chosen: { readonly sourceId: string; readonly position: number; readonly stats: SelectionStats } | null = null

  constructor(private readonly startUs: TimeUs) {}

  /** True when this is the source whose power it tells. */
  source(info: SourceInfo): boolean {
    if (this.chosen) return this.chosen.sourceId === info.id
    const position = info.channels.findIndex(
      ({ unit, kind }) => unit === 'W' && ['windowed', 'gauge', 'rate'].includes(kind),
    )
    const channel = info.channels[position]
    if (!channel) return false
    const stats = new SelectionStats(channelId(info.id, channel.key), channel, this.startUs, [])
    this.chosen = { sourceId: info.id, position, stats }
    return true
  }

  segment(sourceId: string, segment: Segment): void {
    if (this.chosen?.sourceId === sourceId) this.chosen.stats.segment(segment)
  }

  rows(sourceId: string, block: SampleBlock): void {
    if (this.chosen?.sourceId === sourceId) this.chosen.stats.push(block.timesUs, block.values[this.chosen.position]!)
  }

  /** Values for the meta table; a key without a value says there is no power channel, or nothing was measured. */
  meta(endUs: TimeUs): Readonly<Record<'mean_w' | 'energy_j' | 'coverage_percent', Param>> {
    const got = this.chosen?.stats.result(endUs)
    return {
      mean_w: finite(got?.mean),
      energy_j: finite(got?.energyJ),
      coverage_percent: finite(got?.coveragePercent),
    }
  }
}

function finite(value: number | null | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}
