import type { OutsidePorts } from '../app/app'
import { testFault } from './scripted-instrument'

/** An HTTP API that listens nowhere; no archive is readable. */
export const nothingOutside: OutsidePorts = {
  openApi: async ({ port }) => ({ addresses: [`http://127.0.0.1:${port}/api/v2/`], close: async () => undefined }),
  spool: {
    fresh: () => Promise.reject(testFault()),
    keep: () => Promise.reject(testFault()),
    waiting: async () => [],
    drop: async () => undefined,
  },
  archives: { read: () => Promise.reject(testFault()), look: () => Promise.reject(testFault()) },
  goblinFilters: async () => null,
  newToken: () => `token-${'x'.repeat(20)}`,
  setup: { folder: '/texts', machine: 'bench' },
  headless: false,
}
