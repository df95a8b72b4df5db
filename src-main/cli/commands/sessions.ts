import { resolve } from 'node:path'
import { clockWords } from '@contract/clocks'
import type { SessionRow, SessionView } from '@contract/sessions'
import type { Command } from 'commander'
import type { Fault } from '../../base/fault'
import type { SessionReader, SessionStore } from '../../ports/sessions'
import { type CsvSpan, csvOf, saveCsv } from '../../store/csv-file'
import { EXIT } from '../exit-codes'
import { badUsage, emptySpan, iso, moment, print, textTable, withStore } from '../library'
import { complain, untilInterrupted } from '../say'
import { clocksJson, sayClocks } from './align'
import { addVerify } from './sessions-verify'

interface ExportOptions {
  readonly csv?: true
  readonly from?: number
  readonly to?: number
  readonly output?: string
  readonly json?: true
}

/** `wattbench sessions list|show|export|verify`: what was recorded, as text, JSON or CSV. */
export function addSessions(program: Command): void {
  const sessions = program.command('sessions').description('list, show, export and verify recorded sessions')
  sessions
    .command('list')
    .description('list the sessions of this user, newest first')
    .option('--json', 'print one JSON object')
    .exitOverride()
    .action((options: { readonly json?: true }) => withStore((store) => list(store, options.json === true)))
  sessions
    .command('show <id>')
    .description('show what is known of a session; ID is a unique beginning of its id, or latest')
    .option('--json', 'print one JSON object')
    .exitOverride()
    .action((id: string, options: { readonly json?: true }) =>
      withStore((store) => show(store, id, options.json === true)),
    )
  sessions
    .command('export <id>')
    .description('write the samples of a session; ID is a unique beginning of its id, or latest')
    .requiredOption('--csv', 'as CSV: time_us,<channel> [unit],…')
    .option(
      '--from <time>',
      'only samples after this moment: ISO 8601 (local zone when it has none) or Unix microseconds',
      moment,
    )
    .option('--to <time>', 'only samples up to this moment, itself included', moment)
    .option('--output <file>', 'write this file (complete or not at all) instead of standard output')
    .option('--json', 'with --output: print one JSON object about the file')
    .exitOverride()
    .action((id: string, options: ExportOptions) => withStore((store) => exportCsv(store, id, options)))
  addVerify(sessions)
}

async function list(store: SessionStore, json: boolean): Promise<number> {
  const rows = await store.list()
  if (json) print({ schema: 1, folder: store.folder, sessions: rows.map(rowJson) })
  else if (rows.length === 0) complain(`No sessions in ${store.folder}.`)
  else process.stdout.write(table(rows))
  return EXIT.good
}

async function show(store: SessionStore, id: string, json: boolean): Promise<number> {
  const reader = await store.open(id)
  const view = await reader.view()
  if (json) print({ schema: 1, ...viewJson(view), gaps: await gapsJson(reader), imports: await importsJson(reader) })
  else process.stdout.write(description(view))
  await reader.close()
  return EXIT.good
}

async function exportCsv(store: SessionStore, id: string, options: ExportOptions): Promise<number> {
  const span: CsvSpan = { fromUs: options.from ?? null, toUs: options.to ?? null }
  if (span.fromUs !== null && span.toUs !== null && span.fromUs >= span.toUs) throw emptySpan()
  if (options.json && options.output === undefined) throw jsonNeedsFile()
  const stop = untilInterrupted()
  const reader = await store.open(id)
  const { clocks } = await reader.view()
  const { rows, empty } =
    options.output === undefined
      ? await toStdout(reader, span, stop.signal)
      : await toFile(reader, span, options, stop.signal)
  await reader.close()
  sayClocks(clocks)
  if (rows === 0) complain('wattbench: The session has no rows in this span.')
  if (rows === 0 || empty === rows) return EXIT.nothing
  return empty > 0 ? EXIT.partial : EXIT.good
}

async function toFile(reader: SessionReader, span: CsvSpan, { output, json }: ExportOptions, signal: AbortSignal) {
  const file = resolve(output!)
  const counts = await saveCsv({ reader, file, ...span, signal })
  if (json) {
    const { id, sourceInfos, clocks } = await reader.view()
    const sources = sourceInfos.map(({ id: source, machineName }) => ({ id: source, machine_name: machineName }))
    print({
      schema: 1,
      session: id,
      file,
      rows: counts.rows,
      rows_without_value: counts.empty,
      sources,
      clocks: clocksJson(clocks),
    })
  }
  return counts
}

async function toStdout(reader: SessionReader, span: CsvSpan, signal: AbortSignal) {
  let rows = 0
  let empty = 0
  for await (const chunk of csvOf(reader, span)) {
    if (signal.aborted) break
    rows += chunk.rows
    empty += chunk.empty
    if (!process.stdout.write(chunk.text)) await drained(signal)
  }
  return { rows, empty }
}

