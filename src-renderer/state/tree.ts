import type { FaultView } from '@contract/fault'
import type { ChannelId, TimeUs } from '@contract/model'
import type { SeriesScope } from '@contract/series'
import type { TreeFormat, TreeReply, TreeRequest } from '@contract/tree'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Bridge } from '../bridge/bridge'
import { createLatest } from '../lib/latest'
import type { Cursor } from './cursor'
import type { View } from './view'

/** Which scan the tree shows: the newest, the one at the data cursor, or the mean of the selection. */
export type MomentMode = 'live' | 'time' | 'mean'

/** The tree and how a person looks at it. Sets and maps are replaced, never changed. */
export interface Tree {
  /** The tree, or the channel file that is open. */
  readonly page: 'tree' | 'plan'
  /** The voltmeter a person chose; null for the first there is. */
  readonly sourceId: string | null
  readonly mode: MomentMode
  /** The moment the data cursor was last put on; null before. */
  readonly atUs: TimeUs | null
  /** The answer to the newest question about the live tree, a moment, or a mean. */
  readonly reply: TreeReply | null
  /** What `reply` answers. */
  readonly of: TreeRequest | null
  readonly fault: FaultView | null
  /** The other moment of a comparison. */
  readonly pinned: TreeReply | null
  readonly look: 'flow' | 'table'
  /** Rows below this share of all roots, in percent, are put together. */
  readonly hideBelow: number
  readonly find: string
  readonly collapsed: ReadonlySet<number>
  readonly selected: number | null
  readonly groupsOpen: boolean
  readonly exporting: TreeFormat | null
  readonly saved: string | null
  readonly exportFault: FaultView | null
}

const OF_ONE_SOURCE = {
  reply: null,
  of: null,
  fault: null,
  pinned: null,
  collapsed: new Set<number>(),
  selected: null,
} as const

interface Drivers {
  readonly view: Pick<StoreApi<View>, 'subscribe'>
  readonly cursor: Pick<StoreApi<Cursor>, 'subscribe'>
}

/** The power tree. One source is followed at a time, and at most one question about the past is under way. */
export function createTree(bridge: Bridge, drivers: Drivers) {
  const store = createStore<Tree>()(() => ({
    page: 'tree',
    sourceId: null,
    mode: 'live',
    atUs: null,
    ...OF_ONE_SOURCE,
    look: 'flow',
    hideBelow: 0,
    find: '',
    groupsOpen: false,
    exporting: null,
    saved: null,
    exportFault: null,
  }))
  const set = (patch: Partial<Tree>): void => store.setState(patch)
  let followed: string | null = null
  const isAsked = ({ scope, sourceId, moment }: TreeRequest): boolean => {
    const { of } = store.getState()
    return of !== null && sourceId === of.sourceId && scope.kind === of.scope.kind && moment.at === of.moment.at
  }
  const ask = createLatest(async (request: TreeRequest) => {
    const reply = await bridge.ask('tree:get', request)
    if (!isAsked(request)) return
    if (!reply.ok) return set({ reply: null, fault: reply.fault })
    // A scan that was told meanwhile is newer than the answer.
    const held = store.getState().reply
    const newer = request.moment.at === 'live' && (held?.tree?.endUs ?? 0) > (reply.value.tree?.endUs ?? 0)
    set(newer ? { fault: null } : { reply: reply.value, fault: null })
  })
  const stops = [
    bridge.listen('tree:scan', ({ reply }) => {
      if (isAsked({ scope: { kind: 'live' }, sourceId: reply.sourceId, moment: { at: 'live' } })) {
        set({ reply, fault: null })
      }
    }),
    drivers.view.subscribe(({ cursors, session }, before) => {
      if (session?.id !== before.session?.id) set({ ...OF_ONE_SOURCE, sourceId: null, mode: 'live', atUs: null })
      else if (cursors.a !== before.cursors.a && cursors.a !== null) set({ atUs: cursors.a })
      else if (cursors.b !== before.cursors.b && cursors.b !== null) set({ atUs: cursors.b })
    }),
    drivers.cursor.subscribe(({ tUs, byKey }) => {
      if (byKey && tUs !== null) set({ atUs: tUs })
    }),
  ]
  return {
    store,
    stop: (): void => {
      for (const stop of stops) stop()
    },
    /** Scans of this source are told from now on; null: of none. */
    follow(sourceId: string | null): void {
      if (sourceId === followed) return
      followed = sourceId
      void bridge.ask('tree:follow', sourceId)
    },
    /** Shows the answer to this question; another source starts afresh. */
    show(request: TreeRequest): void {
      const { of } = store.getState()
      if (of && of.sourceId !== request.sourceId) set(OF_ONE_SOURCE)
      set({ of: request, ...(of?.moment.at === request.moment.at ? {} : { reply: null, fault: null }) })
      ask(request)
    },
    turn: (page: Tree['page']): void => set({ page }),
    choose: (sourceId: string): void => set({ ...OF_ONE_SOURCE, sourceId }),
    moment: (mode: MomentMode): void => set({ mode }),
    /** The tree at a moment, from the chart or by a step. */
    lookAt: (atUs: TimeUs): void => set({ mode: 'time', atUs: Math.round(atUs), page: 'tree' }),
    look: (look: Tree['look']): void => set({ look }),
    hideBelow: (percent: number): void => set({ hideBelow: percent }),
    find: (find: string): void => set({ find }),
    select: (selected: number | null): void => set({ selected }),
    openGroups: (groupsOpen: boolean): void => set({ groupsOpen }),
    /** Folds the children of a row away, or back. */
    toggle(channel: number): void {
      const collapsed = new Set(store.getState().collapsed)
      if (!collapsed.delete(channel)) collapsed.add(channel)
      set({ collapsed })
    },
    unfold(channels: Iterable<number>): void {
      const collapsed = new Set(store.getState().collapsed)
      for (const channel of channels) collapsed.delete(channel)
      if (collapsed.size !== store.getState().collapsed.size) set({ collapsed })
    },
    /** Keeps what is shown now as the other moment of a comparison; again: no comparison. */
    pin(): void {
      const { pinned, reply } = store.getState()
      set({ pinned: pinned ? null : reply?.tree ? reply : null })
    },
    /** Main asks where to save. */
    async save(request: TreeRequest, format: TreeFormat): Promise<void> {
      if (store.getState().exporting) return
      set({ exporting: format, saved: null, exportFault: null })
      const reply = await bridge.ask('tree:export', request, format)
      if (!reply.ok) set({ exporting: null, exportFault: reply.fault })
      else set({ exporting: null, saved: 'saved' in reply.value ? reply.value.saved : null })
    },
    /** Time of a channel's sample before or after a moment; null when there is none. */
    async neighbour(
      scope: SeriesScope,
      channel: ChannelId,
      tUs: TimeUs,
      side: 'before' | 'after',
    ): Promise<TimeUs | null> {
      const reply = await bridge.ask('series:nearest', { scope, channels: [channel], tUs, side })
      return reply.ok ? (reply.value[0]?.tUs ?? null) : null
    },
    /** The newest value of a channel of what comes in now; null when there is none. */
    async newest(channel: ChannelId, nowUs: TimeUs): Promise<number | null> {
      const request = { scope: { kind: 'live' }, channels: [channel], tUs: nowUs, side: 'nearest' } as const
      const reply = await bridge.ask('series:nearest', request)
      return reply.ok ? (reply.value[0]?.value ?? null) : null
    },
    closeNote: (): void => set({ saved: null, exportFault: null }),
  }
}
