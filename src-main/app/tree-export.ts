import type { ExportReply } from '@contract/sessions'
import type { TreeFormat, TreeReply, TreeRequest } from '@contract/tree'
import type { Log } from '../base/log'
import { isoSecond } from '../engine/report/numbers'
import { treeReport } from '../engine/report/tree-report'
import type { TextSaver } from '../ports/files'
import { badRequest, noPowerTree } from './faults'
import type { AskWhere } from './library'
import type { TreeDesk } from './trees'

const KINDS: Readonly<
  Record<TreeFormat, { readonly what: string; readonly kind: string; readonly extension: string }>
> = {
  xhtml: { what: 'table', kind: 'XHTML', extension: 'html' },
  csv: { what: 'power', kind: 'CSV', extension: 'csv' },
  raw: { what: 'raw', kind: 'Python lists', extension: 'txt' },
  pwr: { what: 'pwr', kind: 'CSV', extension: 'csv' },
  pretty: { what: 'table', kind: 'Text', extension: 'txt' },
  tree: { what: 'tree', kind: 'XHTML', extension: 'html' },
  'tree-plain': { what: 'tree', kind: 'XHTML', extension: 'html' },
  svg: { what: 'tree', kind: 'SVG', extension: 'svg' },
}

export interface TreeExportIo {
  readonly trees: TreeDesk
  readonly text: TextSaver
  readonly askWhere: AskWhere
  readonly log: Log
}

/** Saves what is on the tree page in the formats of the command line. */
export class TreeExport {
  private busy = false

  constructor(private readonly io: TreeExportIo) {}

  /** The tree is that of the moment of the request, however long the person thinks about the file's name. */
  async save(request: TreeRequest, format: TreeFormat): Promise<ExportReply> {
    if (this.busy) throw badRequest('Export', 'another one is being written')
    this.busy = true
    try {
      const { measured, reply } = await this.io.trees.find(request)
      const { tree } = reply
      const { file } = measured.view
      if (!tree) throw noPowerTree('there is no scan at that moment')
      const note = noteOf(reply)
      const subject = { plan: measured.plan, tree, file, ...(note === null ? {} : { note }) }
      const text = treeReport(format, subject)
      if (text === null) throw noPowerTree(`${file} names no root, so nothing can be drawn`)
      const { what, kind, extension } = KINDS[format]
      const stamp = isoSecond(tree.startUs).replaceAll(/[-:]/g, '')
      const suggestion = `${nameOf(file)}-${what}-${stamp}.${extension}`
      const path = await this.io.askWhere({ title: 'Export the power tree', suggestion, kind, extension })
      if (path === null) return { cancelled: true }
      await this.io.text.save(path, text)
      const saved = path.slice(path.lastIndexOf('/') + 1)
      this.io.log.say('info', 'Export', `The power tree of ${file} was written to ${saved}.`)
      return { saved, rows: tree.rows.length }
    } finally {
      this.busy = false
    }
  }
}

/** A mean says so; one scan needs no words. */
function noteOf({ moment, scans, expected, tree }: TreeReply): string | null {
  if (moment.at !== 'mean' || !tree) return null
  return `Mean of ${scans} of ${expected} scans, from ${isoSecond(tree.startUs)} to ${isoSecond(tree.endUs)}.`
}

/** A channel file's name as the beginning of another file's. */
const nameOf = (file: string): string =>
  file
    .replace(/\.[^.]*$/, '')
    .replace(/[^\p{L}\p{N} ._-]+/gu, '-')
    .replace(/^\.+/, '')
    .slice(0, 80) || 'power-tree'
