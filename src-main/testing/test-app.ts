import { DEFAULT_SETTINGS } from '@contract/settings'
import { type App, type AppPorts, createApp } from '../app/app'
import { instruments } from '../instruments/index'
import type { StoredSettings } from '../ports/settings'
import { type MemoryFiles, memoryFiles } from '../store/memory-files'
import { memorySessions } from '../store/memory-sessions'
import { openCable } from '../transports/sim/cable'
import { ManualClock } from './manual-clock'
import { noBluetooth } from './no-bluetooth'
import { nothingOutside } from './nothing-outside'
import { testFault } from './scripted-instrument'

/** The whole app on memory twins and simulated instruments, on a clock that moves when told to. */
export interface TestApp {
  readonly app: App
  readonly clock: ManualClock
  readonly files: MemoryFiles
  /** Settings as they were last saved. */
  readonly saved: () => StoredSettings
  /** What the save dialog was asked, and what it answers next; null is "cancel". */
  readonly saveDialog: { readonly asked: Parameters<AppPorts['askWhere']>[0][]; answer: string | null }
  /** What the open dialog answers next. */
  readonly openDialog: { answer: string | null }
}

/** `instead`: ports of the test's own. */
export async function testApp(instead: Partial<AppPorts> = {}): Promise<TestApp> {
  const clock = new ManualClock()
  const files = memoryFiles()
  const saveDialog: TestApp['saveDialog'] = { asked: [], answer: null }
  const openDialog: TestApp['openDialog'] = { answer: null }
  let saved: StoredSettings = { ...DEFAULT_SETTINGS, instruments: [] }
  let ids = 0
  const cables = instruments.map((kind) => ({ kind, cable: openCable(kind.demoBench(clock, 1), clock) }))
  const cableOf = (reach: 'serial' | 'tcp') => {
    const found = cables.find(({ kind }) => kind.reach === reach)
    if (!found) throw new Error(`no instrument with reach ${reach}`)
    return found.cable
  }
  const app = await createApp({
    clock,
    kinds: instruments,
    lines: { serial: cableOf('serial'), tcp: cableOf('tcp') },
    portFinder: {
      list: async () => [],
      refuse: async (path) => (path.startsWith('/dev/') ? null : 'it is not under /dev'),
      access: async () => ({ is: 'ok' }),
    },
    ...noBluetooth,
    demo: {
      start: async () =>
        cables.map(({ kind, cable }) => ({
          kind: kind.kind,
          address: 'demo',
          openLine: cable,
          settings: kind.demoSettings,
          wiring: 'in the test',
        })),
      stop: async () => undefined,
    },
    store: memorySessions(),
    settings: {
      load: async () => ({ settings: saved, fault: null }),
      save: async (settings) => {
        saved = settings
      },
    },
    csv: { save: async () => ({ rows: 0, empty: 0 }) },
    text: files,
    files,
    examples: '/examples',
    askWhere: async (question) => {
      saveDialog.asked.push(question)
      return saveDialog.answer
    },
    askWhich: async () => openDialog.answer,
    askArchives: async () => [],
    copy: () => undefined,
    keepAwake: () => () => undefined,
    about: () => Promise.reject(testFault()),
    writeLog: () => undefined,
    newId: () => `id-${ids++}`,
    appVersion: '0.0.0',
    outside: nothingOutside,
    ...instead,
  })
  return { app, clock, files, saved: () => saved, saveDialog, openDialog }
}
