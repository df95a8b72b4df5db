/** Steps that can be taken back and taken again. */
export interface History<State> {
  readonly past: readonly State[]
  readonly future: readonly State[]
  /** The step that may still grow: what it was, and when it last grew. */
  readonly open: { readonly kind: string; readonly atMs: number } | null
}

/** The most steps that are kept; the oldest go. */
export const MOST_STEPS = 100

/** Changes of one kind that follow each other within this time are one step: a burst of the wheel, a held key. */
export const BURST_MS = 600

export const NO_HISTORY: History<never> = { past: [], future: [], open: null }

/**
 * Pure: remembers how it was before a change. While a hand holds on (`held`) all changes of the kind are one step,
 * however long they take. What had been taken back can no longer be taken again.
 */
export function remember<State>(
  history: History<State>,
  before: State,
  { kind, held }: { readonly kind: string; readonly held: boolean },
  nowMs: number,
): History<State> {
  const { open, past } = history
  const grows = open !== null && open.kind === kind && (held || nowMs - open.atMs < BURST_MS)
  return {
    past: grows ? past : [...past, before].slice(-MOST_STEPS),
    future: [],
    open: { kind, atMs: nowMs },
  }
}

/** Pure: one step back, and what to show then; null when there is none. */
export function stepBack<State>(history: History<State>, present: State): readonly [History<State>, State] | null {
  const state = history.past.at(-1)
  if (state === undefined) return null
  return [{ past: history.past.slice(0, -1), future: [...history.future, present], open: null }, state]
}

/** Pure: one step forward again; null when there is none. */
export function stepAgain<State>(history: History<State>, present: State): readonly [History<State>, State] | null {
  const state = history.future.at(-1)
  if (state === undefined) return null
  return [{ past: [...history.past, present], future: history.future.slice(0, -1), open: null }, state]
}
