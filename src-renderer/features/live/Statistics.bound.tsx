import { sourceOf } from '@contract/model'
import { formatCount, formatSpan, formatTime } from '@contract/quantity'
import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import { type TimeScale, timeLabel, zoneOf } from '../../lib/ticks'
import { useSlow } from '../../lib/use-slow'
import type { Range } from '../../lib/x-range'
import { boundsOf, visibleRange } from '../../state/actions'
import { periodsOf } from '../../state/periods'
import { scopeKey } from '../../state/series'
import { useStores } from '../../state/stores'
import { useActions } from '../../state/use-actions'
import { scopeOf } from '../../state/view'
import { Statistics } from './Statistics'
import { selectClocks } from './select-clocks'
import { apartWords, cursorsText } from './select-cursors'
import { gapsWords, selectGaps } from './select-gaps'
import { type LaneSpec, signalsOf } from './select-lanes'
import { formatIsoMs, selectStats, statsText } from './select-stats'
import { useCursorRows } from './use-cursor-rows.bound'

/** Statistics of a moving range are asked for this often, rounded to whole clock ticks. */
const REFRESH_US = 1e6

/** The strip below the chart, while it is open. */
export function BoundStatistics({ specs, scale }: { readonly specs: readonly LaneSpec[]; readonly scale: TimeScale }) {
  const stores = useStores()
  const { view, series, shell, settings } = stores
  const actions = useActions()
  const { cursors, selection, statsScope, statsTab } = useStore(view.store)
  const energyUnit = useStore(settings.store, (s) => s.energyUnit)
  const over = useScopeRange()
  useEffect(() => {
    if (!over || specs.length === 0) return
    series.askStats({ scope: scopeOf(view.store.getState()), channels: signalsOf(specs).map(({ id }) => id), ...over })
  }, [over, specs, series, view])

  const answered = useStore(series.stats)
  const fresh = answered.scopeKey === scopeKey(scopeOf(view.store.getState()))
  const slow = useSlow(answered.asking !== null)
  const stats = useMemo(() => (fresh ? answered.rows : []), [answered, fresh])
  const rows = useMemo(() => selectStats(specs, stats), [specs, stats])
  const { cursorRows, stands } = useCursorRows(specs, cursors, scale)
  const time = (tUs: number): string => exactTime(tUs, scale)
  // The span is that of the rows, unless they are marked as those of before.
  const of = slow || !fresh ? over : (answered.of ?? over)
  const nameOf = (id: string): string => sourceName(specs, id)
  const iso = (tUs: number): string => formatIsoMs(tUs, zoneOf(scale))
  const gapRows = fresh && answered.of ? selectGaps(answered.gaps, answered.of, { nameOf, time, iso }) : []
  const clocks = fresh ? selectClocks(answered.clocks) : []
  const gaps = { words: gapsWords(stats).words, rows: gapRows, leftOut: fresh ? answered.gapsLeftOut : 0 }
  const copy = (text: string): void => void shell.copy(text)
  const copyTable = (): void => {
    if (statsTab === 'cursors') copy(cursorsText(stands(iso), cursorRows))
    else if (of) {
      copy(
        statsText(
          { scope: statsScope, range: of, zone: zoneOf(scale), gaps: gaps.rows, gapsWords: gaps.words, clocks },
          rows,
          energyUnit,
        ),
      )
    }
  }
  return (
    <Statistics
      tab={statsTab}
      scope={statsScope}
      canSelect={selection !== null}
      span={of ? spanWords(of, time) : 'nothing to look at yet'}
      rows={rows}
      energyUnit={energyUnit}
      gaps={gaps}
      clocks={clocks}
      busy={slow && over ? `Computing from ${formatCount(expectedOf(stores, specs, over))} samples` : null}
      fault={fresh ? answered.fault : null}
      cursors={cursorRows}
      apart={apartWords(cursors.a, cursors.b)}
      onTab={view.turnStats}
      onScope={view.scopeStats}
      onEnergyUnit={(unit) => void settings.set({ energyUnit: unit })}
      onCopy={copyTable}
      onCopyNumber={copy}
      onClose={actions.close}
    />
  )
}

/** What the statistics are about now. A range that moves is looked at once a second. */
function useScopeRange(): Range | null {
  const stores = useStores()
  const { view, live, shell } = stores
  const { selection, statsScope, session, range } = useStore(view.store)
  const second = useStore(live.store, (s) => Math.floor((s.nowUs ?? 0) / REFRESH_US))
  const clock = useStore(shell.store, (s) => Math.floor(s.nowUs / REFRESH_US))
  const key = statsScope === 'selection' ? selection : range
  // A fixed range that reaches to the newest sample fills up: the last samples come a moment after its end has passed.
  const filling = useStore(live.store, (s) => key !== null && (s.nowUs ?? 0) < key.toUs + 2 * REFRESH_US)
  const moving = session === null && (statsScope === 'all' || filling || (statsScope === 'visible' && range === null))
  const growing = session?.state === 'recording' && statsScope === 'all'
  // biome-ignore lint/correctness/useExhaustiveDependencies: the seconds are the clocks of a moving range
  return useMemo<Range | null>(() => {
    const chosen =
      statsScope === 'selection' ? selection : statsScope === 'all' ? boundsOf(stores) : visibleRange(stores)
    return chosen ? { fromUs: Math.floor(chosen.fromUs), toUs: Math.ceil(chosen.toUs) } : null
  }, [stores, statsScope, selection, key, session, moving ? second : 0, growing ? clock : 0])
}

/** Samples a range should hold, from the periods of the sources. */
function expectedOf(stores: ReturnType<typeof useStores>, specs: readonly LaneSpec[], range: Range): number {
  const { session } = stores.view.store.getState()
  const periods = periodsOf(session, stores.instruments.store.getState().list)
  const seconds = (range.toUs - range.fromUs) / 1e6
  return signalsOf(specs).reduce((sum, { id }) => {
    const periodS = periods.get(sourceOf(id))
    return periodS === undefined ? sum : sum + Math.round(seconds / periodS)
  }, 0)
}

/** What the source of a gap is called: an imported series by machine and path. */
function sourceName(specs: readonly LaneSpec[], id: string): string {
  for (const lane of specs) {
    const signal = lane.signals.find((one) => sourceOf(one.id) === id)
    if (signal) return signal.path === undefined ? lane.sourceName : `${lane.sourceName} ${signal.path}`
  }
  return id
}

const exactTime = (tUs: number, scale: TimeScale): string =>
  scale.mode === 'relative' ? timeLabel(tUs, scale, 1e3) : formatTime(tUs, zoneOf(scale), 3)

const spanWords = ({ fromUs, toUs }: Range, time: (tUs: number) => string): string =>
  `${time(fromUs)} – ${time(toUs)} · ${formatSpan((toUs - fromUs) / 1e6)}`
