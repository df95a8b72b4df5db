import { EVENT_PREFIX } from '@contract/channels'
import type { BrowserWindow } from 'electron'
import type { Teller } from '../../app/teller'

/** Sends what the app tells to the page, while there is one. */
export function tellPage(teller: Teller, window: BrowserWindow): void {
  const stop = teller.hear(({ topic, message }) => {
    if (!window.isDestroyed() && !window.webContents.isCrashed()) window.webContents.send(EVENT_PREFIX + topic, message)
  })
  window.once('closed', stop)
}
