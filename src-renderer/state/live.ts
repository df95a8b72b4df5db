import { type Derived, LIVE_BUCKETS, type LiveTick, MAX_BUCKETS, type Readout } from '@contract/live'
import type { ChannelId, Envelope, Gap } from '@contract/model'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Bridge } from '../bridge/bridge'
import { layOver } from '../lib/buckets'

/** A gap of one source, as ticks and windows carry it. */
export interface SourceGap {
  readonly sourceId: string
  readonly gap: Gap
}

/** What the followed window holds now. Maps are replaced, never changed, so selectors may compare by identity. */
export interface Live {
  readonly nowUs: number | null
  readonly firstUs: number | null
  readonly stepUs: number
  /** The followed window; null follows everything. */
  readonly windowUs: number | null
  readonly lanes: ReadonlyMap<ChannelId, Envelope>
  readonly gaps: readonly SourceGap[]
  readonly readouts: ReadonlyMap<ChannelId, Readout>
  readonly derived: readonly Derived[]
}

export const NOTHING_YET: Live = {
  nowUs: null,
  firstUs: null,
  stepUs: 0,
  windowUs: 60e6,
  lanes: new Map(),
  gaps: [],
  readouts: new Map(),
  derived: [],
}

/** More gaps than this in one window cannot be told apart on a screen; the newest stay. */
const MOST_GAPS = 200

/** Pure: a tick laid over what is held. Buckets older than the window are dropped; gaps are those of the tick. */
export function afterTick(live: Live, tick: LiveTick): Live {
  const oldestUs = live.windowUs === null ? Number.NEGATIVE_INFINITY : tick.nowUs - live.windowUs - tick.stepUs
  const held = tick.reset ? new Map<ChannelId, Envelope>() : live.lanes
  const lanes = new Map(held)
  for (const { channel, envelope } of tick.lanes) {
    lanes.set(channel, layOver(held.get(channel) ?? null, envelope, oldestUs, MAX_BUCKETS))
  }
  return {
    nowUs: tick.nowUs,
    firstUs: tick.firstUs,
    stepUs: tick.stepUs,
    windowUs: live.windowUs,
    lanes,
    gaps: tick.gaps.slice(-MOST_GAPS),
    readouts:
      tick.readouts.length === 0 && !tick.reset ? live.readouts : new Map(tick.readouts.map((r) => [r.channel, r])),
    derived: tick.derived,
  }
}

export interface LiveStore {
  readonly store: StoreApi<Live>
  /** Follows another window from now on; null follows everything. */
  follow(windowUs: number | null): void
  stop(): void
}

/**
 * The only listener of 'live:tick'. The newest tick is acknowledged after it was painted, so that main merges ticks
 * while the page is behind or hidden. `afterPaint` runs a job once what was set is on the screen.
 */
export function createLive(bridge: Bridge, afterPaint: (job: () => void) => void): LiveStore {
  const store = createStore<Live>()(() => NOTHING_YET)
  let newestSeq: number | null = null
  const acknowledge = (): void => {
    const seq = newestSeq
    newestSeq = null
    if (seq !== null) void bridge.ask('live:ack', seq)
  }
  const stopHearing = bridge.listen('live:tick', (tick) => {
    if (newestSeq === null) afterPaint(acknowledge)
    newestSeq = tick.seq
    store.setState(afterTick(store.getState(), tick), true)
  })
  return {
    store,
    follow(windowUs) {
      store.setState({ windowUs })
      void bridge.ask('live:follow', { windowUs, buckets: LIVE_BUCKETS })
    },
    stop() {
      stopHearing()
      void bridge.ask('live:unfollow')
    },
  }
}
