import { useState } from 'react'
import { useStore } from 'zustand'
import { linkWords } from '../../lib/link-words'
import { useStores } from '../../state/stores'
import { FirstStart } from './FirstStart'

/** The first start, or a start with nothing connected. */
export function BoundFirstStart() {
  const { shell, instruments, sessions, settings, pairing } = useStores()
  const [busy, setBusy] = useState(false)
  const about = useStore(shell.store, (s) => s.about)
  const list = useStore(instruments.store, (s) => s.list)
  const waiting = list.map(({ id, name, link, health }) => ({
    id,
    name,
    mark: linkWords(link, health, shell.store.getState().nowUs),
  }))
  const fault = useStore(instruments.store, (s) => s.fault)
  const recorded = useStore(sessions.store, (s) => s.rows.length)
  const letterKeys = useStore(settings.store, (s) => s.letterKeys)
  return (
    <FirstStart
      about={about}
      waiting={waiting}
      recorded={recorded}
      fault={fault}
      busy={busy}
      letterKeys={letterKeys}
      onDemo={() => {
        setBusy(true)
        void instruments.demo().finally(() => setBusy(false))
      }}
      onConnect={() => shell.go('instruments')}
      onPair={() => {
        shell.go('instruments')
        void pairing.start()
      }}
      onCheck={() => shell.check(true)}
      onConnectSaved={(id) => void instruments.connect(id)}
      onSessions={() => shell.go('sessions')}
      onCopy={(text) => void shell.copy(text)}
    />
  )
}
