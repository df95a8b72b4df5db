import { formatBytes, formatClock, joined } from '@contract/quantity'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { useStores } from '../state/stores'
import { Button } from '../ui/Button'
import { Confirm, Dialog } from '../ui/Dialog'
import { Key } from '../ui/Key'
import { KEY_SHEET } from './keys'

/** The dialog that is open, if any. */
export function Dialogs() {
  const { shell } = useStores()
  const dialog = useStore(shell.store, (s) => s.dialog)
  if (dialog === 'keys') return <KeySheet onClose={() => shell.ask(null)} />
  if (dialog === 'stop-recording') return <StopRecording />
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

function KeySheet({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Keys" onClose={onClose} wide>
      <div className="key-sheet">
        {KEY_SHEET.map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <dl>
              {group.rows.map(([keys, words]) => (
                <div key={keys}>
                  <dt>
                    <Key>{keys}</Key>
                    <span className="sr-only">{keys}</span>
                  </dt>
                  <dd>{words}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className="label">Single letters are off in text fields and can be switched off in Settings.</p>
      <div className="dialog-actions">
        <Button onClick={onClose} keyHint="Esc">
          Close
        </Button>
      </div>
    </Dialog>
  )
}
