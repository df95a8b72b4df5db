import { Menu } from '@mantine/core'
import { Fragment, useMemo } from 'react'
import { useStore } from 'zustand'
import { useStores } from '../state/stores'
import { useActions } from '../state/use-actions'
import { Key } from '../ui/Key'
import { commands, keyWords, titleOf } from './commands'
import { runnersOf } from './run-command'
import { situationOf } from './situation'

const SECTIONS = [1, 2, 3, 4] as const

/** The chart's menu where it was asked for, each line with its key beside it. */
export function ChartMenu() {
  const stores = useStores()
  const actions = useActions()
  const at = useStore(stores.shell.store, (s) => s.menu)
  // What can be done here depends on the sample, whose answer may come after the menu.
  useStore(stores.cursor.store)
  const run = useMemo(() => runnersOf(stores, actions), [stores, actions])
  if (!at) return null
  const now = situationOf(stores)
  const close = (): void => {
    stores.shell.openMenu(null)
    document.querySelector<HTMLElement>('[data-testid=plot]')?.focus({ preventScroll: true })
  }
  const listed = commands.filter(({ menu }) => menu !== undefined)
  return (
    <Menu
      opened
      onChange={(opened) => !opened && close()}
      position="bottom-start"
      offset={0}
      transitionProps={{ duration: 80, transition: 'fade' }}
      withInitialFocusPlaceholder={false}
      hideDetached={false}
      returnFocus={false}
      trapFocus
    >
      <Menu.Target>
        <button
          type="button"
          className="menu-anchor"
          tabIndex={-1}
          aria-label="Menu of the chart"
          style={{ left: at.x, top: at.y }}
        />
      </Menu.Target>
      <Menu.Dropdown aria-label="Chart" className="chart-menu">
        {SECTIONS.map((section, i) => (
          <Fragment key={section}>
            {i > 0 && <Menu.Divider role="separator" />}
            {listed
              .filter(({ menu }) => menu === section)
              .map((command) => (
                <Menu.Item
                  key={command.id}
                  disabled={!command.when(now)}
                  rightSection={command.keys[0] ? <Key>{keyWords(command.keys[0])}</Key> : null}
                  onClick={() => run[command.id]()}
                >
                  {titleOf(command, now)}
                </Menu.Item>
              ))}
          </Fragment>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
