/** What a bug report needs, and what the page shows at first start. */
export interface AboutView {
  readonly version: string
  readonly electron: string
  readonly node: string
  /** True when the runtime is the development fallback, not the official Electron. */
  readonly fallbackRuntime: boolean
  /** IANA zone of this workstation. */
  readonly zone: string
  readonly sessionsFolder: string
  readonly checks: readonly {
    readonly name: string
    readonly state: 'ok' | 'warn' | 'fault'
    readonly text: string
    readonly command?: string
  }[]
}

export interface AboutRequests {
  'about:get': () => AboutView
  /** Puts text on the clipboard (numbers with unit, commands, tables). */
  'about:copy': (text: string) => void
}
