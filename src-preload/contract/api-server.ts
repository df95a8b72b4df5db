import type { FaultView } from './fault'

/** Where the HTTP API listens and whom it answers. */
export interface ApiSettings {
  /** Off until a person switches it on. */
  readonly on: boolean
  /** 1 … 65535. */
  readonly port: number
  /** IP address to listen on; null is loopback, IPv4 and IPv6. */
  readonly bind: string | null
  /** Asked of everybody beyond loopback who is not on the list, as Bearer or as Basic password; null until one is needed. */
  readonly token: string | null
  /** `ADDRESS/BITS` of callers that need no token. Each one is a warning in the window. */
  readonly allow: readonly string[]
  /** Pages of other sites may call when true. */
  readonly cors: boolean
}

export const DEFAULT_API_SETTINGS: ApiSettings = {
  on: false,
  port: 8080,
  bind: null,
  token: null,
  allow: [],
  cors: false,
}

/** A token shorter than this can be guessed. */
export const MIN_TOKEN = 16
export const MAX_TOKEN = 256

/** How the API stands. */
export interface ApiServerView {
  readonly settings: ApiSettings
  /** Base addresses that answer now: `http://127.0.0.1:8080/api/v2/`. Empty while it is off or could not start. */
  readonly addresses: readonly string[]
  /** Why it does not answer although it is on. */
  readonly fault: FaultView | null
  /** Full sentences about what is open to others. */
  readonly warnings: readonly string[]
}

export type ApiServerPatch = Partial<ApiSettings>

export interface ApiServerRequests {
  'api:get': () => ApiServerView
  /** Applied at once: a running server is started anew. Refused as a whole when one field is not valid. */
  'api:set': (patch: ApiServerPatch) => ApiServerView
  /** A fresh token; the old one is worth nothing from then on. */
  'api:newToken': () => ApiServerView
}

export interface ApiServerEvents {
  'api:changed': { readonly seq: number; readonly server: ApiServerView }
}
