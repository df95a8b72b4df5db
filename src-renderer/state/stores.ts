import { createContext, useContext } from 'react'
import type { Bridge } from '../bridge/bridge'
import { createAlignment } from './alignment'
import { createApiServer } from './api-server'
import { createCollectdSetup } from './collectd-setup'
import { createCursor } from './cursor'
import { createDrops } from './drops'
import { createEnds } from './ends'
import { createImportFilters } from './import-filters'
import { createImports } from './imports'
import { createInstruments } from './instruments'
import { createKeptImports } from './kept-imports'
import { createLayout } from './layout'
import { createLive } from './live'
import { createLog } from './log'
import { createMarks } from './marks'
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
  const sessions = createSessions(bridge)
  const plans = createPlans(bridge, around.nowUs)
  const imports = createImports(bridge, {
    sessions: () => sessions.store.getState().rows,
    opened: () => view.store.getState().session?.id ?? null,
  })
  const stores = {
    log,
    layout,
    live: createLive(bridge, around.afterPaint),
    view,
    undo: createUndo({ view, layout, settings, nowMs: () => performance.now() }),
    cursor,
    places: createPlaces(),
    series: createSeries(bridge),
    ends: createEnds(bridge),
    marks: createMarks(bridge),
    instruments: createInstruments(bridge),
    sessions,
    imports,
    drops: createDrops(bridge, {
      takePlan: ({ token }) => plans.take(token),
      takeArchives: imports.take,
      refuseArchive: imports.refused,
    }),
    alignment: createAlignment(bridge),
    keptImports: createKeptImports(bridge),
    pairing: createPairing(bridge),
    recording: createRecording(bridge, log.refused),
    settings,
    shell: createShell(bridge, around.nowUs),
    traffic: createTraffic(bridge),
    plans,
    tree: createTree(bridge, { view: view.store, cursor: cursor.store }),
    treeHistory: createTreeHistory(bridge),
    api: createApiServer(bridge),
    importFilters: createImportFilters(bridge),
    collectdSetup: createCollectdSetup(bridge),
  }
  /** An opened session that was still being recorded has its end and its last samples now. */
  const renewOpened = async (id: string): Promise<void> => {
    if (stores.view.store.getState().session?.id !== id) return
    const session = await stores.sessions.open(id)
    if (session) stores.view.renewSession(session)
  }
  /** What is opened may have been changed: series were imported, a clock aligned, a late message came. */
  const stopHearing = bridge.listen('sessions:changed', async () => {
    const { session } = stores.view.store.getState()
    const reply = session && (await bridge.ask('sessions:show', session.id))
    if (reply?.ok) stores.view.renewSession(reply.value)
  })
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
        if (now.sessionId !== null) stores.marks.follow(now.sessionId)
      })
      await Promise.all([
        shell.load(),
        instruments.load(),
        instruments.loadPorts(),
        pairing.load(),
        recording.load(),
        sessions.load(),
        log.load(),
        stores.api.load(),
      ])
    },
    stop(): void {
      stopHearing()
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
        stores.imports,
        stores.keptImports,
        stores.tree,
        stores.api,
        stores.collectdSetup,
        stores.marks,
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
