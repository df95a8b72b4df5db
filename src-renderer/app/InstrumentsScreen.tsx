import { useStore } from 'zustand'
import { BoundInstruments } from '../features/instruments/Instruments.bound'
import { BoundPairing } from '../features/pairing/Pairing.bound'
import { BoundWorkstation } from '../features/workstation/Workstation.bound'
import { useStores } from '../state/stores'

/** The Instruments screen: what is saved, or a pairing under way, or the checks of this computer. */
export function InstrumentsScreen() {
  const { pairing, shell } = useStores()
  const isPairing = useStore(pairing.store, (s) => s.now !== null)
  const checking = useStore(shell.store, (s) => s.checking)
  if (checking) return <BoundWorkstation />
  return isPairing ? <BoundPairing /> : <BoundInstruments />
}
