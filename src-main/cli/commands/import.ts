import type { MachineClock } from '@contract/clocks'
import type { ImportReport } from '@contract/collectd'
import type { Command } from 'commander'
import { importArchive } from '../../app/import-archive'
import { sessionFilters } from '../../app/import-filters'
import { recoverSessions } from '../../app/recovery'
import { refilterSession } from '../../app/refilter-session'
import { systemClock } from '../../base/clock'
import { Fault } from '../../base/fault'
import type { Log } from '../../base/log'
import { APP_VERSION } from '../../base/version'
import type { SessionStore } from '../../ports/sessions'
import {
  archivePath,
  archiveTools,
  bothFilters,
  filterList,
  progressLine,
  sayWhichFilters,
  temporaryFolder,
} from '../archive'
import { EXIT } from '../exit-codes'
import { offsetSeconds, print, withStore } from '../library'
import { reportText } from '../report-text'
import { complain, faultText, untilInterrupted } from '../say'
import { sayClocks } from './align'

interface ImportOptions {
  readonly session?: string
  readonly filter?: readonly string[]
  readonly all?: true
  readonly offset: number
  readonly json?: true
}

/** `wattbench import FILE.zip`: a collectd archive into a session of its own, or one that exists. */
export function addImport(program: Command): void {
  program
    .command('import [file]')
    .description(
      "import the zip of collectd's CSV files into a session; without FILE, apply other filters to the archives kept in --session",
    )
    .option('--session <id>', 'add to this session instead of making one; a unique beginning of its id, or latest')
    .option('--filter <list>', 'only files whose name begins with one of these: cpu-user,if_octets', filterList)
    .option('--all', 'every series')
    .option(
      '--offset <s>',
      "seconds to add to the machine's clock; kept beside the stamps, which stay as they are",
      offsetSeconds,
      0,
    )
    .option('--json', 'print the report as one JSON object')
    .exitOverride()
    .action((file: string | undefined, options: ImportOptions) =>
      withStore((store) => run(store, file ?? null, options)),
    )
}

async function run(store: SessionStore, file: string | null, options: ImportOptions): Promise<number> {
  if (options.filter && options.all) throw bothFilters('Nothing was imported.')
  if (file === null && options.session === undefined) throw nothingGiven()
  if (options.session !== undefined) await recoverSessions(store, stderrLog)
  const { reader, settings, global } = await archiveTools()
  const session = options.session === undefined ? null : await store.find(options.session)
  const filters = options.all ? null : (options.filter ?? (await usual(store, session, global.filters)))
  if (filters === global.filters) sayWhichFilters(global)
  const line = progressLine('reading')
  const io = { reader, store, clock: systemClock(), appVersion: APP_VERSION, limits: settings.importLimits }
  const signal = untilInterrupted().signal
  const how = { filters, offsetS: options.offset, signal, progress: line.show }
  const work =
    file === null
      ? refilterSession(
          { ...io, scratch: temporaryFolder },
          { session: session!, filters, signal, progress: line.show },
        )
      : importArchive(io, { ...how, file: archivePath(file), session })
  const report = await work.finally(line.clear).catch(cancelled)
  if (report === null) return EXIT.nothing
  const clocks = (await clocksIn(store, report.session)).filter(({ host }) =>
    report.units.some((unit) => unit.host === host),
  )
  if (options.json) {
    print(inOrder(report))
    sayClocks(clocks)
  } else process.stdout.write(reportText(report, clocks))
  return EXIT.good
}

/** Ctrl-C was the person's own wish, but nothing came out. */
function cancelled(error: unknown): null {
  if (!(error instanceof Fault) || error.code !== 'CANCELLED') throw error
  complain(faultText(error.view))
  return null
}

/** The list the session used last, else the global one. */
async function usual(store: SessionStore, session: string | null, global: readonly string[]) {
  if (session === null) return global
  const reader = await store.open(session)
  try {
    return sessionFilters(await reader.imports(), global)
  } finally {
    await reader.close()
  }
}

async function clocksIn(store: SessionStore, session: string): Promise<readonly MachineClock[]> {
  const reader = await store.open(session)
  try {
    return await reader.clocks()
  } finally {
    await reader.close()
  }
}

const inOrder = ({ session, units, skipped, warnings }: ImportReport) => ({ session, units, skipped, warnings })

function nothingGiven(): Fault {
  return new Fault({
    code: 'BAD_REQUEST',
    title: 'There is nothing to import',
    cause: 'Neither a file nor --session was given.',
    consequence: 'Nothing was imported.',
    next: 'Give the zip file, or --session for the archives kept in a session.',
  })
}

const stderrLog: Log = { say: (_level, subject, text) => complain(`${subject}: ${text}`) }
