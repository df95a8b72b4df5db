import { GIVE_CHANNEL, REQUEST_NAMES, REQUEST_PREFIX } from '@contract/channels'
import type { Reply } from '@contract/reply'
import { type IpcMainInvokeEvent, ipcMain } from 'electron'
import type { App } from '../../app/app'
import { faultViewOf } from '../../base/fault'

type House = Pick<App, 'handlers' | 'give'>

/**
 * Answers the page. The only place that registers IPC: the sender is checked on every call (our own main frame or
 * nobody), failures travel back as data. Arguments are guarded by the app; who asks before it stands, waits.
 */
export function serveIpc(building: Promise<House>, isOurs: (event: IpcMainInvokeEvent) => boolean): void {
  const serve = (channel: string, work: (house: House, args: readonly unknown[]) => Promise<unknown>): void => {
    ipcMain.handle(channel, async (event, ...args: unknown[]): Promise<Reply<unknown>> => {
      if (!isOurs(event)) throw new Error(`refused ${channel}: unknown frame`)
      try {
        return { ok: true, value: await work(await building, args) }
      } catch (error) {
        return { ok: false, fault: faultViewOf(error) }
      }
    })
  }
  for (const channel of REQUEST_NAMES)
    serve(REQUEST_PREFIX + channel, ({ handlers }, args) => handlers[channel](...args))
  serve(GIVE_CHANNEL, ({ give }, [paths]) => give(paths))
}
