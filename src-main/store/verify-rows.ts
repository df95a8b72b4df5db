import type { SessionState } from '@contract/sessions'
import { checksum, timesOf, valuesOf } from './column-bytes'
import { bytes, type Cell, type Database, number, numberOrNull } from './database'
import { summarise } from './page'
import { PAGE_ROWS, TIME_CHANNEL } from './schema'
import { tailPart } from './session-columns'
import type { FileChannel, FileSource } from './session-file'
import { placeOf, type Report, type RowsRead } from './verify-report'

const HEADS = `SELECT CAST(seq AS INTEGER), CAST(n AS INTEGER), CAST(first_us AS INTEGER), CAST(last_us AS INTEGER)
  FROM chunk WHERE source = ? AND channel = 0 ORDER BY seq`
const PAGE = `SELECT CAST(n AS INTEGER), CAST(first_us AS INTEGER), CAST(last_us AS INTEGER), CAST(crc32 AS INTEGER),
  CAST(data AS BLOB), CAST(n_valid AS INTEGER), CAST(min AS REAL), CAST(max AS REAL), CAST(sum AS REAL)
  FROM chunk WHERE source = ? AND channel = ? AND seq = ?`
const TAIL = `SELECT CAST(crc32 AS INTEGER), CAST(n AS INTEGER), CAST(data AS BLOB), CAST(first_us AS INTEGER),
  CAST(last_us AS INTEGER) FROM tail WHERE source = ? ORDER BY first_us`

/** All rows of a source: pages in order and whole, times rising, values as their heads say; then what is not in a page yet. */
export function* verifyRows(
  file: Database,
  source: FileSource,
  state: SessionState | null,
  report: Report,
  read: RowsRead,
): Generator<undefined, void> {
  let next = 0
  for (const [seq, n] of file.rows(HEADS, source.row)) {
    const page = number(seq)
    const rows = number(n)
    if (page !== next) report(source.info.name, `Page ${next} is missing; the next one is ${page}.`, 'samples')
    next = page + 1
    read.rows += rows
    const timesGood = verifyTimes(file, source, page, read, report)
    const bad = source.channels.filter((channel) => !verifyColumn(file, source, channel, page, rows, report))
    if (timesGood && bad.length === 0) read.readable += rows
    yield
  }
  verifyTail(file, source, state, report, read)
}

/** False when the stamps cannot be relied on: no row of the page then is readable. */
function verifyTimes(file: Database, source: FileSource, seq: number, read: RowsRead, report: Report): boolean {
  const where = `${placeOf(source, TIME_CHANNEL)} · page ${seq}`
  const cells = file.rows(PAGE, source.row, TIME_CHANNEL, seq)[0] ?? []
  if (!fits(cells, number(cells[0]), where, report)) return false
  const times = timesOf(bytes(cells[4]))
  if (times[0] !== cells[1] || times.at(-1) !== cells[2])
    report(where, 'Its head names other times than it holds.', 'samples')
  return takeTimes(times, where, read, report)
}

function verifyColumn(
  file: Database,
  source: FileSource,
  channel: FileChannel,
  seq: number,
  rows: number,
  report: Report,
): boolean {
  const where = `${placeOf(source, channel.row)} · page ${seq}`
  const cells = file.rows(PAGE, source.row, channel.row, seq)[0]
  if (!cells) report(where, 'The page is missing.', 'samples')
  if (!cells || !fits(cells, rows, where, report)) return false
  const { valid, min, max, sum } = summarise(valuesOf(bytes(cells[4]), channel.type))
  const said = [number(cells[5]), numberOrNull(cells[6]), numberOrNull(cells[7]), numberOrNull(cells[8])]
  if ([valid, min, max, sum].some((value, i) => !Object.is(value ?? null, said[i] ?? null) && value !== said[i]))
    report(where, 'Count, min, max or sum in its head are not those of its values.', 'drawing')
  return true
}

/** Length and checksum of a page's column. */
function fits(cells: readonly Cell[], rows: number, where: string, report: Report): boolean {
  const [n, , , crc, data] = cells
  const column = bytes(data)
  if (n !== rows || rows < 1 || rows > PAGE_ROWS || column.length !== rows * 8) {
    report(where, `It should hold ${rows} values and holds ${column.length} bytes for ${number(n)}.`, 'samples')
    return false
  }
  if (checksum(column) === crc) return true
  report(where, 'It does not fit its checksum.', 'samples')
  return false
}

/** Rows that came since the last full page. */
function verifyTail(
  file: Database,
  source: FileSource,
  state: SessionState | null,
  report: Report,
  read: RowsRead,
): void {
  const tail = file.rows(TAIL, source.row)
  if (tail.length > 0 && (state === 'finished' || state === 'recovered'))
    report(source.info.name, 'Its last rows were never made a page, although the session is finished.', 'samples')
  for (const [i, [crc, n, data, first, last]] of tail.entries()) {
    const where = `${source.info.name} · last second ${i}`
    read.rows += number(n)
    const part = tailPart(bytes(data), number(crc), number(n), source)
    if (!part || part.timesUs.length === 0) {
      report(where, 'It does not fit its checksum.', 'samples')
      continue
    }
    if (part.timesUs[0] !== first || part.timesUs.at(-1) !== last)
      report(where, 'Its head names other times than it holds.', 'samples')
    if (takeTimes(part.timesUs, where, read, report)) read.readable += part.timesUs.length
  }
}

/** Times must rise, within and from page to page. */
function takeTimes(times: Float64Array, where: string, read: RowsRead, report: Report): boolean {
  let before = read.toUs ?? Number.NEGATIVE_INFINITY
  let rising = true
  for (const t of times) {
    if (!(t > before)) rising = false
    before = t
  }
  if (!rising) report(where, 'Its times do not rise.', 'samples')
  read.fromUs ??= times[0] ?? null
  read.toUs = Math.max(read.toUs ?? Number.NEGATIVE_INFINITY, times.at(-1) ?? Number.NEGATIVE_INFINITY)
  return rising
}
