import type { ClockProposal, HostClock, MachineClock } from '@contract/clocks'
import type { ChannelInfo, TimeUs } from '@contract/model'
import type { SessionView } from '@contract/sessions'
import { matchEdges, StepMeans, type Stepped } from '../engine/series/edge-match'
import type { Values } from '../ports/samples'
import type { SessionReader } from '../ports/sessions'
import { badRequest } from './faults'
import { clockOfHost } from './inbox-clocks'

/** How far apart two clocks may be for their loads to be compared. */
const RANGE_US = 120e6
/** The finest step edges are compared in. */
const LEAST_STEP_US = 100_000
/** More steps would keep the window waiting. */
const MOST_STEPS = 16_384
/** Series of a machine that are tried; the one that stands out most counts. */
const MOST_TRIED = 3

/** An offset a person gives, in µs to add to the machine's stamps. */
export const clockByHand = (offsetUs: number): HostClock => ({
  ...{ offsetUs, driftPpm: 0, refUs: 0, residualUs: null, method: 'offset', points: 0 },
})

/** The machine of a session; the only one when `host` is null. Throws a Fault that names those there are. */
export function machineOf(clocks: readonly MachineClock[], host: string | null): MachineClock {
  const found = host === null && clocks.length === 1 ? clocks[0] : clocks.find((one) => one.host === host)
  if (found) return found
  const names = clocks.map((one) => one.host).join(', ')
  if (clocks.length === 0) throw badRequest('Clock', 'nothing was imported into this session')
  throw badRequest(
    'Clock',
    host === null ? `say which machine: ${names}` : `there is no machine ${host}, only ${names}`,
  )
}

/** What the sync messages in a session say of a machine; null without any. */
export function proposeBySync({ events }: SessionView, host: string): ClockProposal | null {
  const map = clockOfHost(events, host)
  if (!map) return null
  const text = `${map.points} sync ${map.points === 1 ? 'message' : 'messages'} of the machine`
  return { clock: map, confidence: null, text }
}

type SourceOf = SessionView['sourceInfos'][number]

interface Candidate {
  readonly source: SourceOf
  readonly channel: ChannelInfo
  /** −1 where load lowers the value. */
  readonly sign: 1 | -1
}

/** Where the load of a machine fits the power at the wall; null when there is nothing to compare, or no edges. Changes nothing. */
export async function proposeByEdges(reader: SessionReader, host: string): Promise<ClockProposal | null> {
  const view = await reader.view()
  const machine = machineOf(view.clocks, host)
  const imported = new Set(view.clocks.flatMap(({ sourceIds }) => sourceIds))
  const wall = view.sourceInfos.filter(({ id }) => !imported.has(id)).flatMap(wallOf)[0]
  const tried = candidatesOf(view.sourceInfos.filter(({ id }) => machine.sourceIds.includes(id))).slice(0, MOST_TRIED)
  if (!wall || tried.length === 0 || view.endUs === null) return null
  const span = { fromUs: view.startUs, toUs: view.endUs }
  let best: { readonly proposal: ClockProposal; readonly confidence: number } | null = null
  for (const candidate of tried) {
    const stepUs = stepFor(wall, candidate, span)
    const ours = await stepsOf(reader, wall, span, stepUs)
    const theirs = await stepsOf(reader, candidate, span, stepUs)
    const match = matchEdges(ours, theirs, RANGE_US)
    if (!match || (best && best.confidence >= match.confidence)) continue
    const midUs = ours.startUs + (ours.means.length * ours.stepUs) / 2
    const points = match.steps
    const clock = { ...movedBy(machine.clock, match.shiftUs, midUs), residualUs: stepUs / 2, points }
    const text = `${nameOf(candidate)} compared with ${nameOf(wall)}`
    best = {
      proposal: { clock: { ...clock, method: 'edges' }, confidence: match.confidence, text },
      confidence: match.confidence,
    }
  }
  return best?.proposal ?? null
}

/** Samples are read as they are aligned now: what is found comes on top of it. */
function movedBy(clock: HostClock | null, shiftUs: number, midUs: TimeUs) {
  if (!clock) return { offsetUs: shiftUs, driftPpm: 0, refUs: Math.round(midUs) }
  return { offsetUs: clock.offsetUs + shiftUs, driftPpm: clock.driftPpm, refUs: clock.refUs }
}

interface Span {
  readonly fromUs: TimeUs
  readonly toUs: TimeUs
}

/** As fine as the slower of the two. */
function stepFor(a: Candidate, b: Candidate, { fromUs, toUs }: Span): number {
  const periodsUs = [a, b].map(({ source }) => (source.periodS ?? 1) * 1e6)
  return Math.ceil(Math.max(LEAST_STEP_US, ...periodsUs, (toUs - fromUs) / MOST_STEPS))
}

const nameOf = ({ source, channel }: Candidate): string => `${source.name} ${channel.label}`

function wallOf(source: SourceOf): readonly Candidate[] {
  const channel = source.channels.find(({ unit, kind }) => unit === 'W' && (kind === 'windowed' || kind === 'gauge'))
  return channel ? [{ source, channel, sign: 1 }] : []
}

/** Power of the machine first, then what its processors do. */
function candidatesOf(sources: readonly SourceOf[]): readonly Candidate[] {
  const all = sources.flatMap((source) => source.channels.map((channel) => ({ source, channel })))
  const power = all.filter(({ channel }) => channel.unit === 'W').map((one): Candidate => ({ ...one, sign: 1 }))
  const load = all.flatMap((one): readonly Candidate[] => {
    const path = String(one.source.settings.path ?? '')
    if (one.channel.unit !== '%' || !path.startsWith('cpu')) return []
    if (path.includes('idle')) return [{ ...one, sign: -1 }]
    return path.includes('user') ? [{ ...one, sign: 1 }] : []
  })
  return [...power, ...load]
}

/** Means of equal steps over a span. */
async function stepsOf(
  reader: SessionReader,
  { source, channel, sign }: Candidate,
  span: Span,
  stepUs: number,
): Promise<Stepped> {
  const at = source.channels.findIndex(({ key }) => key === channel.key)
  const means = new StepMeans(span.fromUs, stepUs, Math.ceil((span.toUs - span.fromUs) / stepUs))
  // A mean of the time that ends at its stamp belongs into the middle of that time.
  const earlierUs = channel.kind === 'windowed' || channel.kind === 'rate' ? ((source.periodS ?? 0) * 1e6) / 2 : 0
  for await (const { block } of reader.rows({ ...span, sourceId: source.id })) {
    means.add({ timesUs: block.timesUs, values: signed(block.values[at]!, sign) }, earlierUs)
  }
  return means.result()
}

const signed = (values: Values, sign: 1 | -1): Float64Array => {
  const result = new Float64Array(values.length)
  for (let i = 0; i < values.length; i++) result[i] = sign * Number(values[i])
  return result
}
