import { useState } from 'react'
import { useStore } from 'zustand'
import { useStores } from '../../state/stores'
import { FirstStart } from './FirstStart'

/** The first start, or a start with nothing connected. */
export function BoundFirstStart() {
  const { shell, instruments, sessions, settings } = useStores()
  const [busy, setBusy] = useState(false)
  const about = useStore(shell.store, (s) => s.about)
  const saved = useStore(instruments.store, (s) => s.list.length)
  const fault = useStore(instruments.store, (s) => s.fault)
  const recorded = useStore(sessions.store, (s) => s.rows.length)
  const letterKeys = useStore(settings.store, (s) => s.letterKeys)
  return (
    <FirstStart
      about={about}
      saved={saved}
      recorded={recorded}
      fault={fault}
      busy={busy}
      letterKeys={letterKeys}
      onDemo={() => {
        setBusy(true)
        void instruments.demo().finally(() => setBusy(false))
      }}
      onConnect={() => shell.go('instruments')}
      onSessions={() => shell.go('sessions')}
      onCopy={(text) => void shell.copy(text)}
    />
  )
}
