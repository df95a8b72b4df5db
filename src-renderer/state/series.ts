import type { FaultView } from '@contract/fault'
import { MAX_BUCKETS } from '@contract/live'
import type { ChannelId, Envelope } from '@contract/model'
import type { SelectionSummary, SeriesScope, StatsRequest, WindowRequest } from '@contract/series'
import { createStore } from 'zustand/vanilla'
import type { Bridge } from '../bridge/bridge'
import { createLatest } from '../lib/latest'
import type { SourceGap } from './live'

/** The last answered window. It stays on screen, drawn at its true times, until the next answer comes. */
export interface Shown {
  readonly scopeKey: string
  readonly lanes: ReadonlyMap<ChannelId, Envelope>
  readonly gaps: readonly SourceGap[]
  readonly fault: FaultView | null
}

/** The last answered statistics. */
export interface Stats {
  readonly scopeKey: string
  readonly rows: readonly SelectionSummary[]
  readonly fault: FaultView | null
}

const NOTHING_SHOWN: Shown = { scopeKey: '', lanes: new Map(), gaps: [], fault: null }
const NO_STATS: Stats = { scopeKey: '', rows: [], fault: null }

export const scopeKey = (scope: SeriesScope): string => (scope.kind === 'live' ? 'live' : scope.id)

/** Windows and statistics of fixed ranges. At most one request of each is under way; of the others only the newest waits. */
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
  const statsInto = (store: typeof stats) =>
    createLatest(async (request: StatsRequest) => {
      const reply = await bridge.ask('series:stats', request)
      const key = scopeKey(request.scope)
      store.setState(
        reply.ok ? { scopeKey: key, rows: reply.value, fault: null } : { scopeKey: key, rows: [], fault: reply.fault },
      )
    })
  const whole = createStore<Stats>()(() => NO_STATS)
  return {
    shown,
    stats,
    /** Statistics of a whole opened session, for its readouts. */
    whole,
    askWindow: (request: WindowRequest): void =>
      askWindow({ ...request, buckets: Math.min(MAX_BUCKETS, Math.max(1, Math.round(request.buckets))) }),
    askStats: statsInto(stats),
    askWhole: statsInto(whole),
    /** Keeps what the live chart showed on screen until the first window of a frozen view is answered. */
    seed(lanes: ReadonlyMap<ChannelId, Envelope>, gaps: readonly SourceGap[]): void {
      shown.setState({ scopeKey: 'live', lanes, gaps, fault: null })
    },
  }
}
