import { checksum } from './column-bytes'
import { bytes, type Database, number, numberOrNull } from './database'
import { hasImports } from './import-tables'
import { hasLevels, levelFrom, levelPositions } from './level-rows'
import { PAGES_PER_SUMMARY } from './schema'
import type { FileSource } from './session-file'
import { placeOf, type Report } from './verify-report'

/** Sums are added by SQLite in the order of the index; another version of it may round otherwise. */
const SUM_SLACK = 1e-9

const SUMMARIES = `SELECT CAST(s.channel AS INTEGER), CAST(s.seq AS INTEGER), CAST(s.n AS INTEGER), CAST(s.first_us AS INTEGER),
  CAST(s.last_us AS INTEGER), CAST(s.n_valid AS INTEGER), CAST(s.min AS REAL), CAST(s.max AS REAL), CAST(s.sum AS REAL)
  FROM summary s WHERE s.source = ? ORDER BY s.seq, s.channel`
const OF_PAGES = `SELECT CAST(sum(n) AS INTEGER), CAST(min(first_us) AS INTEGER), CAST(max(last_us) AS INTEGER), CAST(sum(n_valid) AS INTEGER),
  CAST(min(min) AS REAL), CAST(max(max) AS REAL), CAST(sum(sum) AS REAL), CAST(total(abs(sum)) AS REAL)
  FROM chunk WHERE source = ? AND channel = ? AND seq >= ? AND seq < ?`

/** Every summary is that of the pages it stands for. */
export function* verifySummaries(file: Database, source: FileSource, report: Report): Generator<undefined, void> {
  for (const [channel, seq, ...said] of file.rows(SUMMARIES, source.row)) {
    const from = number(seq) * PAGES_PER_SUMMARY
    const found = file.rows(OF_PAGES, source.row, number(channel), from, from + PAGES_PER_SUMMARY)[0] ?? []
    const slack = SUM_SLACK * (number(found[7]) || 1)
    const same = said.every((cell, i) => {
      const [a, b] = [numberOrNull(cell), numberOrNull(found[i])]
      return a === b || (i === 6 && a !== null && b !== null && Math.abs(a - b) <= slack)
    })
    const where = `${placeOf(source, number(channel))} · summary ${number(seq)}`
    if (!same) report(where, 'It is not that of the pages it stands for.', 'drawing')
    yield
  }
}

const LEVELS = `SELECT CAST(first_page AS INTEGER), CAST(pages AS INTEGER), CAST(step_us AS INTEGER), CAST(n AS INTEGER),
  CAST(crc32 AS INTEGER), CAST(data AS BLOB) FROM level WHERE rowid = ?`
const COVERED = `SELECT CAST(sum(n_valid) AS INTEGER), CAST(min(min) AS REAL), CAST(max(max) AS REAL)
  FROM chunk WHERE source = ? AND channel = ? AND seq >= ? AND seq < ?`

/** Buckets for drawing hold as many values, as low and as high ones, as the pages they were made of. */
export function* verifyLevels(file: Database, source: FileSource, report: Report): Generator<undefined, void> {
  if (!hasLevels(file)) return
  const positions = levelPositions(source.channels)
  const rowids = file.rows('SELECT CAST(rowid AS INTEGER) FROM level WHERE source = ? ORDER BY rowid', source.row)
  for (const [rowid] of rowids) {
    const [first, pages, ...cells] = file.rows(LEVELS, number(rowid))[0] ?? []
    const where = `${source.info.name} · buckets of page ${number(first)} to ${number(first) + number(pages) - 1}`
    const level = levelFrom(cells, positions.length)
    if (!level) report(where, 'They do not fit their checksum.', 'drawing')
    const n = level?.endsUs.length ?? 0
    for (const [c, position] of level ? positions.entries() : []) {
      const channel = source.channels[position]!
      const said = file.rows(COVERED, source.row, channel.row, number(first), number(first) + number(pages))[0] ?? []
      const counts = level!.counts.subarray(c * n, (c + 1) * n)
      const valid = counts.reduce((sum, count) => sum + count, 0)
      const figures = level!.figures.subarray(c * 3 * n, (c + 1) * 3 * n)
      const lowest = extreme(figures.subarray(0, n), counts, Math.min)
      const highest = extreme(figures.subarray(n, 2 * n), counts, Math.max)
      if (valid !== said[0] || lowest !== numberOrNull(said[1]) || highest !== numberOrNull(said[2]))
        report(`${where} · ${channel.key}`, 'They are not those of the pages they were made of.', 'drawing')
    }
    yield
  }
}

function extreme(values: Float64Array, counts: Uint32Array, of: (a: number, b: number) => number): number | null {
  let found: number | null = null
  for (const [i, value] of values.entries()) if (counts[i]! > 0) found = found === null ? value : of(found, value)
  return found
}

/** Raw archives that were kept, piece by piece. */
export function* verifyAttachments(file: Database, report: Report): Generator<undefined, void> {
  if (!hasImports(file)) return
  const pieces = file.rows('SELECT CAST(import AS INTEGER), CAST(seq AS INTEGER) FROM attachment ORDER BY import, seq')
  const piece = 'SELECT CAST(crc32 AS INTEGER), CAST(data AS BLOB) FROM attachment WHERE import = ? AND seq = ?'
  for (const [id, seq] of pieces) {
    const [crc, data] = file.rows(piece, number(id), number(seq))[0] ?? []
    if (checksum(bytes(data)) !== crc)
      report(`raw archive ${number(id)} · piece ${number(seq)}`, 'It does not fit its checksum.', 'words')
    yield
  }
}
