/** What the machine under test should record. */
export interface SetupWish {
  /** Energy of the processors. */
  readonly rapl: boolean
  /** NVIDIA GPUs; needs a collectd that was built with NVML. */
  readonly nvml: boolean
  /** Absolute path on that machine where collectd writes; null: DEFAULT_DATA_DIR. */
  readonly dataDir: string | null
}

export const DEFAULT_DATA_DIR = '/tmp/collectd'
export const DEFAULT_SETUP_WISH: SetupWish = { rapl: true, nvml: false, dataDir: null }

export const SETUP_TEXT_IDS = ['install', 'config', 'plugin', 'permission', 'check', 'run', 'upload', 'send'] as const
export type SetupTextId = (typeof SETUP_TEXT_IDS)[number]

/** A file or some commands, ready to be copied. */
export interface SetupText {
  readonly id: SetupTextId
  /** What it is, for people. */
  readonly title: string
  /** The file it is meant to be; null: commands for a terminal. */
  readonly file: string | null
  /** Ends with a line end. */
  readonly text: string
  /** Full sentences. */
  readonly notes: readonly string[]
}

export interface SetupStep {
  readonly title: string
  readonly texts: readonly SetupText[]
}

/** How a machine is set up so that its collectd archives come here. */
export interface CollectdSetup {
  readonly wish: SetupWish
  /** In the order they are done. */
  readonly steps: readonly SetupStep[]
  /** What upload scripts call HOST: `localhost:8080`, or `wattbench:TOKEN@bench:8080`. */
  readonly host: string
  /** The secret that stands in `host` and in the texts; null when none is needed. */
  readonly token: string | null
  /** What stands in the way of an upload at the moment, in full sentences. */
  readonly warnings: readonly string[]
}

export interface CollectdSetupRequests {
  'collectd:setup': (wish: SetupWish) => CollectdSetup
}