/** A reader that went away never drains: the signal tells. */
function drained(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const done = () => {
      process.stdout.off('drain', done)
      signal.removeEventListener('abort', done)
      resolve()
    }
    process.stdout.once('drain', done)
    signal.addEventListener('abort', done, { once: true })
  })
}

function rowJson({
  id,
  name,
  state,
  startUs,
  endUs,
  bytes,
  samples,
  sources,
  meanW,
  energyJ,
  coveragePercent,
  fault,
}: SessionRow) {
  return {
    id,
    name,
    state,
    start_us: startUs,
    end_us: endUs,
    bytes,
    samples,
    sources,
    mean_W: meanW,
    energy_J: energyJ,
    coverage_percent: coveragePercent,
    fault: fault && { code: fault.code, title: fault.title, cause: fault.cause, next: fault.next },
  }
}

function viewJson(view: SessionView) {
  return {
    ...rowJson(view),
    file_schema: view.schema,
    app_version: view.appVersion,
    sources: view.sourceInfos.map(
      ({ id, kind, name, machineName, simulated, identity, calibration, channels, periodS, settings }) => ({
        id,
        kind,
        name,
        machine_name: machineName,
        simulated,
        identity,
        calibration,
        period_s: periodS,
        settings,
        channels: channels.map(({ key, label, unit, kind: of, type }) => ({ key, label, unit, kind: of, type })),
      }),
    ),
    clocks: clocksJson(view.clocks),
    events: view.events.map(({ atUs, kind, sourceId, text, detail }) => ({
      at_us: atUs,
      kind,
      source: sourceId,
      text,
      ...(detail ? { detail } : {}),
    })),
  }
}

async function gapsJson(reader: SessionReader) {
  const gaps = await reader.gaps()
  return gaps.map(({ sourceId, gap: { fromUs, toUs, lost, cause, text } }) => ({
    source: sourceId,
    from_us: fromUs,
    to_us: toUs,
    lost,
    cause,
    text,
  }))
}

async function importsJson(reader: SessionReader) {
  const imports = await reader.imports()
  return imports.map(({ id, atUs, file, filters, offsetS, archiveBytes, report }) => ({
    id,
    at_us: atUs,
    file,
    filters,
    offset_s: offsetS,
    archive_bytes: archiveBytes,
    report,
  }))
}

/** Fixed columns, for eyes; programs use --json. */
function table(rows: readonly SessionRow[]): string {
  const cells = rows.map((row) => [
    row.id,
    iso(row.startUs),
    row.endUs === null ? '-' : `${((row.endUs - row.startUs) / 1e6).toFixed(1)} s`,
    row.fault ? 'unreadable' : row.state,
    String(row.samples),
    row.meanW === null ? '-' : `${row.meanW.toFixed(2)} W`,
    row.energyJ === null ? '-' : `${row.energyJ.toFixed(1)} J`,
    row.fault ? row.fault.title : row.name,
  ])
  return textTable(['ID', 'START (UTC)', 'LENGTH', 'STATE', 'SAMPLES', 'MEAN', 'ENERGY', 'NAME'], cells)
}

function description(view: SessionView): string {
  const facts: readonly (readonly [string, string])[] = [
    ['session', `${view.id} (${view.state})`],
    ['name', view.name],
    ['start', iso(view.startUs)],
    ['end', view.endUs === null ? '-' : iso(view.endUs)],
    ['samples', String(view.samples)],
    ['mean', view.meanW === null ? '-' : `${view.meanW.toFixed(3)} W`],
    ['energy', view.energyJ === null ? '-' : `${view.energyJ.toFixed(3)} J`],
    ['coverage', view.coveragePercent === null ? '-' : `${view.coveragePercent.toFixed(2)} %`],
    ['gaps', String(view.gapCount)],
    ['file', `${view.bytes} bytes, format ${view.schema}, written by Wattbench ${view.appVersion}`],
    ...view.sourceInfos.map(
      ({ name, machineName, identity, simulated, periodS, channels }): readonly [string, string] => [
        'source',
        [
          name,
          machineName,
          identity ? `${identity.model} serial ${identity.serial}` : 'not identified',
          ...(simulated ? ['simulated'] : []),
          periodS === null ? 'no interval' : `every ${periodS} s`,
          channels.map(({ key, unit }) => `${key} [${unit}]`).join(' '),
        ].join(' · '),
      ],
    ),
    ...view.clocks.map(({ host, clock }): readonly [string, string] => ['clock', `${host}: ${clockWords(clock)}`]),
    ...view.events.map(({ atUs, kind, text }): readonly [string, string] => [kind, `${iso(atUs)} ${text}`]),
  ]
  return facts.map(([name, value]) => `${name.padEnd(12)} ${value}\n`).join('')
}

function jsonNeedsFile(): Fault {
  return badUsage(
    '--json needs --output here',
    'Standard output would hold CSV and JSON at once.',
    'Add --output FILE, or leave --json out.',
  )
}
