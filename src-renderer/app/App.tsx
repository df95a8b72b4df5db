import { formatClock } from '@contract/quantity'
import { createTheme, MantineProvider, Tooltip } from '@mantine/core'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { BoundLive } from '../features/live/Live.bound'
import { BoundLog } from '../features/log/Log.bound'
import { BoundSettings } from '../features/settings/Settings.bound'
import type { Screen } from '../state/shell'
import { type Stores, StoresProvider, useStores } from '../state/stores'
import { useActions } from '../state/use-actions'
import { BoundBanner } from './Banner.bound'
import { ChartMenu } from './ChartMenu'
import { Dialogs } from './Dialogs'
import { DropTarget } from './DropTarget'
import { BoundHeader } from './Header.bound'
import { ImportScreen } from './ImportScreen'
import { InstrumentsScreen } from './InstrumentsScreen'
import { Palette } from './Palette'
import { Rail } from './Rail'
import { SessionsScreen } from './SessionsScreen'
import { BoundStatusBar } from './StatusBar.bound'
import { TreeScreen } from './TreeScreen'
import { useHanded } from './use-handed'
import { useKeys } from './use-keys'
import { useTheme } from './use-theme'

const MANTINE = createTheme({
  fontFamily: 'var(--sans)',
  fontFamilyMonospace: 'var(--mono)',
  defaultRadius: 3,
  cursorType: 'default',
  respectReducedMotion: true,
  focusRing: 'never', // ours is in base.css
})

const SCREENS: Readonly<Record<Screen, () => React.ReactNode>> = {
  live: BoundLive,
  tree: TreeScreen,
  import: ImportScreen,
  sessions: SessionsScreen,
  instruments: InstrumentsScreen,
  log: BoundLog,
  settings: BoundSettings,
}

/** The whole window on one set of stores. */
export function App({ stores }: { readonly stores: Stores }) {
  return (
    <StoresProvider value={stores}>
      <Window />
    </StoresProvider>
  )
}

function Window() {
  const stores = useStores()
  const theme = useTheme()
  const actions = useActions()
  useKeys(stores, actions)
  useHanded(stores, actions)
  useTitle(stores)
  const screen = useStore(stores.shell.store, (s) => s.screen)
  const Content = SCREENS[screen]
  return (
    <MantineProvider theme={MANTINE} forceColorScheme={theme}>
      <Tooltip.Group openDelay={400} closeDelay={80}>
        <div className="frame">
          <Rail screen={screen} onGo={stores.shell.go} />
          <BoundHeader />
          <BoundBanner />
          <main className="content" data-pane="content" data-screen={screen}>
            <Content />
          </main>
          <BoundStatusBar />
        </div>
        <Dialogs />
        <ChartMenu />
        <Palette />
        <DropTarget />
      </Tooltip.Group>
    </MantineProvider>
  )
}

/** The window's title tells the record state, so that the task bar does too. */
function useTitle({ recording, shell, view }: Stores): void {
  const { sessionId, startUs, name } = useStore(recording.store, (s) => s.now)
  const seconds = useStore(shell.store, (s) => (startUs === null ? 0 : Math.floor((s.nowUs - startUs) / 1e6)))
  const opened = useStore(view.store, (s) => s.session?.name ?? null)
  useEffect(() => {
    const recorded = sessionId === null ? null : `\u25cf ${formatClock(seconds)} ${name}`
    document.title = recorded ?? (opened === null ? 'Wattbench' : `${opened} \u2013 Wattbench`)
  }, [sessionId, seconds, name, opened])
}
