import type { FaultView } from './fault'

/** Every answer that crosses the bridge: failures travel as data, because a thrown error loses all but its message. */
export type Reply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: FaultView }
