import type { FaultView } from './fault'
import type { FileToken } from './files'
import type { Calibration, ChannelInfo, Identity, TimeUs } from './model'

/** A serial port as offered to a person. */
export interface PortView {
  readonly path: string
  /** "FT232 adapter", "Bluetooth serial port". */
  readonly hint: string
  readonly access: 'ok' | 'denied' | 'missing'
  /** Who holds it, when /proc tells. */
  readonly heldBy: { readonly pid: number; readonly command: string } | null
}

/** What connecting is busy with, for "Connecting: identify". */
export type ConnectStep = 'open' | 'resync' | 'identify' | 'calibration' | 'mains' | 'start'

/** Where a link stands. `at` is the word a person sees. */
export type LinkState =
  | { readonly at: 'closed' }
  | { readonly at: 'connecting'; readonly step: ConnectStep; readonly sinceUs: TimeUs }
  | { readonly at: 'live'; readonly sinceUs: TimeUs }
  | { readonly at: 'stale'; readonly sinceUs: TimeUs }
  | { readonly at: 'reconnecting'; readonly attempt: number; readonly nextAtUs: TimeUs; readonly fault: FaultView }
  | { readonly at: 'failed'; readonly fault: FaultView }
  | { readonly at: 'closing' }

/** Health of a source since it was connected. Times in the unit of the name; null before there is one. */
export interface Health {
  readonly rateHz: number | null
  /** 95th percentile of |receipt − send time| beyond the smallest, last 30 s. */
  readonly jitterMs: number | null
  readonly lastSampleUs: TimeUs | null
  readonly samples: number
  readonly lost: number
  readonly rejected: number
  readonly reconnects: number
  /** The newest stretch without samples between two connections: its start and its length in seconds. */
  readonly lastOutage: { readonly fromUs: TimeUs; readonly lengthS: number } | null
}

/** The interval asked for and the one that is true; of a mains meter it is periods × windows / mainsHz. */
export interface Timing {
  readonly askedMs: number
  readonly trueMs: number
  /** Mains periods per frame of a mains meter; integration time of a voltmeter in mains periods. */
  readonly periods: number
  /** Frames averaged on the host per sample. */
  readonly windows: number
  /** Null: the instrument does not measure it. */
  readonly mainsHz: number | null
}

export interface InstrumentView {
  readonly id: string
  readonly kind: string
  readonly name: string
  /** Device node, or a label such as "simulated, /dev/pts/3". */
  readonly address: string
  /** Bluetooth address of the meter behind the device node, once it is known: it is then found under any node. */
  readonly bluetooth?: string
  readonly simulated: boolean
  readonly settings: {
    readonly intervalMs: number
    readonly reconnect: boolean
    /** Name of the channel file and integration time, for instruments that take them. */
    readonly channelFile: string | null
    readonly nplc: number | null
  }
  /**
   * Set when the channel file changed on disk after this instrument took it: the open plan that holds the new text.
   * Measuring goes on with the old one until `instruments:update` applies it.
   */
  readonly newerPlan?: FileToken
  readonly channels: readonly ChannelInfo[]
  readonly link: LinkState
  readonly identity: Identity | null
  readonly calibration: Calibration | null
  readonly timing: Timing | null
  readonly health: Health
}

export interface InstrumentAdd {
  readonly kind: string
  readonly name: string
  readonly address: string
  readonly intervalMs: number
  /** An open plan without errors; instruments that take a channel file need it. */
  readonly plan?: FileToken
  readonly nplc?: number
}

export interface InstrumentPatch {
  readonly name?: string
  readonly address?: string
  readonly intervalMs?: number
  readonly reconnect?: boolean
  readonly plan?: FileToken
  readonly nplc?: number
  /** Labels of channels, by key; replaces all that were given before. */
  readonly labels?: Readonly<Record<string, string>>
}

export interface InstrumentRequests {
  'instruments:ports': () => readonly PortView[]
  'instruments:list': () => readonly InstrumentView[]
  'instruments:add': (what: InstrumentAdd) => InstrumentView
  'instruments:update': (id: string, patch: InstrumentPatch) => InstrumentView
  'instruments:remove': (id: string) => void
  'instruments:connect': (id: string) => void
  /** Gives a saved Bluetooth meter its device node back, asking for a password, and connects it. */
  'instruments:bind': (id: string) => void
  'instruments:disconnect': (id: string) => void
  /** Starts (or finds) the demo bench and connects it. */
  'instruments:demo': () => InstrumentView
}

export interface InstrumentEvents {
  'instruments:changed': { readonly seq: number; readonly instruments: readonly InstrumentView[] }
}
