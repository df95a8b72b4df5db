import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import { useStores } from '../../state/stores'
import { namesOf, newWords, trafficRows, trafficText } from './select-traffic'
import { TrafficConsole } from './TrafficConsole'

/** The console of this window; lines are told by main only while it is on the screen. */
export function BoundTraffic({ chosenId }: { readonly chosenId: string | null }) {
  const { traffic, instruments, settings, shell } = useStores()
  const held = useStore(traffic.store)
  const named = useStore(instruments.store, (s) => s.list.map(({ id, name }) => `${id}\t${name}`).join('\n'))
  const timeMode = useStore(settings.store, (s) => s.timeMode)
  const here = useStore(shell.store, (s) => s.about?.zone ?? 'UTC')
  useEffect(() => {
    void traffic.follow()
    return traffic.unfollow
  }, [traffic])
  // biome-ignore lint/correctness/useExhaustiveDependencies: names change rarely, the list with every sample
  const names = useMemo(() => namesOf(instruments.store.getState().list), [named])
  const zone = timeMode === 'utc' ? 'UTC' : here
  const shown = held.frozen ?? held.lines
  const rows = useMemo(() => trafficRows(shown, held.filter, chosenId), [shown, held.filter, chosenId])
  const news = useMemo(() => newWords(held, chosenId), [held, chosenId])
  return (
    <TrafficConsole
      rows={rows}
      any={held.lines.length > 0}
      filter={held.filter}
      chosen={chosenId === null ? null : (names.get(chosenId) ?? chosenId)}
      frozen={held.frozen !== null}
      news={news}
      names={names}
      zone={zone}
      onFilter={traffic.look}
      onFreeze={() => traffic.freeze(traffic.store.getState().frozen === null)}
      onCopy={() => void shell.copy(trafficText(rows, names, zone))}
    />
  )
}
