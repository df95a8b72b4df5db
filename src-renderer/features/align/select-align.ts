import type { AlignPicture, LoadEdge } from '@contract/alignment'
import { clockWords, type HostClock, offsetWords } from '@contract/clocks'
import { formatFixed } from '@contract/quantity'
import type { Range } from '../../lib/x-range'
import { type AlignMethod, type Alignment, clockTried, ENOUGH } from '../../state/alignment'

/** One way to align, as the panel lists it. */
export interface MethodLine {
  readonly method: AlignMethod
  readonly words: string
  readonly worth: string
  readonly proposed: boolean
  /** Why it cannot be chosen. */
  readonly why: string | null
}

const errorWords = (clock: HostClock | null | undefined): string =>
  !clock ? '' : clock.residualUs === null ? 'error not known' : `±${msWords(clock.residualUs)}`

/** Microseconds as milliseconds, as fine as they are worth. */
export function msWords(us: number): string {
  const ms = Math.abs(us) / 1_000
  return ms >= 1_000 ? `${formatFixed(ms / 1_000, 1)}\u00a0s` : `${formatFixed(ms, ms < 1 ? 1 : 0)}\u00a0ms`
}

export function methodLines({ view }: Pick<Alignment, 'view'>): readonly MethodLine[] {
  const [sync, edges] = [view?.sync ?? null, view?.edges ?? null]
  const likely = sync ? 'sync' : edges && (edges.confidence ?? 0) >= ENOUGH ? 'edges' : null
  return [
    {
      method: 'sync',
      words: 'Sync posts',
      worth: errorWords(sync?.clock),
      proposed: likely === 'sync',
      why: sync ? null : 'The session holds no sync posts of this machine.',
    },
    {
      method: 'edges',
      words: 'Load edges',
      worth: errorWords(edges?.clock),
      proposed: likely === 'edges',
      why: edges ? null : noEdges(view),
    },
    { method: 'hand', words: 'By hand', worth: 'offset', proposed: false, why: null },
    { method: 'none', words: 'Do not align', worth: 'clock as recorded', proposed: false, why: null },
  ]
}

function noEdges(view: Alignment['view']): string {
  if (!view?.wall) return 'There is no wall power at that time to compare with.'
  if (!view.machine) return 'The machine has no power and no processor load to compare.'
  return 'No common load edges were found within two minutes.'
}

/** A reason to trust the clock that is tried, or not to. */
export interface Reason {
  readonly good: boolean
  readonly words: string
}

/** Edges that are off by no more than this agree. */
export const AGREES_US = 100_000

export function reasons(state: Alignment): readonly Reason[] {
  const { view, method, picture } = state
  const clock = clockTried(state)
  const found: Reason[] = []
  if (method === 'sync' && view?.sync) {
    const n = view.sync.clock.points
    const drift = view.sync.clock.driftPpm !== 0
    found.push({
      good: n > 1,
      words:
        n === 1 ? '1 sync post: it may have been late, and nothing tells' : `${n} sync posts, the least delayed count`,
    })
    if (n > 1) {
      found.push({
        good: drift,
        words: drift ? 'Far enough apart to tell the drift' : 'Less than 10 min apart: the drift is not known',
      })
    }
  }
  if (method === 'edges' && view?.edges) {
    const confidence = view.edges.confidence ?? 0
    const words = `Confidence ${formatFixed(confidence, 2)}, enough from ${formatFixed(ENOUGH, 2)}`
    found.push({ good: confidence >= ENOUGH, words })
    found.push({ good: true, words: view.edges.text })
  }
  const edges = picture?.edges ?? []
  if (edges.length > 0) found.push(agreement(edges))
  if (method === 'none') found.push({ good: false, words: 'Its times are those of its own clock' })
  if (method === 'hand' && clock) found.push({ good: false, words: 'Set by hand: its error is not known' })
  return found
}

function agreement(edges: readonly LoadEdge[]): Reason {
  const agree = edges.filter(({ offUs }) => offUs !== null && Math.abs(offUs) <= AGREES_US).length
  return {
    good: agree * 2 > edges.length,
    words: `${agree} of ${edges.length} load edges agree within ${msWords(AGREES_US)}`,
  }
}

/** The four numbers of the panel as text. */
export function figures(state: Alignment) {
  const clock = clockTried(state)
  const confidence = state.method === 'edges' ? (state.view?.edges?.confidence ?? null) : null
  return {
    clock,
    offset: clock ? offsetWords(clock.offsetUs).replace(/ s$/, '') : '0.000',
    drift: formatFixed(clock?.driftPpm ?? 0, 1),
    residual: clock && clock.residualUs !== null ? `±${msWords(clock.residualUs).replace(/\u00a0.*/, '')}` : '—',
    residualUnit: clock && clock.residualUs !== null ? (msWords(clock.residualUs).split('\u00a0')[1] ?? '') : '',
    confidence: confidence === null ? '—' : formatFixed(confidence, 2),
    share: confidence,
    sentence: clockWords(clock),
  }
}

/** "60 s around load edge 6 of 12" */
export function whereWords(picture: AlignPicture | null, range: Range | null): string {
  if (!range) return ''
  const length = `${formatFixed((range.toUs - range.fromUs) / 1e6, 1)}\u00a0s`
  const edges = picture?.edges ?? []
  if (edges.length === 0) return length
  const midUs = (range.fromUs + range.toUs) / 2
  const nearest = edges.reduce(
    (at, { atUs }, i) => (Math.abs(atUs - midUs) < Math.abs((edges[at]?.atUs ?? 0) - midUs) ? i : at),
    0,
  )
  return `${length} around load edge ${nearest + 1} of ${edges.length}`
}

/** An offset as a person types it: seconds; null when it is none. */
export function readOffset(text: string): number | null {
  const plain = text.trim().replaceAll('\u2212', '-').replaceAll('\u00a0', '').replace(/s$/, '').trim()
  const s = Number(plain)
  return plain === '' || !Number.isFinite(s) ? null : Math.round(s * 1e6)
}
