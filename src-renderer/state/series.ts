import type { FaultView } from '@contract/fault'
import { MAX_BUCKETS } from '@contract/live'
import type { ChannelId, Envelope } from '@contract/model'
import type { SelectionSummary, SeriesScope, StatsReply, StatsRequest, WindowRequest } from '@contract/series'
import { createStore } from 'zustand/vanilla'
import type { Bridge } from '../bridge/bridge'
import { createLatest } from '../lib/latest'
import type { Range } from '../lib/x-range'
import type { SourceGap } from './live'

/** The last answered window. It stays on screen, drawn at its true times, until the next answer comes. */
export interface Shown {
  readonly scopeKey: string
  readonly lanes: ReadonlyMap<ChannelId, Envelope>
  readonly gaps: readonly SourceGap[]
  readonly fault: FaultView | null
}

/** The last answered statistics: of what, and what was found. */
export interface Stats {
  readonly scopeKey: string
  /** What the rows are about; null before the first answer. */
  readonly of: StatsRequest | null
  readonly rows: readonly SelectionSummary[]
  readonly gaps: StatsReply['gaps']
  readonly gapsLeftOut: number
  /** Imported machines among the rows, with their alignment. */
  readonly clocks: NonNullable<StatsReply['clocks']>
  readonly fault: FaultView | null
  /** What is asked for and not answered yet. */
  readonly asking: StatsRequest | null
}

/** The envelope of everything, for the minimap. */
export interface Overview {
  readonly scopeKey: string
  readonly range: Range | null
  readonly envelope: Envelope | null
  readonly gaps: readonly SourceGap[]
}

const NOTHING_SHOWN: Shown = { scopeKey: '', lanes: new Map(), gaps: [], fault: null }
const NO_STATS: Stats = {
  scopeKey: '',
  of: null,
  rows: [],
  gaps: [],
  gapsLeftOut: 0,
  clocks: [],
  fault: null,
  asking: null,
}
const NO_OVERVIEW: Overview = { scopeKey: '', range: null, envelope: null, gaps: [] }

export const scopeKey = (scope: SeriesScope): string => (scope.kind === 'live' ? 'live' : scope.id)

/** A new selection does not wait for the statistics of a week that are still being computed. */
const STATS_AT_ONCE = 2

/** Windows and statistics of fixed ranges. At most one request for a window is under way, two for statistics; of the others only the newest waits. */
export function createSeries(bridge: Bridge) {
  const shown = createStore<Shown>()(() => NOTHING_SHOWN)
  const stats = createStore<Stats>()(() => NO_STATS)
  const askWindow = createLatest(async (request: WindowRequest) => {
    const reply = await bridge.ask('series:window', request)
    const key = scopeKey(request.scope)
    if (!reply.ok) shown.setState({ scopeKey: key, fault: reply.fault })
    else {
      const lanes = new Map(reply.value.lanes.map((lane) => [lane.channel, lane.envelope]))
      shown.setState({ scopeKey: key, lanes, gaps: reply.value.gaps, fault: null })
    }
  })
  const statsInto = (store: typeof stats) => {
    let asked = 0
    let shownOf = 0
    const ask = createLatest(async (request: StatsRequest) => {
      const mine = ++asked
      const reply = await bridge.ask('series:stats', request)
      // The answer to a later question is there already.
      if (mine < shownOf) return
      shownOf = mine
      const asking = store.getState().asking === request ? null : store.getState().asking
      const found = reply.ok ? { ...reply.value, fault: null } : { ...NOTHING_FOUND, fault: reply.fault }
      store.setState({ scopeKey: scopeKey(request.scope), of: request, asking, clocks: [], ...found })
    }, STATS_AT_ONCE)
    return (request: StatsRequest): void => {
      store.setState({ asking: request })
      ask(request)
    }
  }
  const whole = createStore<Stats>()(() => NO_STATS)
  const overview = createStore<Overview>()(() => NO_OVERVIEW)
  const askOverview = createLatest(async (request: WindowRequest) => {
    const reply = await bridge.ask('series:window', request)
    if (!reply.ok) return
    const { fromUs, toUs } = request
    overview.setState({
      scopeKey: scopeKey(request.scope),
      range: { fromUs, toUs },
      envelope: reply.value.lanes[0]?.envelope ?? null,
      gaps: reply.value.gaps,
    })
  })
  const bounded = (request: WindowRequest): WindowRequest => ({
    ...request,
    buckets: Math.min(MAX_BUCKETS, Math.max(1, Math.round(request.buckets))),
  })
  return {
    shown,
    stats,
    /** Statistics of a whole opened session, for its readouts. */
    whole,
    overview,
    askWindow: (request: WindowRequest): void => askWindow(bounded(request)),
    askOverview: (request: WindowRequest): void => askOverview(bounded(request)),
    askStats: statsInto(stats),
    askWhole: statsInto(whole),
    /** Keeps what the live chart showed on screen until the first window of a frozen view is answered. */
    seed(lanes: ReadonlyMap<ChannelId, Envelope>, gaps: readonly SourceGap[]): void {
      shown.setState({ scopeKey: 'live', lanes, gaps, fault: null })
    },
  }
}

const NOTHING_FOUND: StatsReply = { rows: [], gaps: [], gapsLeftOut: 0 }
