import type { PortView } from '@contract/instruments'

/** What a device node is to this account. */
export type NodeAccess =
  | { readonly is: 'ok' }
  | { readonly is: 'missing' }
  /** `joined`: the account is in the group already, but this login is older than that. */
  | { readonly is: 'denied'; readonly command: string; readonly group: string | null; readonly joined: boolean }
  | { readonly is: 'other'; readonly why: string }

/** What the workstation offers to connect to. */
export interface PortFinder {
  list(): Promise<readonly PortView[]>
  /** Why a typed device node cannot be used (absolute path under /dev or a link to one, a character device), or null. */
  refuse(path: string): Promise<string | null>
  /** Whether this account may read and write a node; never opens it. */
  access(path: string): Promise<NodeAccess>
}
