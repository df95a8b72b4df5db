import type { ClockProposal, HostClock } from './clocks'
import type { FileToken } from './files'
import type { Envelope, SiUnit, TimeUs } from './model'

/** Whose clock is looked at: a machine of an archive before it is imported, or one that is in a session already. */
export type AlignSubject =
  | { readonly of: 'archive'; readonly token: FileToken; readonly host: string; readonly session: string | null }
  | { readonly of: 'session'; readonly session: string; readonly host: string }

/** A curve whose load edges are compared. */
export interface AlignCurve {
  /** "PowerSpy2 desk Power", "intel-rapl/counter-package-0 power". */
  readonly label: string
  readonly unit: SiUnit
  /** Of the first and last row, on its own clock. */
  readonly fromUs: TimeUs
  readonly toUs: TimeUs
}

/** What is known of a machine's clock before anybody decides. */
export interface AlignView {
  readonly host: string
  /** Power at the wall, on this computer's clock; null when the session has none. */
  readonly wall: AlignCurve | null
  /** The machine's load, on its own clock; null when it has no power and no processor load. */
  readonly machine: AlignCurve | null
  /** In force now; null: not aligned. */
  readonly clock: HostClock | null
  readonly sync: ClockProposal | null
  /** Never applied by itself. */
  readonly edges: ClockProposal | null
}

/** A window of the curves under a clock that is tried. */
export interface AlignLook {
  /** Null: the machine's stamps as they came. */
  readonly clock: HostClock | null
  readonly fromUs: TimeUs
  readonly toUs: TimeUs
  readonly buckets: number
}

/** A step of the wall's power. */
export interface LoadEdge {
  readonly atUs: TimeUs
  /** How much later the machine steps, in µs under the clock that is tried; null when it has no such step nearby. */
  readonly offUs: number | null
}

export interface AlignPicture {
  readonly wall: Envelope | null
  /** Stamps as they came. */
  readonly recorded: Envelope | null
  /** Under the clock that is tried. */
  readonly aligned: Envelope | null
  /** Of the whole common time, in time order, at most MAX_LOAD_EDGES of the largest. */
  readonly edges: readonly LoadEdge[]
}

export const MAX_LOAD_EDGES = 200

export interface AlignRequests {
  /** Reads the curves; one machine is looked at at a time, the one before is let go. */
  'align:open': (subject: AlignSubject) => AlignView
  /** Of the machine that is open. */
  'align:look': (look: AlignLook) => AlignPicture
  'align:close': () => void
}
