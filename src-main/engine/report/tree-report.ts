import type { SolvedTree, TreeFormat } from '@contract/tree'
import type { Plan } from '../power-tree/plan'
import { csvReport, pwrReport } from './csv'
import { prettyReport } from './pretty'
import { rawReport } from './raw'
import type { MakeReport } from './report'
import { drawnTreeDocument, plainTreeDocument } from './tree-document'
import { drawTree } from './tree-drawing'
import { xhtmlReport } from './xhtml'

/** What one tree, of a scan or the mean of several, is saved with. */
export interface TreeReportSubject {
  readonly plan: Plan
  readonly tree: SolvedTree
  /** The channel file's name without folders. */
  readonly file: string
  /** What the reader must know of it, as a sentence; only pages, the table for eyes and the drawing have room for it. */
  readonly note?: string
}

const TABLES: Readonly<Record<Exclude<TreeFormat, 'tree' | 'tree-plain' | 'svg'>, MakeReport>> = {
  xhtml: xhtmlReport,
  csv: csvReport,
  raw: rawReport,
  pwr: pwrReport,
  pretty: prettyReport,
}

/** The report of one tree, byte for byte that of the command line. Null: the drawing of a file without a root. */
export function treeReport(format: TreeFormat, subject: TreeReportSubject): string | null {
  const { plan, tree, file, note } = subject
  if (format === 'svg') return drawTree(plan, tree, note)?.svg ?? null
  if (format === 'tree') return drawnTreeDocument(subject)
  if (format === 'tree-plain') return plainTreeDocument(subject)
  const report = TABLES[format]({ plan, file, loops: 1, ...(note === undefined ? {} : { note }) })
  return `${report.head()}${report.measurement(tree)}${report.tail()}`
}
