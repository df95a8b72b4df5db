import type { SolvedTree } from '@contract/tree'
import type { Plan } from '../power-tree/plan'

/** What a report is about. */
export interface ReportSubject {
  readonly plan: Plan
  /** The channel file's name without folders. */
  readonly file: string
  /** Scans the report will hold. */
  readonly loops: number
  /** What the reader must know of the numbers, as a sentence: that they are a mean. Formats for programs have no room for it. */
  readonly note?: string
}

/** A report as text, piece by piece: head, one piece per scan as soon as it is there, tail. Lines end with LF. */
export interface Report {
  head(): string
  measurement(solved: SolvedTree): string
  tail(): string
}

export type MakeReport = (subject: ReportSubject) => Report

export const nothing = (): string => ''
