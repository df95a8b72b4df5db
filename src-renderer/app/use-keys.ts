import { useEffect } from 'react'
import type { Actions } from '../state/actions'
import type { Stores } from '../state/stores'
import { commandOf, type Press } from './keys'
import { runnersOf } from './run-command'
import { situationOf } from './situation'

const TEXT = 'input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable=true]'
// A radio that is on already has no use for Space.
const CONTROL = 'button, input:not([type=radio]:checked), a, summary, [role=menuitem]'
const ARROWS = 'input, select, [role=slider], [role=tab], [role=menuitem], [data-scrolls]'

const pressOf = (event: KeyboardEvent, inDialog: boolean): Press => {
  const target = event.target instanceof Element ? event.target : document.body
  return {
    key: event.key,
    shift: event.shiftKey,
    ctrl: event.ctrlKey,
    alt: event.altKey,
    meta: event.metaKey,
    repeat: event.repeat,
    inText: target.matches(TEXT),
    onControl: target.matches(CONTROL),
    onArrows: target.matches(ARROWS),
    inDialog,
  }
}

/** The keyboard of the whole window. Keys of the chart itself are heard by the chart. */
export function useKeys(stores: Stores, actions: Actions): void {
  useEffect(() => {
    const run = runnersOf(stores, actions)
    // Looked at before anyone hears the key: Esc may have closed the dialog by the time it arrives here.
    let inDialog = false
    const look = (): void => {
      inDialog = document.querySelector('[role=dialog], [role=menu]') !== null
    }
    const hear = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return
      const { letterKeys } = stores.settings.store.getState()
      const command = commandOf(pressOf(event, inDialog), letterKeys, situationOf(stores))
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
