import { channelId, type Segment, type SourceInfo, type TimeUs } from '@contract/model'
import { type Headline, headlineOf, together } from '../engine/power-tree/headline'
import { SelectionStats } from '../engine/series/selection-stats'
import type { SampleBlock } from '../ports/samples'
import type { Param } from './database'

interface Chosen extends Headline {
  /** One for each position. */
  readonly stats: readonly SelectionStats[]
}

/** Mean, energy and coverage of the power a session is named by, kept up to date while rows come in. */
export class HeadlineStats {
  private sources: readonly SourceInfo[] = []
  private chosen: Chosen | null = null

  constructor(private readonly startUs: TimeUs) {}

  /** Each source once, before its segments and rows. */
  source(info: SourceInfo): void {
    this.sources = [...this.sources, info]
    const headline = headlineOf(this.sources)
    if (!headline || this.chosen?.sourceId === headline.sourceId) return
    const { channels, id } = info
    const stats = headline.positions.map(
      (at) => new SelectionStats(channelId(id, channels[at]!.key), channels[at]!, this.startUs, []),
    )
    this.chosen = { ...headline, stats }
  }

  /** True for the source whose power this tells, of those mentioned so far. */
  tellsOf(sourceId: string): boolean {
    return this.chosen?.sourceId === sourceId
  }

  segment(sourceId: string, segment: Segment): void {
    if (this.chosen?.sourceId !== sourceId) return
    for (const stats of this.chosen.stats) stats.segment(segment)
  }

  rows(sourceId: string, block: SampleBlock): void {
    if (this.chosen?.sourceId !== sourceId) return
    for (const [i, stats] of this.chosen.stats.entries())
      stats.push(block.timesUs, block.values[this.chosen.positions[i]!]!)
  }

  /** Values for the meta table; a key without a value says there is no power channel, or nothing was measured. */
  meta(endUs: TimeUs): Readonly<Record<'mean_w' | 'energy_j' | 'coverage_percent', Param>> {
    const got = this.chosen && together(this.chosen.stats.map((stats) => stats.result(endUs)))
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
