import { formatBytes, formatClock, joined } from '@contract/quantity'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { BoundSetupHelp } from '../features/import/SetupHelp.bound'
import { useStores } from '../state/stores'
import { Confirm, Dialog } from '../ui/Dialog'
import { KeySheet } from './KeySheet'
import { situationOf } from './situation'

/** The dialog that is open, if any. */
export function Dialogs() {
  const stores = useStores()
  const { shell } = stores
  const dialog = useStore(shell.store, (s) => s.dialog)
  if (dialog === 'keys') return <KeySheet now={situationOf(stores)} onClose={() => shell.ask(null)} />
  if (dialog === 'stop-recording') return <StopRecording />
  if (dialog === 'collectd-setup')
    return (
      <Dialog title="Set up a machine with collectd" onClose={() => shell.ask(null)} wide>
        <BoundSetupHelp />
      </Dialog>
    )
  return null
}

function StopRecording() {
  const { shell, recording } = useStores()
  const { now } = useStore(recording.store)
  const nowUs = useStore(shell.store, (s) => s.nowUs)
  const leave = (): void => shell.ask(null)
  // It may end by itself meanwhile, and the question with it: the next recording is not the one that was asked about.
  useEffect(() => {
    if (now.sessionId === null) shell.ask(null)
  }, [now.sessionId, shell])
  if (now.sessionId === null || now.startUs === null) return null
  return (
    <Confirm
      title={`Stop recording ${now.name}`}
      doIt="Stop recording"
      leaveIt="Go on recording"
      onLeave={leave}
      onDo={() => {
        leave()
        void recording.end()
      }}
    >
      {formatClock((nowUs - now.startUs) / 1e6)} and {joined(formatBytes(now.bytes))} are on the disk and stay in
      Sessions. The instruments stay connected and the live view goes on.
    </Confirm>
  )
}
