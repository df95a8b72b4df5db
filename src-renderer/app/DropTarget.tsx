import { useEffect, useState } from 'react'
import { useStores } from '../state/stores'

const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false

/** Files may be dropped anywhere on the window: a channel file opens on the Tree screen. */
export function DropTarget() {
  const { plans, tree, shell } = useStores()
  const [over, setOver] = useState(false)
  useEffect(() => {
    const drag = (event: DragEvent): void => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
      setOver(true)
    }
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false)
    }
    const drop = (event: DragEvent): void => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      setOver(false)
      void plans.drop([...(event.dataTransfer?.files ?? [])]).then((opened) => {
        if (opened) tree.turn('plan')
        shell.go('tree')
      })
    }
    window.addEventListener('dragenter', drag)
    window.addEventListener('dragover', drag)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragenter', drag)
      window.removeEventListener('dragover', drag)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', drop)
    }
  }, [plans, tree, shell])
  return over ? (
    <div className="drop-target" role="status">
      Drop a channel file to see its rows and problems
    </div>
  ) : null
}
