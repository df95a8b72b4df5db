import { useMemo } from 'react'
import { useStore } from 'zustand'
import { type Stores, useStores } from '../state/stores'
import { Banner, type BannerAction } from './Banner'
import { type BannerChoice, selectBanner } from './select-banner'

/** The banner of this window, when there is one. */
export function BoundBanner() {
  const stores = useStores()
  const { log, instruments, recording, shell, api } = stores
  const logged = useStore(log.store)
  const list = useStore(instruments.store, (s) => s.list)
  const { now, diskNote } = useStore(recording.store)
  const apiFails = useStore(api.store, ({ server }) => server !== null && server.fault !== null)
  const choice = useMemo(
    () => selectBanner({ log: logged, instruments: list, recording: now, apiFails, diskNote }),
    [logged, list, now, apiFails, diskNote],
  )
  if (!choice) return null
  const { entry } = choice
  return (
    <Banner
      level={choice.level}
      fault={choice.fault}
      more={choice.more}
      actions={actionsOf(choice, stores)}
      onLog={() => shell.go('log')}
      onCopy={(text) => void shell.copy(text)}
      onClose={() => (entry ? log.dismiss(entry) : recording.closeDiskNote())}
    />
  )
}

/** What helps: the instrument it is about, or room on the disk. */
function actionsOf({ entry, fault }: BannerChoice, { instruments, shell }: Stores): readonly BannerAction[] {
  if (entry === null) {
    return [
      { words: 'Stop recording', run: () => shell.ask('stop-recording') },
      { words: 'Show sessions', run: () => shell.go('sessions') },
      { words: 'Change reserve', run: () => shell.go('settings') },
    ]
  }
  if (fault.code === 'STORE_FULL') {
    return [
      { words: 'Show sessions', run: () => shell.go('sessions') },
      { words: 'Change reserve', run: () => shell.go('settings') },
    ]
  }
  if (entry.subject === 'HTTP API') return [{ words: 'Show settings', run: () => shell.go('settings') }]
  const instrument = instruments.store.getState().list.find(({ name }) => name === entry.subject)
  if (!instrument) return []
  const show = {
    words: 'Show instrument',
    run: () => {
      instruments.select(instrument.id)
      shell.go('instruments')
    },
  }
  const again = { words: 'Connect again', run: () => void instruments.connect(instrument.id) }
  if (fault.code === 'PORT_UNBOUND' && instrument.link.at === 'failed')
    return [{ words: 'Bind port', run: () => void instruments.bind(instrument.id) }, show]
  return instrument.link.at === 'failed' ? [again, show] : [show]
}
