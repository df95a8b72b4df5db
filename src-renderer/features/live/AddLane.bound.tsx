import { useStores } from '../../state/stores'
import { AddLane } from './AddLane'
import { selectAddLane } from './select-add-lane'
import { useLanes } from './use-lanes.bound'

/** The list of all channels there are, of what comes in now or of the opened session. */
export function BoundAddLane() {
  const { layout } = useStores()
  const { all } = useLanes()
  return <AddLane groups={() => selectAddLane(all)} onShow={layout.show} onDefaults={layout.showDefaults} />
}
