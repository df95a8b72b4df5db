import { useMemo } from 'react'
import { useStore } from 'zustand'
import { useStores } from '../state/stores'
import { Banner } from './Banner'
import { selectBanner } from './select-banner'

/** The banner of this window, when there is one. */
export function BoundBanner() {
  const { log, instruments, shell } = useStores()
  const logged = useStore(log.store)
  const list = useStore(instruments.store, (s) => s.list)
  const choice = useMemo(() => selectBanner(logged, list), [logged, list])
  if (!choice) return null
  const instrument = list.find(({ name }) => name === choice.entry.subject)
  return (
    <Banner
      entry={choice.entry}
      more={choice.more}
      onLog={() => shell.go('log')}
      onInstruments={
        instrument
          ? () => {
              instruments.select(instrument.id)
              shell.go('instruments')
            }
          : null
      }
      onCopy={(text) => void shell.copy(text)}
      onClose={() => log.dismiss(choice.entry)}
    />
  )
}
