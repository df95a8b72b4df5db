import { BoundAlign } from '../features/align/Align.bound'
import { BoundImport } from '../features/import/Import.bound'
import { useStores } from '../state/stores'
import { useActions } from '../state/use-actions'

/** The import wizard with the alignment of clocks inside it. */
export function ImportScreen() {
  const { imports } = useStores()
  const actions = useActions()
  return (
    <BoundImport
      align={({ subject, plan, hosts }) => (
        <BoundAlign
          subject={subject}
          hosts={hosts}
          decided={plan.clocks.get(subject.host) ?? null}
          onHost={imports.alignOf}
          onTry={imports.decide}
        />
      )}
      onOpen={(id) => void actions.showImported(id)}
    />
  )
}
