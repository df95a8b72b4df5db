import { useStore } from 'zustand'
import { useStores } from '../state/stores'
import { useActions } from '../state/use-actions'
import { Header } from './Header'

/** The header in its window. */
export function BoundHeader() {
  const { recording, view, shell, settings, instruments } = useStores()
  const actions = useActions()
  const { now, busy } = useStore(recording.store)
  const nowUs = useStore(shell.store, (s) => s.nowUs)
  const opened = useStore(view.store, (s) => s.session?.name ?? null)
  const guest = useStore(view.store, (s) => s.session?.guest === true)
  const letterKeys = useStore(settings.store, (s) => s.letterKeys)
  const canRecord = useStore(instruments.store, (s) =>
    s.list.some(({ link }) => link.at !== 'closed' && link.at !== 'failed'),
  )
  return (
    <Header
      recording={now}
      busy={busy}
      opened={opened}
      guest={guest}
      canRecord={canRecord}
      nowUs={nowUs}
      letterKeys={letterKeys}
      onRecord={actions.toggleRecord}
      onMark={actions.mark}
      onBackToLive={actions.backToLive}
      onCommands={() => shell.ask('commands')}
      onKeys={() => shell.ask('keys')}
    />
  )
}
