import type { MachineClock } from './clocks'
import type { FaultView } from './fault'
import type { FileToken } from './files'
import type { SessionEvent, SourceInfo, TimeUs } from './model'

export type SessionState = 'recording' | 'finished' | 'interrupted' | 'recovered'

/** One line of the session list. Numbers come from the file; null where the session has none. */
export interface SessionRow {
  readonly id: string
  readonly name: string
  readonly state: SessionState
  readonly startUs: TimeUs
  readonly endUs: TimeUs | null
  readonly bytes: number
  readonly samples: number
  readonly sources: readonly { readonly name: string; readonly kind: string; readonly simulated: boolean }[]
  /** Mean and energy of the first power channel. */
  readonly meanW: number | null
  readonly energyJ: number | null
  readonly coveragePercent: number | null
  /** Set when the file could not be read; the other fields then hold what its name tells. */
  readonly fault: FaultView | null
}

/** All a person may know about a session besides its samples. */
export interface SessionView extends SessionRow {
  readonly schema: number
  readonly appVersion: string
  readonly sourceInfos: readonly (SourceInfo & {
    readonly periodS: number | null
    readonly settings: Readonly<Record<string, string | number | boolean>>
  })[]
  readonly events: readonly SessionEvent[]
  readonly gapCount: number
  /** Machines that were imported into it, and how their clocks are aligned. */
  readonly clocks: readonly MachineClock[]
  /** Set when the file lies outside the library: it is looked at and never changed. */
  readonly guest?: true
}

/** Something in a session file that is not as it should be. */
export interface Damage {
  /** "Desk meter · power · page 12". */
  readonly where: string
  /** A full sentence. */
  readonly what: string
  /** What it touches: samples that are lost or not to be relied on, drawings that are made anew from samples, or what is said beside them. */
  readonly harms: 'samples' | 'drawing' | 'words'
}

/** Everything in a session file read once and held against its checksums and against itself. */
export interface SessionCheck {
  readonly id: string
  readonly name: string
  /** Null when the file does not even tell that. */
  readonly state: SessionState | null
  readonly bytes: number
  readonly sources: readonly {
    readonly id: string
    readonly name: string
    /** Rows that are or should be there, and rows of which every value can be read. */
    readonly rows: number
    readonly readable: number
    /** Stamps of the first and last readable row. */
    readonly fromUs: TimeUs | null
    readonly toUs: TimeUs | null
  }[]
  /** The first hundred; nothing is wrong when there are none. */
  readonly damages: readonly Damage[]
  readonly moreDamages: number
}

/** The recording under way, for the header. */
export interface RecordingView {
  readonly sessionId: string | null
  readonly name: string
  readonly startUs: TimeUs | null
  readonly bytes: number
  readonly diskFreeBytes: number | null
  /** Seconds until the disk reserve is reached at the present rate; null when unknown. */
  readonly diskLeftS: number | null
  /** Less than this on the disk ends the recording. */
  readonly diskReserveBytes: number
  /** The desktop was asked not to put the computer to sleep meanwhile. */
  readonly awake: boolean
  readonly fault: FaultView | null
}

/** With less recording time than this left on the disk, a person is warned. */
export const DISK_LOW_S = 6 * 3600

/** The view while nothing is recorded and nothing went wrong. */
export const NOT_RECORDING: RecordingView = {
  sessionId: null,
  name: '',
  startUs: null,
  bytes: 0,
  diskFreeBytes: null,
  diskLeftS: null,
  diskReserveBytes: 500e6,
  awake: false,
  fault: null,
}

export interface ExportRequest {
  readonly id: string
  readonly fromUs: TimeUs | null
  readonly toUs: TimeUs | null
}

/** `saved` is the file's name only; the page never learns the folder. */
export type ExportReply =
  | {
      readonly saved: string
      readonly rows: number
      /** How each imported machine in it is aligned: "mypc: Not aligned". The CSV itself is numbers only. */
      readonly clocks?: readonly string[]
    }
  | { readonly cancelled: true }

export interface SessionRequests {
  'sessions:list': () => readonly SessionRow[]
  'sessions:show': (id: string) => SessionView
  /** Opens a session file from anywhere; outside the library it is a guest, and its id leads to it until the program ends. */
  'sessions:openFile': (token: FileToken) => SessionView
  /** Opens the session file that the desktop or the command line handed over, once; null when there is none. */
  'sessions:takeHanded': () => SessionView | null
  'sessions:rename': (id: string, name: string) => SessionRow
  'sessions:remove': (id: string) => void
  /** Reads a session whole and holds it against its checksums and itself; long ones take seconds. Damaged files too. */
  'sessions:verify': (id: string) => SessionCheck
  /** Main asks where to save and writes the CSV. */
  'sessions:export': (request: ExportRequest) => ExportReply
  'recording:get': () => RecordingView
  'recording:start': (name: string | null) => RecordingView
  'recording:stop': () => RecordingView
  /** A marker in the recording under way, now. Rejects when nothing is recorded. */
  'recording:mark': (text: string) => SessionEvent
}

export interface SessionEvents {
  'recording:changed': { readonly seq: number; readonly recording: RecordingView }
  'sessions:changed': { readonly seq: number }
  /** A marker, or the start, stop or name of a span, was written into the session that is being recorded. */
  'session:event': { readonly seq: number; readonly sessionId: string; readonly event: SessionEvent }
  /** A session file was handed over: sessions:takeHanded opens it. */
  'sessions:handed': { readonly seq: number }
}
