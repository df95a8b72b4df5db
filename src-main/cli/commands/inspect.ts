import type { Command } from 'commander'
import { inspectArchive } from '../../app/inspect-archive'
import { archivePath, archiveTools, bothFilters, filterList, progressLine, sayWhichFilters } from '../archive'
import { EXIT } from '../exit-codes'
import { print } from '../library'
import { inspectionText } from '../report-text'
import { untilInterrupted } from '../say'

interface InspectOptions {
  readonly filter?: readonly string[]
  readonly all?: true
  readonly json?: true
}

/** `wattbench inspect FILE.zip`: what an archive holds, without importing it. */
export function addInspect(program: Command): void {
  program
    .command('inspect <file>')
    .description("list what a zip of collectd's CSV files holds, without importing it")
    .option('--filter <list>', 'mark what an import with these filters would take: cpu-user,if_octets', filterList)
    .option('--all', 'mark every series')
    .option('--json', 'print one JSON object')
    .exitOverride()
    .action(run)
}

async function run(file: string, { filter, all, json }: InspectOptions): Promise<void> {
  if (filter && all) throw bothFilters('Nothing was read.')
  const { reader, settings, global } = await archiveTools()
  const filters = all ? null : (filter ?? global.filters)
  if (filters === global.filters) sayWhichFilters(global)
  const line = progressLine('reading')
  const found = await inspectArchive(reader, {
    file: archivePath(file),
    limits: settings.importLimits,
    filters,
    signal: untilInterrupted().signal,
    progress: line.show,
  }).finally(line.clear)
  if (json) print(found)
  else process.stdout.write(inspectionText(found))
  process.exitCode = EXIT.good
}
