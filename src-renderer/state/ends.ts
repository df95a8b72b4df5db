import type { ChannelId } from '@contract/model'
import type { SeriesScope } from '@contract/series'
import { createStore } from 'zustand/vanilla'
import type { Bridge } from '../bridge/bridge'
import { createLatest } from '../lib/latest'
import type { Range } from '../lib/x-range'

/** Later than any sample: the year 2200. */
const AFTER_ALL_US = Date.UTC(2200, 0, 1) * 1_000

export type Ends = ReadonlyMap<ChannelId, number>

interface Asked {
  readonly scope: SeriesScope
  readonly channels: readonly ChannelId[]
}

/** When the last sample of a series was taken: an import ends somewhere inside its session. */
export function createEnds(bridge: Bridge) {
  const store = createStore<{ readonly ends: Ends }>()(() => ({ ends: new Map() }))
  const ask = createLatest(async ({ scope, channels }: Asked) => {
    const reply = await bridge.ask('series:nearest', { scope, channels, tUs: AFTER_ALL_US, side: 'before' })
    store.setState({ ends: new Map(reply.ok ? reply.value.map(({ channel, tUs }) => [channel, tUs]) : []) })
  })
  const times = async (asked: Asked, tUs: number, side: 'before' | 'after'): Promise<readonly number[]> => {
    const reply = await bridge.ask('series:nearest', { ...asked, tUs, side })
    return reply.ok ? reply.value.map((sample) => sample.tUs) : []
  }
  return {
    store,
    ask: (scope: SeriesScope, channels: readonly ChannelId[]): void => ask({ scope, channels }),
    /** From the first sample of all these channels to the last; null when they have none. */
    async rangeOf(scope: SeriesScope, channels: readonly ChannelId[]): Promise<Range | null> {
      const asked = { scope, channels }
      const [firsts, lasts] = await Promise.all([times(asked, 0, 'after'), times(asked, AFTER_ALL_US, 'before')])
      if (firsts.length === 0 || lasts.length === 0) return null
      return { fromUs: Math.min(...firsts), toUs: Math.max(...lasts) }
    },
  }
}
