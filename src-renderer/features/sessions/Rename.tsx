import { useState } from 'react'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Field } from '../../ui/Field'

/** Longer names are refused by main. */
const MOST_LETTERS = 120

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
  const length = draft.trim().length
  const problem =
    length === 0
      ? 'A name is needed'
      : length > MOST_LETTERS
        ? `At most ${MOST_LETTERS} characters, these are ${length}`
        : null
  const usable = problem === null
  return (
    <Dialog title={`Rename ${name}`} onClose={onLeave}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (usable) onRename(draft.trim())
        }}
      >
        <Field name="New name" value={draft} onChange={setDraft} width="100%" autoFocus problem={problem} />
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
