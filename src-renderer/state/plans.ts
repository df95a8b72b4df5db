import type { FaultView } from '@contract/fault'
import type { FileToken } from '@contract/files'
import type { Reply } from '@contract/reply'
import type { OpenPlan, PlanExample } from '@contract/tree'
import { createStore } from 'zustand/vanilla'
import type { Bridge } from '../bridge/bridge'

/** The channel file that is open in the window. */
export interface Plans {
  readonly opened: OpenPlan | null
  /** When it was last read again, because it changed on disk; null since it was opened. */
  readonly readAgainUs: number | null
  /** Why the last file was not opened. */
  readonly fault: FaultView | null
}

/** Channel files a person opened, dropped, or took from the examples. One is open at a time. */
export function createPlans(bridge: Bridge, nowUs: () => number) {
  const store = createStore<Plans>()(() => ({ opened: null, readAgainUs: null, fault: null }))
  const stop = bridge.listen('plan:changed', ({ opened }) => {
    if (store.getState().opened?.token === opened.token) store.setState({ opened, readAgainUs: nowUs() })
  })
  const close = (): void => {
    const { opened } = store.getState()
    store.setState({ opened: null, readAgainUs: null, fault: null })
    if (opened) void bridge.ask('plan:close', opened.token)
  }
  const settle = (reply: Reply<OpenPlan | null>): boolean => {
    if (!reply.ok) store.setState({ fault: reply.fault })
    else if (reply.value) {
      if (store.getState().opened?.token !== reply.value.token) close()
      store.setState({ opened: reply.value, readAgainUs: null, fault: null })
    }
    return reply.ok && reply.value !== null
  }
  const take = async (token: FileToken): Promise<boolean> => settle(await bridge.ask('plan:take', token))
  return {
    store,
    stop,
    /** Main asks which file; true when one was opened. */
    open: async (): Promise<boolean> => settle(await bridge.ask('plan:open')),
    example: async (which: PlanExample): Promise<boolean> => settle(await bridge.ask('plan:example', which)),
    /** A file that was handed over; true when it was opened. */
    take,
    close,
    dismiss: (): void => store.setState({ fault: null }),
  }
}
