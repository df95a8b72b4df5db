import { useEffect } from 'react'
import { useStore } from 'zustand'
import { useStores } from '../../state/stores'
import { Workstation } from './Workstation'

/** The checks of this computer, made anew whenever they are opened. */
export function BoundWorkstation() {
  const { shell } = useStores()
  const about = useStore(shell.store, (s) => s.about)
  const busy = useStore(shell.store, (s) => s.busy)
  useEffect(() => void shell.load(), [shell])
  return (
    <Workstation
      about={about}
      busy={busy}
      onAgain={() => void shell.load()}
      onClose={() => shell.check(false)}
      onCopy={(text) => void shell.copy(text)}
    />
  )
}
