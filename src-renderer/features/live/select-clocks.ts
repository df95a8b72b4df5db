import { clockWords, type MachineClock } from '@contract/clocks'
import type { Mark } from '../../ui/Shape'

/** How the clock of an imported machine stands, as shape and words. */
export interface ClockLine {
  readonly host: string
  /** For a narrow place: "aligned ±4 ms", "not aligned". */
  readonly mark: Mark
  /** "Aligned by 3 sync points, ±4 ms, drift 12 ppm". */
  readonly sentence: string
}

/** Not aligned is nothing wrong, but it is said: the stamps are those of the machine. */
export function clockLine({ host, clock }: Pick<MachineClock, 'host' | 'clock'>): ClockLine {
  const sentence = clockWords(clock)
  if (!clock) return { host, sentence, mark: { shape: 'diamond', tone: 'warn', words: 'not aligned' } }
  const error = /±[^,]*/.exec(sentence)?.[0]
  const words = clock.method === 'offset' ? 'aligned by hand' : error ? `aligned ${error}` : 'aligned'
  return { host, sentence, mark: { shape: 'tick', tone: 'ok', words } }
}

export const selectClocks = (clocks: readonly MachineClock[]): readonly ClockLine[] => clocks.map(clockLine)
