import { BoundAddVoltmeter } from '../features/instruments/AddVoltmeter.bound'
import { BoundTree } from '../features/tree/Tree.bound'
import { useStores } from '../state/stores'

/** The Tree screen with the form of the Instruments screen beside an open channel file. */
export function TreeScreen() {
  const { tree } = useStores()
  const measured = (id: string): void => {
    tree.choose(id)
    tree.moment('live')
    tree.turn('tree')
  }
  return <BoundTree connect={<BoundAddVoltmeter onDone={measured} />} />
}
