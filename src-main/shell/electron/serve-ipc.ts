import { type Handlers, REQUEST_NAMES, REQUEST_PREFIX } from '@contract/channels'
import type { Reply } from '@contract/reply'
import { type IpcMainInvokeEvent, ipcMain } from 'electron'
import { faultViewOf } from '../../base/fault'

/**
 * Answers the page. The only place that registers IPC: the sender is checked on every call (our own main frame or
 * nobody), failures travel back as data. Arguments are guarded by the handlers.
 */
export function serveIpc(handlers: Handlers, isOurs: (event: IpcMainInvokeEvent) => boolean): void {
  for (const channel of REQUEST_NAMES) {
    ipcMain.handle(REQUEST_PREFIX + channel, async (event, ...args: unknown[]): Promise<Reply<unknown>> => {
      if (!isOurs(event)) throw new Error(`refused ${channel}: unknown frame`)
      try {
        return { ok: true, value: await handlers[channel](...args) }
      } catch (error) {
        return { ok: false, fault: faultViewOf(error) }
      }
    })
  }
}
