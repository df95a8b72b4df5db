import { useEffect } from 'react'
import { useStore } from 'zustand'
import { useStores } from '../../state/stores'
import { SetupHelp } from './SetupHelp'

/** How a machine is set up, with this computer's address, token and the choices of this window. */
export function BoundSetupHelp() {
  const { collectdSetup, shell } = useStores()
  const state = useStore(collectdSetup.store)
  useEffect(() => void collectdSetup.load(), [collectdSetup])
  return (
    <SetupHelp {...state} onWish={(patch) => void collectdSetup.ask(patch)} onCopy={(text) => void shell.copy(text)} />
  )
}
