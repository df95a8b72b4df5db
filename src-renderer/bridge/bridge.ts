import type { Bridge } from '@contract/channels'
import type { FaultView } from '@contract/fault'

declare global {
  interface Window {
    readonly wattbench?: Bridge
  }
}

export type { Bridge } from '@contract/channels'

const lost = (error: unknown): FaultView => ({
  code: 'UNEXPECTED',
  title: 'The request was not answered',
  cause: error instanceof Error ? error.message : String(error),
  consequence: 'Nothing was changed by it; recordings go on.',
  next: 'Try again. If it stays so, restart Wattbench and look into the log.',
})

/** The bridge this page was given, or null outside the application. A request that breaks becomes a fault like any other. */
export function findBridge(): Bridge | null {
  const raw = window.wattbench
  if (!raw) return null
  return {
    ask: (channel, ...args) => raw.ask(channel, ...args).catch((error: unknown) => ({ ok: false, fault: lost(error) })),
    give: (files) => raw.give(files).catch((error: unknown) => ({ ok: false, fault: lost(error) })),
    listen: (topic, hear) => raw.listen(topic, hear),
  }
}
