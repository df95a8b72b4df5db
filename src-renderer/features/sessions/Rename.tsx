import { useState } from 'react'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Field } from '../../ui/Field'

/** Asks for a session's new name. */
export function Rename({
  name,
  onRename,
  onLeave,
}: {
  readonly name: string
  readonly onRename: (name: string) => void
  readonly onLeave: () => void
}) {
  const [draft, setDraft] = useState(name)
  const usable = draft.trim() !== ''
  return (
    <Dialog title={`Rename ${name}`} onClose={onLeave}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (usable) onRename(draft.trim())
        }}
      >
        <Field
          name="New name"
          value={draft}
          onChange={setDraft}
          width="100%"
          autoFocus
          problem={usable ? null : 'A name is needed'}
        />
        <div className="dialog-actions">
          <Button kind="quiet" onClick={onLeave}>
            Keep name
          </Button>
          <Button kind="primary" submit disabled={!usable}>
            Rename session
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
