import type { AlignCurve, AlignLook, AlignPicture, AlignSubject, AlignView, LoadEdge } from '@contract/alignment'
import { MAX_LOAD_EDGES } from '@contract/alignment'
import type { ClockProposal, HostClock } from '@contract/clocks'
import type { ImportLimits } from '@contract/collectd'
import type { Envelope } from '@contract/model'
import { type Edge, loadEdges, pairEdges } from '../../engine/series/load-edges'
import type { ArchiveReader } from '../../ports/archive'
import type { SessionReader } from '../../ports/sessions'
import { machineOf, proposeBySync } from '../clocks'
import { badRequest } from '../faults'
import type { GivenFiles } from '../files'
import type { Library } from '../library'
import { archiveCurves } from './archive-curves'
import type { Curve } from './curve'
import { commonSpan, type EdgeProposal, proposeEdges, stepFor, stepsOf } from './edge-proposal'
import { envelopeOf, type HeldCurve, heldCurve, mappedCurve } from './held-curve'
import { machineCurves, wallCurve } from './session-curves'

/** An edge of the machine farther from the wall's than this is another one. */
const PAIR_REACH_US = 2_000_000

export interface AlignDeskIo {
  readonly reader: ArchiveReader
  readonly library: Pick<Library, 'reader'>
  readonly given: Pick<GivenFiles, 'pathOf'>
  readonly limits: () => ImportLimits
}

/** What lies on the desk: one machine at a time. */
interface Opened {
  readonly view: AlignView
  readonly wall: (Curve & { readonly window: (look: AlignLook) => Promise<Envelope | null> }) | null
  /** Rows with the stamps of the machine itself. */
  readonly machine: HeldCurve | null
  readonly wallEdges: readonly Edge[]
}

/** A machine's load beside the power at the wall, under whatever clock a person tries. Changes nothing. */
export class AlignDesk {
  private opened: Opened | null = null
  private reading = new AbortController()

  constructor(private readonly io: AlignDeskIo) {}

  async open(subject: AlignSubject): Promise<AlignView> {
    this.close()
    const { signal } = this.reading
    const opened = await (subject.of === 'archive' ? this.ofArchive(subject, signal) : this.ofSession(subject))
    if (!signal.aborted) this.opened = opened
    return opened.view
  }

  /** Rejects with BAD_REQUEST while nothing is open. */
  async look(look: AlignLook): Promise<AlignPicture> {
    const { opened } = this
    if (!opened) throw badRequest('Clock', 'no machine is looked at')
    const { wall, machine, wallEdges } = opened
    return {
      wall: (await wall?.window(look)) ?? null,
      recorded: machine && envelopeOf(machine, null, look),
      aligned: machine && envelopeOf(machine, look.clock, look),
      edges: wall && machine ? await edgesUnder(wall, machine, wallEdges, look.clock) : [],
    }
  }

  /** Ends what is being read. */
  close(): void {
    this.reading.abort()
    this.reading = new AbortController()
    this.opened = null
  }

  private async ofArchive(
    { token, host, session }: Extract<AlignSubject, { of: 'archive' }>,
    signal: AbortSignal,
  ): Promise<Opened> {
    const job = { file: this.io.given.pathOf(token), limits: this.io.limits(), signal }
    const machine = await archiveCurves(this.io.reader, job, host)
    const reader = session === null ? null : await this.io.library.reader(session)
    const view = (await reader?.view()) ?? null
    const wall = reader && view ? await wallCurve(reader, view) : null
    const clock = view?.clocks.find((one) => one.host === host)?.clock ?? null
    return this.laidOut({ host, clock, reader, wall, machine, sync: view && proposeBySync(view, host) })
  }

  private async ofSession({ session, host }: Extract<AlignSubject, { of: 'session' }>): Promise<Opened> {
    const reader = await this.io.library.reader(session)
    const view = await reader.view()
    const { clock, sourceIds } = machineOf(view.clocks, host)
    const machine = await machineCurves(reader, view, sourceIds)
    const wall = await wallCurve(reader, view)
    return this.laidOut({
      host,
      clock,
      reader,
      wall,
      machine: machine.map((curve) => mappedCurve(curve, clock)),
      sync: proposeBySync(view, host),
    })
  }

  private async laidOut(known: {
    readonly host: string
    readonly clock: HostClock | null
    readonly reader: SessionReader | null
    readonly wall: Curve | null
    readonly machine: readonly Curve[]
    readonly sync: ClockProposal | null
  }): Promise<Opened> {
    const { host, clock, reader, wall, machine, sync } = known
    const found: EdgeProposal | null = wall && (await proposeEdges(wall, machine, null))
    const shown = found?.curve ?? machine[0] ?? null
    const held = shown && (await heldCurve(shown))
    const span = wall && held && commonSpan(wall, held)
    const wallEdges =
      wall && held && span ? loadEdges(await stepsOf(wall, span, stepFor(wall, held, span)), MAX_LOAD_EDGES) : []
    return {
      view: {
        host,
        wall: wall && outlineOf(wall),
        machine: shown && outlineOf(shown),
        clock,
        sync,
        edges: found?.proposal ?? null,
      },
      wall: wall && reader && { ...wall, window: windowOf(reader, wall) },
      machine: held,
      wallEdges,
    }
  }
}

const outlineOf = ({ name, channel, fromUs, toUs }: Curve): AlignCurve => ({
  label: name,
  unit: channel.unit,
  fromUs,
  toUs,
})

const windowOf =
  (reader: SessionReader, { id }: Curve) =>
  async ({ fromUs, toUs, buckets }: AlignLook): Promise<Envelope | null> =>
    (await reader.window({ channels: [id], fromUs, toUs, buckets }))[0]?.envelope ?? null

/** How far the machine's edges are off under a clock. */
async function edgesUnder(
  wall: Curve,
  machine: HeldCurve,
  wallEdges: readonly Edge[],
  clock: HostClock | null,
): Promise<readonly LoadEdge[]> {
  const moved = mappedCurve(machine, clock, 'onto ours')
  const span = commonSpan(wall, moved)
  if (!span) return wallEdges.map(({ atUs }) => ({ atUs, offUs: null }))
  const theirs = loadEdges(await stepsOf(moved, span, stepFor(wall, moved, span)), MAX_LOAD_EDGES)
  return pairEdges(wallEdges, theirs, PAIR_REACH_US)
}
