import type { Actions } from '../state/actions'
import type { Stores } from '../state/stores'
import type { CommandId } from './commands'
import { cyclePanes } from './panes'

/** Zooming by key: four fifths, or back. */
const CLOSER = 0.8

/** What each command does. A command without an entry is a compile error. */
export function runnersOf(stores: Stores, actions: Actions): Readonly<Record<CommandId, () => void>> {
  const { shell, view, settings, tree } = stores
  return {
    record: actions.toggleRecord,
    mark: actions.mark,
    live: () => {
      actions.backToLive()
      shell.go('live')
    },
    pause: actions.togglePause,
    export: actions.exportCsv,
    undo: actions.undo,
    redo: actions.redo,
    fit: actions.fit,
    'zoom-in': () => actions.zoom(CLOSER),
    'zoom-out': () => actions.zoom(1 / CLOSER),
    'pan-left': () => actions.pan(-0.1),
    'pan-right': () => actions.pan(0.1),
    'page-left': () => actions.pan(-0.5),
    'page-right': () => actions.pan(0.5),
    'tree-here': actions.treeHere,
    start: actions.start,
    end: actions.end,
    'go-to': goToTime,
    'set-a': () => void actions.place('a'),
    'set-b': () => void actions.place('b'),
    'previous-sample': () => void actions.step('before'),
    'next-sample': () => void actions.step('after'),
    'previous-mark': () => actions.jump(-1),
    'next-mark': () => actions.jump(1),
    'copy-value': actions.copyValue,
    'select-visible': actions.selectVisible,
    'zoom-selection': actions.zoomToSelection,
    statistics: () => view.openStats(!view.store.getState().statsOpen),
    'lock-y': actions.toggleLockY,
    close: () => (shell.store.getState().screen === 'tree' ? tree.select(null) : actions.close()),
    'go-live': () => shell.go('live'),
    'go-tree': () => shell.go('tree'),
    'go-instruments': () => shell.go('instruments'),
    'go-import': () => shell.go('import'),
    'go-sessions': () => shell.go('sessions'),
    'go-log': () => shell.go('log'),
    'go-settings': () => shell.go('settings'),
    pair: () => {
      shell.go('instruments')
      void stores.pairing.start()
    },
    check: () => shell.check(true),
    'time-local': () => void settings.set({ timeMode: 'local' }),
    'time-utc': () => void settings.set({ timeMode: 'utc' }),
    'time-relative': () => void settings.set({ timeMode: 'relative' }),
    commands: () => shell.ask('commands'),
    keys: () => shell.ask('keys'),
    'next-pane': () => cyclePanes(1),
    'previous-pane': () => cyclePanes(-1),
    search: () =>
      document
        .querySelector<HTMLInputElement>('input[aria-label="Search sessions"], input[aria-label="Find row"]')
        ?.focus(),
    demo: () => document.querySelector<HTMLButtonElement>('[data-testid=open-demo]')?.click(),
  }
}

/** The field for the left edge; where there is no room for it, the button that opens it. */
function goToTime(): void {
  const field = document.querySelector<HTMLElement>('[data-go-to], [data-testid=range-open]')
  if (field instanceof HTMLInputElement) {
    field.focus()
    field.select()
  } else field?.click()
}
