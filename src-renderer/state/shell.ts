import type { AboutView } from '@contract/about'
import { createStore } from 'zustand/vanilla'
import type { Bridge } from '../bridge/bridge'

export type Screen = 'live' | 'tree' | 'instruments' | 'import' | 'sessions' | 'log' | 'settings'
export type Dialog = 'stop-recording' | 'keys' | 'commands' | 'collectd-setup'

/** Where the chart's menu was asked for, in pixels of the window. */
export interface MenuAt {
  readonly x: number
  readonly y: number
}

export interface Shell {
  readonly screen: Screen
  readonly dialog: Dialog | null
  readonly menu: MenuAt | null
  readonly about: AboutView | null
  /** The Instruments screen shows the checks of this computer. */
  readonly checking: boolean
  /** The checks are being made again. */
  readonly busy: boolean
  /** This workstation's clock, four times a second: for ages and running times only, never for measurements. */
  readonly nowUs: number
}

export const CLOCK_MS = 250

/** Where the person is, what is open, and the clock on the wall. */
export function createShell(bridge: Bridge, nowUs: () => number) {
  const store = createStore<Shell>()(() => ({
    screen: 'live',
    dialog: null,
    menu: null,
    about: null,
    checking: false,
    busy: false,
    nowUs: nowUs(),
  }))
  const timer = setInterval(() => store.setState({ nowUs: nowUs() }), CLOCK_MS)
  return {
    store,
    stop: (): void => clearInterval(timer),
    go: (screen: Screen): void => store.setState({ screen, checking: false }),
    /** Opens or closes the checks of this computer. */
    check: (checking: boolean): void => store.setState({ checking, ...(checking ? { screen: 'instruments' } : {}) }),
    ask: (dialog: Dialog | null): void => store.setState({ dialog }),
    openMenu: (menu: MenuAt | null): void => store.setState({ menu }),
    async load(): Promise<void> {
      store.setState({ busy: true })
      const reply = await bridge.ask('about:get')
      store.setState({ busy: false, ...(reply.ok ? { about: reply.value } : {}) })
    },
    /** Puts text on the clipboard; true when it is there. */
    copy: async (text: string): Promise<boolean> => (await bridge.ask('about:copy', text)).ok,
  }
}
