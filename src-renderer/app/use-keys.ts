import { useEffect } from 'react'
import type { Actions } from '../state/actions'
import type { Stores } from '../state/stores'
import { type Command, commandOf, type Press } from './keys'

const TEXT = 'input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable=true]'

const pressOf = (event: KeyboardEvent, inDialog: boolean): Press => {
  const target = event.target instanceof Element ? event.target : document.body
  return {
    key: event.key,
    shift: event.shiftKey,
    ctrl: event.ctrlKey,
    alt: event.altKey,
    meta: event.metaKey,
    inText: target.matches(TEXT),
    onControl: target.matches('button, input, a, summary, [role=menuitem]'),
    inDialog,
  }
}

const FOCUSABLE = 'button:not(:disabled), input:not(:disabled), select, a[href], [tabindex="0"]'

/** Moves the focus to the next area of the window that can take it. */
function cyclePanes(step: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')]
  const here = panes.findIndex((pane) => pane.contains(document.activeElement))
  for (let i = 1; i <= panes.length; i++) {
    const pane = panes[(here + step * i + panes.length * 2) % panes.length]
    const first = pane?.querySelector<HTMLElement>(FOCUSABLE)
    if (first) {
      first.focus()
      return
    }
  }
}

/** The keyboard of the whole window. Keys of the chart itself are heard by the chart. */
export function useKeys(stores: Stores, actions: Actions): void {
  useEffect(() => {
    const run: Readonly<Record<Command, () => void>> = {
      record: actions.toggleRecord,
      live: () => {
        actions.backToLive()
        stores.shell.go('live')
      },
      start: actions.start,
      pause: actions.togglePause,
      fit: actions.fit,
      'select-visible': actions.selectVisible,
      'zoom-selection': actions.zoomToSelection,
      clear: actions.clear,
      keys: () => stores.shell.ask('keys'),
      search: () => document.querySelector<HTMLInputElement>('input[aria-label="Search sessions"]')?.focus(),
      demo: () => document.querySelector<HTMLButtonElement>('[data-testid=open-demo]')?.click(),
      'next-pane': () => cyclePanes(1),
      'previous-pane': () => cyclePanes(-1),
    }
    // Looked at before anyone hears the key: Esc may have closed the dialog by the time it arrives here.
    let inDialog = false
    const look = (): void => {
      inDialog = document.querySelector('[role=dialog]') !== null
    }
    const hear = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.repeat) return
      const command = commandOf(pressOf(event, inDialog), stores.settings.store.getState().letterKeys)
      if (!command) return
      event.preventDefault()
      run[command]()
    }
    window.addEventListener('keydown', look, { capture: true })
    window.addEventListener('keydown', hear)
    return () => {
      window.removeEventListener('keydown', look, { capture: true })
      window.removeEventListener('keydown', hear)
    }
  }, [stores, actions])
}
