import { formatSpan, formatTime } from '@contract/quantity'
import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import { type TimeScale, timeLabel, zoneOf } from '../../lib/ticks'
import type { Range } from '../../lib/x-range'
import { boundsOf, visibleRange } from '../../state/actions'
import { scopeKey } from '../../state/series'
import { useStores } from '../../state/stores'
import { scopeOf } from '../../state/view'
import { Statistics } from './Statistics'
import type { LaneSpec } from './select-lanes'
import { selectStats, statsText } from './select-stats'

/** Statistics of a moving range are asked for this often, rounded to whole clock ticks. */
const REFRESH_US = 1e6

/** The statistics strip, while it is open. */
export function BoundStatistics({ specs, scale }: { readonly specs: readonly LaneSpec[]; readonly scale: TimeScale }) {
  const stores = useStores()
  const { view, series, shell, live } = stores
  const { selection, statsScope, session, range } = useStore(view.store)
  // A range that moves is looked at once a second: the seconds of the newest sample are the dependency.
  const second = useStore(live.store, (s) => Math.floor((s.nowUs ?? 0) / REFRESH_US))
  const key = statsScope === 'selection' ? selection : range
  // A fixed range that reaches to the newest sample fills up: the last samples come a moment after its end has passed.
  const filling = useStore(live.store, (s) => key !== null && (s.nowUs ?? 0) < key.toUs + 2 * REFRESH_US)
  const moving = session === null && (statsScope === 'all' || filling || (statsScope === 'visible' && range === null))
  // biome-ignore lint/correctness/useExhaustiveDependencies: `second` is the clock of a moving range
  const over = useMemo<Range | null>(() => {
    const chosen =
      statsScope === 'selection' ? selection : statsScope === 'all' ? boundsOf(stores) : visibleRange(stores)
    return chosen ? { fromUs: Math.floor(chosen.fromUs), toUs: Math.ceil(chosen.toUs) } : null
  }, [stores, statsScope, selection, key, session, moving ? second : 0])
  useEffect(() => {
    if (!over || specs.length === 0) return
    series.askStats({ scope: scopeOf(view.store.getState()), channels: specs.map(({ id }) => id), ...over })
  }, [over, specs, series, view])

  const answered = useStore(series.stats)
  const fresh = answered.scopeKey === scopeKey(scopeOf(view.store.getState()))
  const rows = useMemo(() => selectStats(specs, fresh ? answered.rows : []), [specs, answered, fresh])
  const span = over ? spanWords(over, scale) : 'nothing to look at yet'
  return (
    <Statistics
      scope={statsScope}
      canSelect={selection !== null}
      span={span}
      rows={rows}
      fault={fresh ? answered.fault : null}
      onScope={view.scopeStats}
      onCopy={() => void shell.copy(statsText(`${statsScope}: ${span}`, rows))}
      onClose={() => {
        view.clearSelection()
        view.openStats(false)
      }}
    />
  )
}

function spanWords({ fromUs, toUs }: Range, scale: TimeScale): string {
  const time = (tUs: number): string =>
    scale.mode === 'relative' ? timeLabel(tUs, scale, 1e3) : formatTime(tUs, zoneOf(scale), 3)
  return `${time(fromUs)} – ${time(toUs)} · ${formatSpan((toUs - fromUs) / 1e6)}`
}
