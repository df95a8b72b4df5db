import type { FileToken } from './files'
import type { TimeUs } from './model'
import type { SeriesScope } from './series'
import type { ExportReply } from './sessions'

/** What a row of a channel file says. `voltage` rows are in volts, all others in watts. */
export type RowKind = 'voltage' | 'power' | 'remaining' | 'static' | 'dynamic'

/**
 * Why a row has a value, or has none.
 * - ok: it has one
 * - overload, nan: the voltmeter said so of the row's own channel
 * - missing: the voltmeter did not read the row's own channel
 * - dependency: a row it is computed from has no value
 * - cycle: it would be computed from itself
 */
export type RowStatus = 'ok' | 'overload' | 'nan' | 'missing' | 'dependency' | 'cycle'

/** A row of a channel file. Numbers as written there. */
export interface PlanRow {
  /** 1-based line of the file. */
  readonly line: number
  /** Positive: channel of the voltmeter. Negative: computed row. Unique in a plan without errors. */
  readonly channel: number
  readonly name: string
  /** Empty when the row has no group; `none` is a group that is never totalled. */
  readonly group: string
  readonly kind: RowKind
  readonly ohms: number
  /** Power row: volts at the high side of the resistor. Static row: wasted power / tracked power. */
  readonly railVoltage: number
  /** Power row: channel of the voltage row that measures its rail, 0 for `railVoltage`. Static row: channel it tracks. */
  readonly rail: number
  /** Channel whose power contains this row's; 0: a root; null: the file does not say. */
  readonly parent: number | null
}

export type PlanField = 'channel' | 'name' | 'group' | 'resistance' | 'rail_voltage' | 'rail' | 'parent_chan' | 'type'

/** Errors E101 … E115 forbid measuring, warnings W201 … W205 do not. E100: the file itself cannot be read (any more). */
export type ProblemCode =
  | 'E100'
  | 'E101'
  | 'E102'
  | 'E103'
  | 'E104'
  | 'E106'
  | 'E107'
  | 'E108'
  | 'E109'
  | 'E110'
  | 'E111'
  | 'E112'
  | 'E113'
  | 'E114'
  | 'E115'
  | 'W201'
  | 'W202'
  | 'W203'
  | 'W204'
  | 'W205'

/** What is wrong with a channel file, and where. */
export interface PlanProblem {
  readonly severity: 'error' | 'warning'
  readonly code: ProblemCode
  /** 1-based; 0 speaks of the whole file. */
  readonly line: number
  readonly field: PlanField | null
  /** One sentence for people, without file and line. */
  readonly text: string
}

/** A row with what one scan says of it. Where there is no number there is null, never 0. */
export interface SolvedRow {
  readonly channel: number
  readonly status: RowStatus
  /** What the voltmeter read on the row's own channel, in V. */
  readonly senseV: number | null
  /** Voltage at the high side of a power row's resistor. */
  readonly railV: number | null
  readonly currentA: number | null
  /** V for voltage rows, W for all others. */
  readonly value: number | null
}

/** Power of the rows of one group. */
export interface GroupTotal {
  readonly group: string
  /** Every row of the group; rows inside other rows of the group count twice. */
  readonly totalW: number
  /** Without rows that have an ancestor in the same group. */
  readonly netW: number
  /** True when a row of the group has no value; the sums leave it out. */
  readonly incomplete: boolean
}

/** A row's place in the tree. */
export interface TreeNode {
  readonly channel: number
  /** Null: a root. */
  readonly parent: number | null
  /** Roots have 0. */
  readonly depth: number
  /** Direct children. */
  readonly children: number
  /** Share of the parent (of all roots for a root); null when either is unknown or the divisor is 0. */
  readonly ofParentPercent: number | null
  readonly ofTotalPercent: number | null
}

/** One scan bound to the rows of a plan. */
export interface SolvedTree {
  readonly startUs: TimeUs
  readonly endUs: TimeUs
  /** 0-based number of the scan in its run. */
  readonly loop: number
  /** In file order, all rows of the plan. */
  readonly rows: readonly SolvedRow[]
  readonly groups: readonly GroupTotal[]
  /** Parents before children, siblings in file order; empty when the file has no root. */
  readonly nodes: readonly TreeNode[]
  /** Sum of all roots in W; null when one of them has no value or there is none. */
  readonly totalW: number | null
}

/** A channel file as read: its rows when nothing forbids measuring, and all that is to say about it. */
export interface PlanView {
  /** The file's name without folders. */
  readonly file: string
  /** Empty when there is an error. */
  readonly rows: readonly PlanRow[]
  /** False for old files without parents: the table works, a tree cannot be drawn. */
  readonly hasTree: boolean
  readonly problems: readonly PlanProblem[]
}

/** A channel file that is open in the window; it is read again whenever it changes on disk. */
export interface OpenPlan {
  readonly token: FileToken
  readonly plan: PlanView
  /** Each row in words, in the order of the rows; for a file with errors each row that could be read. */
  readonly explained: readonly { readonly line: number; readonly text: string }[]
  /** True for the examples that ship with Wattbench: their values are invented. */
  readonly example: boolean
}

export type PlanExample = 'tinderboxB3' | 'tinderboxC2'

/**
 * Which scan, or which scans together. A time means the scan whose stamp lies closest, if one lies within a period of it.
 * A mean is that of every row over the scans with fromUs < stamp ≤ toUs, the samples of a selection's statistics.
 */
export type TreeMoment =
  | { readonly at: 'live' }
  | { readonly at: 'time'; readonly tUs: TimeUs }
  | { readonly at: 'mean'; readonly fromUs: TimeUs; readonly toUs: TimeUs }

export interface TreeRequest {
  readonly scope: SeriesScope
  readonly sourceId: string
  readonly moment: TreeMoment
}

/** A tree with what it stands on. */
export interface TreeReply {
  readonly sourceId: string
  readonly plan: PlanView
  readonly moment: TreeMoment
  /** Null when there is no scan at that moment. */
  readonly tree: SolvedTree | null
  /** First to last channel of the scan; the largest of them for a mean. */
  readonly skewMs: number | null
  /** Scans in it, and those that should be; 1 and 1 for a single one. */
  readonly scans: number
  readonly expected: number
  /** Of a mean: rows whose value is missing in some of the scans; their mean is that of the others, their groups are incomplete. */
  readonly partial?: readonly { readonly channel: number; readonly scans: number }[]
  /** Settings it was measured with. */
  readonly nplc: number
  readonly intervalMs: number
  readonly channels: number
}

/** The forms a tree is saved in: the reports of the command line, byte for byte, and the drawing alone. */
export type TreeFormat = 'xhtml' | 'csv' | 'raw' | 'pwr' | 'pretty' | 'tree' | 'tree-plain' | 'svg'

export interface TreeRequests {
  /** Main asks which file; null when the person thought better of it. */
  'plan:open': () => OpenPlan | null
  'plan:example': (which: PlanExample) => OpenPlan
  /** A channel file that was dropped on the window. */
  'plan:take': (token: FileToken) => OpenPlan
  'plan:close': (token: FileToken) => void
  'tree:get': (request: TreeRequest) => TreeReply
  /** Scans of this source are told from now on; null stops it. */
  'tree:follow': (sourceId: string | null) => void
  'tree:export': (request: TreeRequest, format: TreeFormat) => ExportReply
}

export interface TreeEvents {
  /** The file of an open plan was changed on disk and has been read again. */
  'plan:changed': { readonly seq: number; readonly opened: OpenPlan }
  'tree:scan': { readonly seq: number; readonly reply: TreeReply }
}
