import { Icon } from '../../ui/icons/Icon'

const STEPS = ['Choose', 'Inspect and select', 'Align clocks', 'Confirm'] as const

export interface StepsProps {
  /** 0 … 3; past the last one everything is done. */
  readonly current: number
  /** Steps that can be gone back to. */
  readonly onGo: ((step: number) => void) | null
}

/** Where the wizard stands. Steps behind are ticked and lead back. */
export function Steps({ current, onGo }: StepsProps) {
  return (
    <ol className="steps" aria-label="Steps of the import">
      {STEPS.map((words, i) => {
        const state = i < current ? 'done' : i === current ? 'now' : 'next'
        const inside = (
          <>
            <span className="step-mark">{state === 'done' ? <Icon name="tick" small /> : i + 1}</span>
            {words}
          </>
        )
        return (
          <li key={words} data-step={state} aria-current={state === 'now' ? 'step' : undefined}>
            {state === 'done' && onGo ? (
              <button type="button" onClick={() => onGo(i)}>
                {inside}
              </button>
            ) : (
              <span>{inside}</span>
            )}
          </li>
        )
      })}
    </ol>
  )
}
