import type { ChannelId, Envelope } from '@contract/model'
import type { SelectionSummary, StatsRequest, WindowRequest } from '@contract/series'
import { createStore } from 'zustand/vanilla'
import type { Bridge } from '../bridge/bridge'
import { createLatest } from '../lib/latest'
import type { Range } from '../lib/x-range'

/** How the rows of the tree went lately. */
export interface TreeHistory {
  /** The last minute of every row, by channel. */
  readonly minute: ReadonlyMap<ChannelId, Envelope>
  /** The last ten minutes of the selected row. */
  readonly recent: { readonly channel: ChannelId; readonly range: Range; readonly envelope: Envelope } | null
  readonly stats: SelectionSummary | null
}

/** What stands beside the numbers of the tree: one question for all sparklines, one each for the selected row. */
export function createTreeHistory(bridge: Bridge) {
  const store = createStore<TreeHistory>()(() => ({ minute: new Map(), recent: null, stats: null }))
  const askMinute = createLatest(async (request: WindowRequest) => {
    const reply = await bridge.ask('series:window', request)
    if (reply.ok) store.setState({ minute: new Map(reply.value.lanes.map((lane) => [lane.channel, lane.envelope])) })
  })
  const askRecent = createLatest(async (request: WindowRequest) => {
    const reply = await bridge.ask('series:window', request)
    const [lane] = reply.ok ? reply.value.lanes : []
    const { fromUs, toUs } = request
    store.setState({
      recent: lane ? { channel: lane.channel, range: { fromUs, toUs }, envelope: lane.envelope } : null,
    })
  })
  const askStats = createLatest(async (request: StatsRequest) => {
    const reply = await bridge.ask('series:stats', request)
    store.setState({ stats: reply.ok ? (reply.value.rows[0] ?? null) : null })
  })
  return { store, askMinute, askRecent, askStats }
}
