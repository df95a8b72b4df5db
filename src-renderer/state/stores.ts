import { createContext, useContext } from 'react'
import type { Bridge } from '../bridge/bridge'
import { createCursor } from './cursor'
import { createInstruments } from './instruments'
import { createLayout } from './layout'
import { createLive } from './live'
import { createLog } from './log'
import { createPairing } from './pairing'
import { createPlaces } from './places'
import { createPlans } from './plans'
import { createRecording } from './recording'
import { createSeries } from './series'
import { createSessions } from './sessions'
import { createSettings } from './settings'
import { createShell } from './shell'
import { createTraffic } from './traffic'
import { createTree } from './tree'
import { createTreeHistory } from './tree-history'
import { createUndo } from './undo'
import { createView } from './view'

/** Clock and paint of the surroundings; tests give their own. */
export interface Surroundings {
  readonly nowUs: () => number
  readonly afterPaint: (job: () => void) => void
}

const BROWSER: Surroundings = {
  nowUs: () => Date.now() * 1_000,
  afterPaint: (job) => void requestAnimationFrame(() => setTimeout(job, 0)),
}

/** One set of stores for one window. Nothing is asked before `start`. */
export function createStores(bridge: Bridge, around: Surroundings = BROWSER) {
  const log = createLog(bridge, around.nowUs)
  const settings = createSettings(bridge, log.refused)
  const layout = createLayout(settings)
  const view = createView()
  const cursor = createCursor(bridge)
  const stores = {
    log,
    layout,
    live: createLive(bridge, around.afterPaint),
    view,
    undo: createUndo({ view, layout, settings, nowMs: () => performance.now() }),
    cursor,
    places: createPlaces(),
    series: createSeries(bridge),
    instruments: createInstruments(bridge),
    pairing: createPairing(bridge),
    sessions: createSessions(bridge),
    recording: createRecording(bridge, log.refused),
    settings,
    shell: createShell(bridge, around.nowUs),
    traffic: createTraffic(bridge),
    plans: createPlans(bridge, around.nowUs),
    tree: createTree(bridge, { view: view.store, cursor: cursor.store }),
    treeHistory: createTreeHistory(bridge),
  }
  /** An opened session that was still being recorded has its end and its last samples now. */
  const renewOpened = async (id: string): Promise<void> => {
    if (stores.view.store.getState().session?.id !== id) return
    const session = await stores.sessions.open(id)
    if (session) stores.view.renewSession(session)
  }
  return {
    ...stores,
    nowUs: around.nowUs,
    async start(): Promise<void> {
      const { settings, live, shell, instruments, pairing, recording, sessions } = stores
      await settings.load()
      const followed = (): number | null => windowUsOf(settings.store.getState().followS)
      live.follow(followed())
      settings.store.subscribe((now, before) => {
        if (now.followS !== before.followS) live.follow(followed())
      })
      recording.store.subscribe(({ now }, { now: before }) => {
        if (before.sessionId !== null && now.sessionId !== before.sessionId) void renewOpened(before.sessionId)
      })
      await Promise.all([
        shell.load(),
        instruments.load(),
        instruments.loadPorts(),
        pairing.load(),
        recording.load(),
        sessions.load(),
        log.load(),
      ])
    },
    stop(): void {
      for (const one of [
        stores.live,
        stores.layout,
        stores.undo,
        stores.instruments,
        stores.pairing,
        stores.sessions,
        stores.recording,
        stores.settings,
        stores.shell,
        stores.traffic,
        stores.plans,
        stores.tree,
        log,
      ]) {
        one.stop()
      }
    },
  }
}

export type Stores = ReturnType<typeof createStores>

const windowUsOf = (followS: number): number | null => (followS === 0 ? null : followS * 1e6)

const Context = createContext<Stores | null>(null)

export const StoresProvider = Context.Provider

/** The stores of this window. */
export function useStores(): Stores {
  const stores = useContext(Context)
  if (!stores) throw new Error('useStores outside StoresProvider')
  return stores
}
