export const CHECK_GROUPS = ['system', 'bluetooth', 'ports', 'storage'] as const
export type CheckGroup = (typeof CHECK_GROUPS)[number]

/** One thing of this computer that was looked at. */
interface Looked {
  readonly group: CheckGroup
  readonly name: string
  readonly text: string
}

export interface GoodCheck extends Looked {
  readonly state: 'ok'
}

export interface WantingCheck extends Looked {
  readonly state: 'warn' | 'fault'
  /** What to do, a sentence. */
  readonly next: string
  /** The exact command that mends it. */
  readonly command?: string
}

export type CheckView = GoodCheck | WantingCheck

/** What a bug report needs, and what the page shows at first start. No text names the home folder: it is `~`. */
export interface AboutView {
  readonly version: string
  readonly electron: string
  readonly node: string
  /** True when the runtime is the development fallback, not the official Electron. */
  readonly fallbackRuntime: boolean
  /** IANA zone of this workstation. */
  readonly zone: string
  readonly sessionsFolder: string
  readonly checks: readonly CheckView[]
  /** All of it as lines of text, as `wattbench doctor` prints it. */
  readonly report: string
}

export interface AboutRequests {
  /** Looks at this computer anew. */
  'about:get': () => AboutView
  /** Puts text on the clipboard (numbers with unit, commands, tables). */
  'about:copy': (text: string) => void
}
