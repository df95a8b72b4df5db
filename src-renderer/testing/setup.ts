import { cleanup } from '@testing-library/react'
import { afterEach } from 'vitest'

/** What jsdom lacks and the page's libraries ask for at once. */
class StillObserver implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

window.ResizeObserver ??= StillObserver
window.matchMedia ??= (query: string): MediaQueryList => ({
  matches: false,
  media: query,
  onchange: null,
  addEventListener: () => {},
  removeEventListener: () => {},
  addListener: () => {},
  removeListener: () => {},
  dispatchEvent: () => false,
})
HTMLElement.prototype.setPointerCapture ??= () => {}
HTMLElement.prototype.scrollIntoView ??= () => {}
window.CSS ??= { escape: (text: string) => text } as typeof CSS

afterEach(cleanup)
