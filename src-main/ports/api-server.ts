import type { ApiSettings } from '@contract/api-server'
import type { Inbox } from './inbox'

/** A server that answers. */
export interface OpenApi {
  /** Base addresses, with the true port. */
  readonly addresses: readonly string[]
  /** Ends connections and frees the port. Idempotent, bounded in time. */
  close(): Promise<void>
}

/** Starts the HTTP API. Rejects with API_PORT_BUSY, API_PORT_REFUSED or API_UNSAFE; another port is never taken. Port 0 takes a free one. */
export type OpenApiServer = (settings: Omit<ApiSettings, 'on'>, inbox: Inbox) => Promise<OpenApi>
