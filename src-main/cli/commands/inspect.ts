import type { Command } from 'commander'
import { inspectArchive } from '../../app/inspect-archive'
import { archivePath, archiveTools, progressLine, sayWhichFilters } from '../archive'
import { EXIT } from '../exit-codes'
import { print } from '../library'
import { inspectionText } from '../report-text'
import { untilInterrupted } from '../say'

/** `wattbench inspect FILE.zip`: what an archive holds, without importing it. */
export function addInspect(program: Command): void {
  program
    .command('inspect <file>')
    .description("list what a zip of collectd's CSV files holds, without importing it")
    .option('--json', 'print one JSON object')
    .exitOverride()
    .action((file: string, options: { readonly json?: true }) => run(file, options.json === true))
}

async function run(file: string, json: boolean): Promise<void> {
  const { reader, settings, global } = await archiveTools()
  sayWhichFilters(global)
  const line = progressLine('reading')
  const found = await inspectArchive(reader, {
    file: archivePath(file),
    limits: settings.importLimits,
    filters: global.filters,
    signal: untilInterrupted().signal,
    progress: line.show,
  }).finally(line.clear)
  if (json) print(found)
  else process.stdout.write(inspectionText(found))
  process.exitCode = EXIT.good
}
