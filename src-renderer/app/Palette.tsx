import { createSpotlight, Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight'
import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import type { Actions } from '../state/actions'
import { type Stores, useStores } from '../state/stores'
import { useActions } from '../state/use-actions'
import { Icon } from '../ui/icons/Icon'
import { Key } from '../ui/Key'
import { commands, GROUPS, keyWords, titleOf } from './commands'
import { runnersOf } from './run-command'
import { situationOf } from './situation'

const [spotlight, { open, close }] = createSpotlight()

/** A command may take the focus: it runs after the closing palette gave it back. */
const FOCUS_BACK_MS = 50

/** All commands that can be given now, found by typing. */
export function Palette() {
  const stores = useStores()
  const actions = useActions()
  const { shell } = stores
  const opened = useStore(shell.store, (s) => s.dialog === 'commands')
  const groups = useMemo(() => (opened ? groupsOf(stores, actions) : []), [opened, stores, actions])
  useEffect(() => {
    if (opened) open()
    else close()
  }, [opened])
  return (
    <Spotlight
      store={spotlight}
      onSpotlightClose={() => shell.store.getState().dialog === 'commands' && shell.ask(null)}
      actions={[...groups]}
      shortcut={null}
      nothingFound="No command is called like that."
      size={520}
      overlayProps={{ blur: 0 }}
      transitionProps={{ duration: 80, transition: 'fade' }}
      attributes={{ content: { 'aria-label': 'Commands' } }}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': 'Found commands' } }}
      searchProps={{
        leftSection: <Icon name="search" />,
        placeholder: 'Type what you want to do',
        'aria-label': 'Find a command',
      }}
    />
  )
}

function groupsOf(stores: Stores, actions: Actions): readonly SpotlightActionGroupData[] {
  const now = situationOf(stores)
  const run = runnersOf(stores, actions)
  return GROUPS.map((group) => ({
    group,
    actions: commands
      .filter((command) => command.group === group && !command.keyOnly && command.when(now))
      .map((command) => ({
        id: command.id,
        label: titleOf(command, now),
        keywords: command.keys.map(keyWords),
        rightSection: command.keys[0] ? <Key>{keyWords(command.keys[0])}</Key> : null,
        onClick: () => void setTimeout(run[command.id], FOCUS_BACK_MS),
      })),
  })).filter(({ actions: found }) => found.length > 0)
}
