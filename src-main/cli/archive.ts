import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { SettingsView } from '@contract/settings'
import { InvalidArgumentError } from 'commander'
import { type GlobalFilters, globalFilters } from '../app/import-filters'
import { systemClock } from '../base/clock'
import type { Fault } from '../base/fault'
import { composeArchiveReader } from '../compose'
import { parseFilters } from '../engine/collectd/filters'
import { houseFolders } from '../house-folders'
import { goblinFilters } from '../ingest/collectd/goblin-filters'
import type { ArchiveReader, Scratch } from '../ports/archive'
import { openSettingsFile } from '../store/settings-file'
import { badUsage } from './library'
import { complain, faultText } from './say'

/** What commands about archives need: the reader, this person's settings, the global filters. */
export interface ArchiveTools {
  readonly reader: ArchiveReader
  readonly settings: SettingsView
  readonly global: GlobalFilters
}

export async function archiveTools(): Promise<ArchiveTools> {
  const { settings, fault } = await openSettingsFile(houseFolders().settingsFile, systemClock()).load()
  if (fault) complain(faultText(fault.view))
  return { reader: composeArchiveReader(), settings, global: await globalFilters(settings, goblinFilters(process.env)) }
}

/** Told on stderr when the list in use is not Wattbench's own. */
export function sayWhichFilters({ from, filters }: GlobalFilters): void {
  if (from === 'powergoblin')
    complain(
      `wattbench: Filters are those of PowerGoblin's default.json: ${filters.join(', ')}. --filter and --all override them.`,
    )
}

/** `--filter`: a comma list, or the JSON of one. */
export function filterList(text: string): readonly string[] {
  const filters = parseFilters(text)
  if (!filters || filters.length === 0) throw new InvalidArgumentError('It is a comma list such as cpu-user,if_octets.')
  return filters
}

export const bothFilters = (consequence: string): Fault =>
  badUsage('--filter and --all exclude each other', 'Both were given.', 'Give one of them.', consequence)

export const archivePath = (file: string): string => resolve(file)

/** A folder of this user alone, gone afterwards. */
export const temporaryFolder: Scratch = async (work) => {
  const folder = await mkdtemp(join(tmpdir(), 'wattbench-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Progress on a line of its own, only where a person looks on. Returns the function that clears it. */
export function progressLine(what: string): {
  readonly show: (done: number, total: number) => void
  readonly clear: () => void
} {
  const live = process.stderr.isTTY === true
  return {
    show: (done, total) => {
      if (live && total > 0)
        process.stderr.write(
          `\r${what} ${(done / 1e6).toFixed(1)} of ${(total / 1e6).toFixed(1)} MB (${Math.floor((100 * done) / total)} %) `,
        )
    },
    clear: () => {
      if (live) process.stderr.write('\r\u001b[K')
    },
  }
}
