import { channelId } from '@contract/model'
import type { TreeReply } from '@contract/tree'
import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import { visibleRange } from '../../state/actions'
import { useStores } from '../../state/stores'
import { scopeOf } from '../../state/view'
import { powerKey } from '../../state/voltmeters'
import { SPARK, sparkPath } from './sparkline'

/** History is asked for again this often. */
const EVERY_US = 2e6
const MINUTE_US = 60e6
const RECENT_US = 600e6
const BUCKETS = { minute: 40, recent: 150 } as const

/** Keeps the sparklines of all rows and the history of the selected one up to date: one question each, every 2 s. */
export function useHistory(reply: TreeReply | null, selected: number | null): ReadonlyMap<number, string> {
  const stores = useStores()
  const { treeHistory, view, shell } = stores
  const session = useStore(view.store, (s) => s.session)
  const range = useStore(view.store, (s) => s.range)
  const endUs = reply?.tree?.endUs ?? null
  const live = reply?.moment.at === 'live'
  const turn = useStore(shell.store, (s) => (live ? Math.floor(s.nowUs / EVERY_US) : 0))
  const atUs = live ? (endUs === null ? null : turn * EVERY_US) : endUs
  const channels = useMemo(
    () => (reply?.plan.rows ?? []).filter(({ kind }) => kind !== 'voltage').map(({ channel }) => channel),
    [reply?.plan],
  )
  const sourceId = reply?.sourceId ?? ''
  useEffect(() => {
    if (atUs === null || channels.length === 0) return
    treeHistory.askMinute({
      scope: scopeOf({ session }),
      channels: channels.map((channel) => channelId(sourceId, powerKey(channel))),
      fromUs: atUs - MINUTE_US,
      toUs: atUs,
      buckets: BUCKETS.minute,
    })
  }, [atUs, channels, sourceId, session, treeHistory])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another visible range is another span of the statistics
  useEffect(() => {
    if (atUs === null || selected === null) return
    const scope = scopeOf({ session })
    const own = [channelId(sourceId, powerKey(selected))]
    treeHistory.askRecent({ scope, channels: own, fromUs: atUs - RECENT_US, toUs: atUs, buckets: BUCKETS.recent })
    const shown = visibleRange(stores) ?? { fromUs: atUs - RECENT_US, toUs: atUs }
    treeHistory.askStats({ scope, channels: own, fromUs: Math.round(shown.fromUs), toUs: Math.round(shown.toUs) })
  }, [atUs, selected, sourceId, session, range, treeHistory, stores])
  const minute = useStore(treeHistory.store, (s) => s.minute)
  return useMemo(
    () =>
      new Map(
        channels.map((channel) => [
          channel,
          sparkPath(minute.get(channelId(sourceId, powerKey(channel))), SPARK.width, SPARK.height),
        ]),
      ),
    [minute, channels, sourceId],
  )
}
