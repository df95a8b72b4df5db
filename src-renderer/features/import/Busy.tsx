import type { ImportProgress } from '@contract/imports'
import { formatBytes, formatDuration, joined } from '@contract/quantity'
import { Button } from '../../ui/Button'

export interface BusyProps {
  /** "Reading mypc.zip" */
  readonly what: string
  readonly progress: ImportProgress | null
  readonly onCancel: () => void
}

/** What is done, how much of how much, the time left, and a way out. */
export function Busy({ what, progress, onCancel }: BusyProps) {
  const total = progress?.totalBytes ?? 0
  const sealed = progress !== null && !progress.cancellable
  return (
    <section className="import-busy" role="status" data-testid="import-busy">
      <p>
        <strong>{what}</strong>{' '}
        <span className="soft">{sealed ? 'Putting it into the session' : wordsOf(progress)}</span>
      </p>
      <progress value={progress?.doneBytes ?? 0} max={Math.max(1, total)} aria-label={what} />
      <div>
        <Button
          onClick={onCancel}
          disabled={sealed}
          hint={sealed ? 'The result is being put in its place.' : undefined}
          autoFocus
        >
          Cancel
        </Button>
      </div>
    </section>
  )
}

function wordsOf(progress: ImportProgress | null): string {
  if (!progress || progress.totalBytes === 0) return ''
  const { doneBytes, totalBytes, leftS } = progress
  const left = leftS === null ? '' : `, ${formatDuration(Math.ceil(leftS))} left`
  return `${joined(formatBytes(doneBytes))} of ${joined(formatBytes(totalBytes))}${left}`
}
