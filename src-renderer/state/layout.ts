import { type ChannelId, sourceOf } from '@contract/model'
import { MAX_SHOWN_CHANNELS, type SettingsView } from '@contract/settings'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { YSpan } from '../lib/y-domain'

/** How a person arranged the lanes. Maps and records are replaced, never changed. */
export interface Layout {
  /** Channels added (true) or hidden (false); the others follow the default. Kept in the settings. */
  readonly shown: Readonly<Record<ChannelId, boolean>>
  /** The one channel that is shown, or null. */
  readonly only: ChannelId | null
  /** The one lane that is shown, or null. */
  readonly onlyLane: string | null
  /** Locked value axes by lane. */
  readonly y: ReadonlyMap<string, YSpan>
}

interface KeptIn {
  readonly store: Pick<StoreApi<SettingsView>, 'getState' | 'subscribe'>
  set(patch: Partial<SettingsView>): Promise<void>
}

/** The layout and the only ways to change it. What is shown survives a restart; isolation and locked axes do not. */
export function createLayout(settings: KeptIn) {
  const store = createStore<Layout>()(() => ({
    shown: settings.store.getState().shownChannels,
    only: null,
    onlyLane: null,
    y: new Map(),
  }))
  const stop = settings.store.subscribe((now, before) => {
    if (now.shownChannels !== before.shownChannels) store.setState({ shown: now.shownChannels })
  })
  const keep = (shown: Layout['shown']): void => {
    const newest = Object.entries(shown).slice(-MAX_SHOWN_CHANNELS)
    void settings.set({ shownChannels: Object.fromEntries(newest) })
  }
  const changeY = (change: (y: Map<string, YSpan>) => void): void => {
    const y = new Map(store.getState().y)
    change(y)
    store.setState({ y })
  }
  return {
    store,
    stop,
    /** Adds or hides channels. Whoever adds one sees it: an isolated channel no longer stands alone. */
    show(channels: ChannelId | readonly ChannelId[], on: boolean): void {
      const shown = { ...store.getState().shown }
      for (const channel of typeof channels === 'string' ? [channels] : channels) {
        delete shown[channel]
        shown[channel] = on
      }
      if (on) store.setState({ only: null, onlyLane: null })
      keep(shown)
    },
    /** Shows what is shown by default, of all sources. */
    showDefaults(): void {
      store.setState({ only: null, onlyLane: null })
      keep({})
    },
    /** Shows again what is shown by default of the channels of these sources; what was added stays. */
    unhide(sourceIds: ReadonlySet<string>): void {
      store.setState({ only: null, onlyLane: null })
      const all = Object.entries(store.getState().shown)
      const kept = all.filter(([id, on]) => on || !sourceIds.has(sourceOf(id)))
      if (kept.length < all.length) keep(Object.fromEntries(kept))
    },
    /** Only this channel; the same one again, or null: all back. */
    isolate(channel: ChannelId | null): void {
      const { only } = store.getState()
      store.setState({ only: only === channel ? null : channel, onlyLane: null })
    },
    /** Only this lane; the same one again, or null: all back. */
    isolateLane(laneId: string | null): void {
      const { onlyLane } = store.getState()
      store.setState({ onlyLane: onlyLane === laneId ? null : laneId, only: null })
    },
    lockY(laneId: string, { low, high }: YSpan): void {
      changeY((y) => y.set(laneId, { low, high }))
    },
    freeY(laneId: string): void {
      changeY((y) => y.delete(laneId))
    },
    /** Back to an earlier layout. */
    restore(snapshot: Layout): void {
      const { shown } = store.getState()
      store.setState(snapshot, true)
      if (snapshot.shown !== shown) keep(snapshot.shown)
    },
  }
}
