import { type DataSource, dataSourcesOf } from './types-db'

const LF = 10
const CR = 13
const MAX_COLUMNS = 30

/** What the first bytes of a data file tell. */
export type FileHead =
  | {
      readonly is: 'data'
      /** Names of the value columns. */
      readonly columns: readonly string[]
      /** Where the rows begin. */
      readonly from: number
      readonly lineEnd: number
      /** The file has no header: the columns were taken from the type. */
      readonly inferred: boolean
    }
  | { readonly is: 'refused'; readonly why: string }
  /** No whole line yet, and the file may go on. */
  | { readonly is: 'more' }

const EMPTY = 'it is empty'
const NO_ROWS = 'it holds no rows'

/** Reasons of files that are in order and hold nothing. */
export const HOLDS_NOTHING: ReadonlySet<string> = new Set([EMPTY, NO_ROWS])

const refused = (why: string): FileHead => ({ is: 'refused', why })

/** Reads the header line `epoch,<columns>`. `ended` tells that no more bytes come; `maxLine` is the longest line allowed. */
export function readFileHead(bytes: Uint8Array, type: string, ended: boolean, maxLine: number): FileHead {
  if (ended && bytes.length === 0) return refused(EMPTY)
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    return refused('it is UTF-16; collectd writes plain ASCII')
  const from = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  const lf = bytes.indexOf(LF, from)
  const cr = bytes.indexOf(CR, from)
  const lone = cr >= 0 && (lf < 0 ? cr + 1 < bytes.length && bytes[cr + 1] !== LF : cr + 1 < lf)
  const end = lone ? cr : lf
  if (end < 0 && bytes.length > maxLine) return refused('it is not a table of collectd')
  if (end < 0 && !ended) return { is: 'more' }
  const line = new TextDecoder('latin1')
    .decode(bytes.subarray(from, end < 0 ? bytes.length : end))
    .replace(/[\r\0]+$/, '')
  if (line.startsWith('epoch,')) {
    if (end < 0) return refused(NO_ROWS)
    const columns = line.slice('epoch,'.length).split(',')
    if (columns.length > MAX_COLUMNS) return refused(`it has more than ${MAX_COLUMNS} columns`)
    return { is: 'data', columns, from: end + 1, lineEnd: lone ? CR : LF, inferred: false }
  }
  return withoutHeader(line, type, from, lone ? CR : LF)
}

function withoutHeader(line: string, type: string, from: number, lineEnd: number): FileHead {
  const cells = line.split(',')
  const looksLikeRow = /^\s*\d{9,10}(\.\d+)?$/.test(cells[0] ?? '')
  const known = dataSourcesOf(type)
  if (!looksLikeRow || cells.length < 2) return refused('its first line is not a header of collectd (epoch,…)')
  if (known && known.length !== cells.length - 1)
    return refused('it has no header, and its columns do not fit its type')
  const columns =
    known?.map(({ column }) => column) ?? cells.slice(1).map((_c, i) => (i === 0 ? 'value' : `value${i + 1}`))
  return { is: 'data', columns, from, lineEnd, inferred: true }
}

/** The data sources behind a file's columns: by name, else by place when the type has as many, else plain gauges. */
export function sourcesOfColumns(type: string, columns: readonly string[]): readonly DataSource[] {
  const known = dataSourcesOf(type)
  const same = known?.length === columns.length
  return columns.map((column, i) => ({
    column,
    kind: (known?.find((one) => one.column === column) ?? (same ? known?.[i] : undefined))?.kind ?? 'gauge',
  }))
}
