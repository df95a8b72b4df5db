import { useStore } from 'zustand'
import { useStores } from '../../state/stores'
import { isVoltmeter } from '../../state/voltmeters'
import { AddVoltmeter } from './AddVoltmeter'

export interface BoundAddVoltmeterProps {
  /** The voltmeter is saved and connecting, or measures with the new file. */
  readonly onDone: (id: string) => void
  readonly onCancel?: () => void
}

/** The form for a voltmeter with the channel file that is open in the window. */
export function BoundAddVoltmeter({ onDone, onCancel }: BoundAddVoltmeterProps) {
  const { instruments, plans, shell } = useStores()
  const { opened, fault: planFault } = useStore(plans.store)
  const { list, fault } = useStore(instruments.store)
  return (
    <AddVoltmeter
      opened={opened}
      fault={fault ?? planFault}
      saved={list.filter(isVoltmeter)}
      onOpen={() => void plans.open()}
      onExample={() => void plans.example('tinderboxC2')}
      onAdd={(what) =>
        void instruments.add(what).then((done) => {
          const { selectedId } = instruments.store.getState()
          if (done && selectedId !== null) onDone(selectedId)
        })
      }
      onUse={(id) => {
        if (!opened) return
        void instruments.update(id, { plan: opened.token }).then(() => {
          if (instruments.store.getState().fault) return
          const one = instruments.store.getState().list.find((each) => each.id === id)
          if (one?.link.at === 'closed' || one?.link.at === 'failed') void instruments.connect(id)
          onDone(id)
        })
      }}
      onCancel={onCancel ?? null}
      onCopy={(text) => void shell.copy(text)}
    />
  )
}
