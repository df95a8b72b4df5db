import type { PlanField, PlanProblem, PlanRow, ProblemCode, RowKind } from '@contract/tree'
import Papa from 'papaparse'

/** Whether rows have a group column: told by the third field of each row, or said by a person. */
export type GroupColumn = 'auto' | 'always' | 'never'

/** A row as written; its kind is null when its type is not 0 … 3. */
export interface WrittenRow extends Omit<PlanRow, 'kind'> {
  readonly kind: RowKind | null
  readonly type: number
}

export interface ChannelFile {
  /** Rows that could be read, in file order. */
  readonly rows: readonly WrittenRow[]
  /** Lines that could not be read (E101, E102). */
  readonly problems: readonly PlanProblem[]
}

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/
const INTEGER = /^[+-]?\d+$/
/** The start of a field: blanks before it, and all of it with the blanks after it when it is quoted. */
const FIELD_START = /(^|,)[ \t]*(?:("(?:[^"]|"")*")[ \t]*)?/g
const FORM = 'A row is: channel, name, [group,] resistance, rail_voltage, rail[, parent_chan[, type]].'
const KINDS: readonly RowKind[] = ['power', 'remaining', 'static', 'dynamic']

/**
 * The text of a channel file, row by row: 5, 6, 7 or 8 fields, each row in a spelling of its own. A byte order mark,
 * blank lines, lines that start with # and a first row that starts with `channel` are skipped.
 */
export function readChannelFile(text: string, groupColumn: GroupColumn = 'auto'): ChannelFile {
  const rows: WrittenRow[] = []
  const problems: PlanProblem[] = []
  let first = true
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    if (raw.trim() === '' || raw.trimStart().startsWith('#')) continue
    const line = new RowReader(index + 1, problems)
    const fields = line.split(raw)
    if (fields === null || fields.length === 0) continue
    const isHead = first && fields[0]!.toLowerCase() === 'channel'
    first = false
    if (isHead) continue
    const row = line.row(fields, groupColumn)
    if (row) rows.push(row)
  }
  return { rows, problems }
}

class RowReader {
  private good = true

  constructor(
    private readonly line: number,
    private readonly problems: PlanProblem[],
  ) {}

  /** Trimmed fields without empty ones at the end; null when the line cannot be split. */
  split(raw: string): string[] | null {
    const { data, errors } = Papa.parse<string[]>(raw.replace(FIELD_START, '$1$2'), { delimiter: ',', newline: '\n' })
    if (errors.some(({ type }) => type === 'Quotes')) {
      this.complain('E101', null, 'The quotes of this line do not match, so its fields cannot be counted.')
      return null
    }
    const fields = (data[0] ?? []).map((field) => field.trim())
    while (fields.length > 0 && fields.at(-1) === '') fields.pop()
    return fields
  }

  row(fields: readonly string[], groupColumn: GroupColumn): WrittenRow | null {
    const [channel = '', name = '', third = ''] = fields
    const hasGroup = groupColumn === 'auto' ? !NUMBER.test(third) : groupColumn === 'always'
    const rest = fields.slice(hasGroup ? 3 : 2)
    if (rest.length < 3 || rest.length > 5) {
      const many = rest.length > 5 ? 'many' : 'few'
      this.complain('E101', null, `Too ${many} fields (${fields.length}). ${FORM}`)
      return null
    }
    const row = {
      line: this.line,
      channel: this.whole('channel', channel),
      name,
      group: hasGroup ? third : '',
      ohms: this.number('resistance', rest[0]!),
      railVoltage: this.number('rail_voltage', rest[1]!),
      rail: this.whole('rail', rest[2]!),
      parent: rest[3] === undefined ? null : this.whole('parent_chan', rest[3]),
      type: rest[4] === undefined ? 0 : this.whole('type', rest[4]),
    }
    return this.good ? { ...row, kind: row.rail < 0 ? 'voltage' : (KINDS[row.type] ?? null) } : null
  }

  private number(field: PlanField, text: string): number {
    const value = Number(text)
    if (!NUMBER.test(text) || !Number.isFinite(value)) this.complain('E102', field, `"${text}" is not a number.`)
    return value
  }

  private whole(field: PlanField, text: string): number {
    const value = Number(text)
    if (!INTEGER.test(text) || !Number.isSafeInteger(value)) {
      this.complain('E102', field, `"${text}" is not a whole number.`)
    }
    return value === 0 ? 0 : value
  }

  private complain(code: ProblemCode, field: PlanField | null, text: string): void {
    this.good = false
    this.problems.push({ severity: 'error', code, line: this.line, field, text })
  }
}
