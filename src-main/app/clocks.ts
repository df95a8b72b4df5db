import type { ClockProposal, HostClock, MachineClock } from '@contract/clocks'
import type { SessionView } from '@contract/sessions'
import type { SessionReader } from '../ports/sessions'
import { proposeEdges } from './align/edge-proposal'
import { machineCurves, wallCurve } from './align/session-curves'
import { badRequest } from './faults'
import { clockOfHost } from './inbox-clocks'

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

/** Where the load of a machine fits the power at the wall; null when there is nothing to compare, or no edges. Changes nothing. */
export async function proposeByEdges(reader: SessionReader, host: string): Promise<ClockProposal | null> {
  const view = await reader.view()
  const machine = machineOf(view.clocks, host)
  const wall = await wallCurve(reader, view)
  if (!wall) return null
  const curves = await machineCurves(reader, view, machine.sourceIds)
  return (await proposeEdges(wall, curves, machine.clock))?.proposal ?? null
}
