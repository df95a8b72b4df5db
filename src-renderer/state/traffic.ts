import { KEPT_TRAFFIC, type TrafficLine } from '@contract/traffic'
import { createStore } from 'zustand/vanilla'
import type { Bridge } from '../bridge/bridge'

/** Which lines are looked at. */
export interface TrafficFilter {
  readonly sent: boolean
  readonly received: boolean
  readonly note: boolean
  /** Only the instrument that is chosen on this screen, or all of them. */
  readonly whose: 'this' | 'all'
  /** Part of the text or of its meaning, in any case; '' for every line. */
  readonly text: string
}

export interface Traffic {
  /** Oldest first, at most KEPT_TRAFFIC. */
  readonly lines: readonly TrafficLine[]
  /** What was held when the console was frozen, or null while it runs. */
  readonly frozen: readonly TrafficLine[] | null
  readonly filter: TrafficFilter
}

export const ALL_TRAFFIC: TrafficFilter = { sent: true, received: true, note: true, whose: 'all', text: '' }

/** Pure: new lines behind those that are held. A line that is held already is not taken twice; the oldest go. */
export function withLines(held: readonly TrafficLine[], added: readonly TrafficLine[]): readonly TrafficLine[] {
  const newest = held.at(-1)?.seq ?? Number.NEGATIVE_INFINITY
  const fresh = added.filter(({ seq }) => seq > newest)
  return fresh.length === 0 ? held : [...held, ...fresh].slice(-KEPT_TRAFFIC)
}

/** What goes over the wires. Nothing is told before `follow`, nothing after `unfollow`. */
export function createTraffic(bridge: Bridge) {
  const store = createStore<Traffic>()(() => ({ lines: [], frozen: null, filter: ALL_TRAFFIC }))
  const stopHearing = bridge.listen('traffic:added', ({ lines }) =>
    store.setState((s) => ({ lines: withLines(s.lines, lines) })),
  )
  const unfollow = (): void => void bridge.ask('traffic:unfollow')
  return {
    store,
    /** Takes the kept lines and hears new ones from now on. */
    async follow(): Promise<void> {
      const reply = await bridge.ask('traffic:follow')
      if (reply.ok) store.setState((s) => ({ lines: withLines(reply.value, s.lines) }))
    },
    unfollow,
    /** Keeps what is shown, or shows the newest again. */
    freeze: (frozen: boolean): void => store.setState((s) => ({ frozen: frozen ? s.lines : null })),
    look: (patch: Partial<TrafficFilter>): void => store.setState((s) => ({ filter: { ...s.filter, ...patch } })),
    stop(): void {
      stopHearing()
      unfollow()
    },
  }
}
