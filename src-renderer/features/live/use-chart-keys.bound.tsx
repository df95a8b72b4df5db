import { stepBucket } from '../../lib/buckets'
import type { Range } from '../../lib/x-range'
import { readTime } from '../../state/cursor'
import { useStores } from '../../state/stores'
import { useActions } from '../../state/use-actions'
import type { ChartKey } from './chart-keys'
import { firstEnvelope, type LaneData } from './lane-data'

/** Does what the chart's own keys ask for. */
export function useChartKeys(lanes: readonly LaneData[], range: Range): (key: ChartKey) => void {
  const { cursor, view } = useStores()
  const actions = useActions()
  const nextTime = (fromUs: number, direction: 1 | -1): number | null => {
    const { lead } = cursor.store.getState()
    const read = lanes.flatMap(({ signals }) => signals).find(({ spec }) => spec.id === lead)?.envelope
    const envelope = read ?? firstEnvelope(lanes)
    return (envelope && stepBucket(envelope, fromUs, direction)?.tUs) ?? null
  }
  return (key) => {
    const hereUs = readTime(cursor.store.getState()) ?? (range.fromUs + range.toUs) / 2
    if (key.do === 'pan') actions.pan(key.share)
    else if (key.do === 'lane') {
      const channels = cursor.channels()
      const at = channels.indexOf(cursor.store.getState().lead ?? '')
      const next = channels[Math.min(Math.max(at + key.direction, 0), channels.length - 1)]
      if (cursor.store.getState().tUs === null) cursor.move(hereUs)
      if (next !== undefined) cursor.lead(next)
    } else if (key.do === 'move' || key.do === 'extend') {
      const nextUs = nextTime(hereUs, key.direction)
      if (nextUs === null) return
      if (key.do === 'extend' && view.store.getState().cursors.a === null) view.place('a', hereUs)
      actions.moveTo(nextUs)
      if (key.do === 'extend') void actions.snap('b', nextUs)
    }
  }
}
