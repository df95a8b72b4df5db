import type { PortView } from '@contract/instruments'

/** What the workstation offers to connect to. */
export interface PortFinder {
  list(): Promise<readonly PortView[]>
  /** Why a typed device node cannot be used (absolute path under /dev or a link to one, a character device), or null. */
  refuse(path: string): Promise<string | null>
}
