import { LOG_KEPT } from '@contract/log'
import { useMemo } from 'react'
import { useStore } from 'zustand'
import { useStores } from '../../state/stores'
import { LogPane } from './LogPane'
import { countLevels, logText, ofLevels } from './select-log'

/** The log of this window. */
export function BoundLog() {
  const { log, shell, settings } = useStores()
  const { entries, levels } = useStore(log.store)
  const timeMode = useStore(settings.store, (s) => s.timeMode)
  const here = useStore(shell.store, (s) => s.about?.zone ?? 'UTC')
  const zone = timeMode === 'utc' ? 'UTC' : here
  const shown = useMemo(() => ofLevels(entries, levels), [entries, levels])
  const counts = useMemo(() => countLevels(entries), [entries])
  return (
    <LogPane
      entries={shown}
      counts={counts}
      levels={levels}
      kept={LOG_KEPT}
      zone={zone}
      onToggle={log.toggle}
      onCopy={(text) => void shell.copy(text)}
      onCopyAll={() => void shell.copy(logText(shown, zone))}
    />
  )
}
