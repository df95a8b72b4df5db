import type { InstrumentView } from '@contract/instruments'
import { channelId } from '@contract/model'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { useStores } from '../../state/stores'
import { skewKey } from '../../state/voltmeters'
import { VoltmeterSettings } from './VoltmeterSettings'

/** The skew is looked up again this often. */
const LOOK_US = 2e6

/** Settings of a voltmeter with the skew of its newest scan. */
export function BoundVoltmeterSettings({ one }: { readonly one: InstrumentView }) {
  const { instruments, plans, shell, tree } = useStores()
  const turn = useStore(shell.store, (s) => Math.floor(s.nowUs / LOOK_US))
  const [skewMs, setSkewMs] = useState<number | null>(null)
  useEffect(() => {
    let gone = false
    void tree.newest(channelId(one.id, skewKey), turn * LOOK_US).then((us) => {
      if (!gone) setSkewMs(us === null ? null : us / 1_000)
    })
    return () => {
      gone = true
    }
  }, [tree, one.id, turn])
  return (
    <VoltmeterSettings
      one={one}
      skewMs={skewMs}
      onPatch={(patch) => void instruments.update(one.id, patch)}
      onOpenPlan={() => {
        void plans.open().then((done) => {
          if (!done) return
          tree.turn('plan')
          shell.go('tree')
        })
      }}
      onShowTree={() => {
        tree.choose(one.id)
        tree.turn('tree')
        shell.go('tree')
      }}
    />
  )
}
