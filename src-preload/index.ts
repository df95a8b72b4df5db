import { type Bridge, EVENT_NAMES, EVENT_PREFIX, GIVE_CHANNEL, REQUEST_NAMES, REQUEST_PREFIX } from '@contract/channels'
import { contextBridge, ipcRenderer, webUtils } from 'electron'

const requests: ReadonlySet<string> = new Set(REQUEST_NAMES)
const events: ReadonlySet<string> = new Set(EVENT_NAMES)

/** The page gets three functions and never ipcRenderer itself; names outside the contract are refused here already. */
const bridge: Bridge = {
  ask: (channel, ...args) => {
    if (!requests.has(channel)) throw new Error(`no such request: ${String(channel)}`)
    return ipcRenderer.invoke(REQUEST_PREFIX + channel, ...args)
  },
  // A file the page made itself has no path: main refuses it.
  give: async (files) =>
    ipcRenderer.invoke(
      GIVE_CHANNEL,
      files.map((file) => webUtils.getPathForFile(file as File)),
    ),
  listen: (topic, hear) => {
    if (!events.has(topic)) throw new Error(`no such topic: ${String(topic)}`)
    const listener = (_event: unknown, message: Parameters<typeof hear>[0]) => hear(message)
    ipcRenderer.on(EVENT_PREFIX + topic, listener)
    return () => {
      ipcRenderer.removeListener(EVENT_PREFIX + topic, listener)
    }
  },
}

contextBridge.exposeInMainWorld('wattbench', bridge)
