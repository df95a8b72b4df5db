import type { Damage, SessionCheck, SessionState } from '@contract/sessions'
import { Fault } from '../base/fault'
import { type Cell, Database, number, text } from './database'
import { sizeOnDisk } from './disk'
import { checkHead } from './file-head'
import { readMeta, readSources, stateOf } from './session-file'
import { storeFault } from './store-faults'
import { verifyAttachments, verifyLevels, verifySummaries } from './verify-derived'
import type { Report, RowsRead } from './verify-report'
import { verifyRows } from './verify-rows'

/** More are counted only: a file that lost its middle has one per page and channel. */
const MOST_DAMAGES = 100

/**
 * Reads a session file whole, at one moment of it, and holds it against its checksums and against itself; yields between pages.
 * Damage is told and never thrown; throws SESSION_NEWER.
 */
export function* verifySteps(path: string, id: string): Generator<undefined, SessionCheck> {
  const damages: Damage[] = []
  let more = 0
  const report: Report = (where, what, harms) => {
    if (damages.length < MOST_DAMAGES) damages.push({ where, what, harms })
    else more += 1
  }
  const check = {
    id,
    name: '',
    state: null as SessionState | null,
    bytes: sizeOnDisk(path),
    sources: [] as SessionCheck['sources'][number][],
  }
  let file: Database | null = null
  try {
    checkHead(path)
    file = Database.openReadOnly(path)
    file.exec('BEGIN DEFERRED')
    yield
    verifyPages(file, report)
    yield
    const meta = readMeta(file)
    check.name = text(meta.get('name'))
    check.state = stateOf(meta)
    if (check.state === null) report('meta', 'It does not say whether the recording was finished.', 'words')
    for (const source of attempt(report, 'sources', () => readSources(file as Database)) ?? []) {
      const read: RowsRead = { rows: 0, readable: 0, fromUs: null, toUs: null }
      yield* attempted(report, source.info.name, verifyRows(file, source, check.state, report, read))
      yield* attempted(report, source.info.name, verifySummaries(file, source, report))
      yield* attempted(report, source.info.name, verifyLevels(file, source, report))
      check.sources.push({ id: source.info.id, name: source.info.name, ...read })
    }
    const rows = check.sources.reduce((sum, source) => sum + source.rows, 0)
    attempt(report, 'meta', () => verifyCounts(meta, check.state, rows, report))
    attempt(report, 'gaps', () => verifyLinks(file as Database, check.state, report))
    yield* attempted(report, 'archives', verifyAttachments(file, report))
  } catch (error) {
    const { view, code } = storeFault(error, path)
    if (code === 'SESSION_NEWER') throw new Fault(view, error)
    report('file', view.cause, 'samples')
  } finally {
    file?.close()
  }
  return { ...check, damages, moreDamages: more }
}

/** What SQLite itself says of its pages. */
function verifyPages(file: Database, report: Report): void {
  const said = file.rows(`SELECT CAST(quick_check AS BLOB) FROM pragma_quick_check(${MOST_DAMAGES})`)
  for (const [line] of said) {
    const words = text(line).replaceAll('\n', ' ')
    if (words !== 'ok') report('SQLite', `Its own check says: ${words}.`, 'samples')
  }
}

function verifyCounts(meta: ReadonlyMap<string, Cell>, state: SessionState | null, rows: number, report: Report): void {
  const said = Number(text(meta.get('rows')))
  if (state !== 'interrupted' && said !== rows)
    report('meta', `It promises ${said} rows; ${rows} are there.`, 'samples')
}

/** Rows that speak of sources and channels there are none of, and gaps that run backwards or never end. */
function verifyLinks(file: Database, state: SessionState | null, report: Report): void {
  const count = (query: string) => number(file.rows(query)[0]?.[0])
  for (const table of ['channel', 'segment', 'chunk', 'tail', 'summary', 'level', 'gap']) {
    const lost = attempt(report, table, () =>
      count(`SELECT CAST(count(*) AS INTEGER) FROM ${table} WHERE source NOT IN (SELECT id FROM source)`),
    )
    if (lost) report(table, `${lost} rows belong to no source.`, table === 'gap' ? 'words' : 'samples')
  }
  const strays = `SELECT CAST(count(*) AS INTEGER) FROM chunk WHERE channel <> 0
    AND NOT EXISTS (SELECT 1 FROM channel WHERE channel.id = chunk.channel AND channel.source = chunk.source)`
  const stray = count(strays)
  if (stray > 0) report('chunk', `${stray} pages belong to no channel.`, 'samples')
  const backwards = count('SELECT CAST(count(*) AS INTEGER) FROM gap WHERE to_us < from_us')
  if (backwards > 0) report('gap', `${backwards} gaps end before they begin.`, 'words')
  const open = count('SELECT CAST(count(*) AS INTEGER) FROM gap WHERE to_us IS NULL')
  const atRest = state === 'finished' || state === 'recovered'
  if (atRest && open > 0) report('gap', `${open} gaps of a finished session have no end.`, 'words')
}

/** Runs a part of the check; what breaks it is damage too, and the other parts go on. */
function attempt<T>(report: Report, where: string, part: () => T): T | null {
  try {
    return part()
  } catch (error) {
    report(where, storeFault(error, where).view.cause, 'samples')
    return null
  }
}

function* attempted(report: Report, where: string, part: Generator<undefined, void>): Generator<undefined, void> {
  for (;;) {
    const step = attempt(report, where, () => part.next())
    if (!step || step.done) return
    yield
  }
}
