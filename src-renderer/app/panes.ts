const FOCUSABLE = 'button:not(:disabled), input:not(:disabled), select, a[href], [tabindex="0"]'

/** Moves the focus to the next area of the window that can take it. */
export function cyclePanes(step: 1 | -1): void {
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
