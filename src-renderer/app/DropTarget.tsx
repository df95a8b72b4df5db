import { useEffect, useState } from 'react'
import { useStores } from '../state/stores'
import { useActions } from '../state/use-actions'

const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false

/** Files may be dropped anywhere on the window: archives go to the import wizard, a channel file to the Tree screen, a session opens. */
export function DropTarget() {
  const { drops, tree, shell } = useStores()
  const actions = useActions()
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
      void drops.drop([...(event.dataTransfer?.files ?? [])]).then((landing) => {
        if (landing.to === 'session') {
          void actions.openFile(landing.token)
          return
        }
        if (landing.to === 'tree') tree.turn('plan')
        shell.go(landing.to)
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
  }, [drops, tree, shell, actions])
  return over ? (
    <div className="drop-target" role="status">
      Drop collectd archives to import them, a channel file to see its rows and problems, or a session to open it
    </div>
  ) : null
}
