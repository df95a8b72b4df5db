import { isChosen, type SkippedEntry } from '@contract/collectd'
import { readEntryName, type SeriesName } from '../../engine/collectd/entry-name'
import { shownName } from '../../engine/collectd/shown-name'
import type { ZipEntry } from './zip-directory'

/** The machine's name when an archive has no folder for it. */
export const NAMELESS_HOST = 'SUT'

export interface PlannedFile {
  readonly entry: ZipEntry
  readonly name: SeriesName
}

/** The files of one series, days in order. */
export interface PlannedSeries {
  readonly host: string
  readonly path: string
  readonly files: readonly PlannedFile[]
}

export interface Plan {
  readonly chosen: readonly PlannedSeries[]
  /** Series of the archive, whether chosen or not. */
  readonly series: number
  readonly skipped: readonly SkippedEntry[]
  readonly warnings: readonly string[]
}

/** Sorts the entries of an archive into series and leaves out what is none, before anything is inflated. */
export function planEntries(entries: readonly ZipEntry[], filters: readonly string[] | null): Plan {
  const skipped: SkippedEntry[] = []
  const warnings: string[] = []
  const backslash =
    entries.some(({ madeByFat, name }) => madeByFat && name.includes('\\')) &&
    !entries.some(({ name }) => name.includes('/'))
  const files = new Map<string, PlannedFile>()
  let doubled = 0
  let hostile = 0
  for (const entry of entries) {
    if (entry.directory || (backslash && entry.name.endsWith('\\'))) continue
    const read = readEntryName(entry.name, backslash)
    if ('refused' in read) {
      skipped.push({ entry: entry.name, reason: read.refused })
      if (read.hostile) hostile += 1
      continue
    }
    const { host, plugin, file, extraFolders } = read.name
    const key = JSON.stringify([extraFolders > 0 ? entry.name : '', host, plugin, file])
    if (files.has(key)) doubled += 1
    files.delete(key)
    files.set(key, { entry, name: read.name })
  }
  const all = [...files.values()]
  const deepest = all.reduce((most, { name }) => Math.max(most, name.extraFolders), 0)
  if (doubled > 0)
    warnings.push(
      `${doubled} ${doubled === 1 ? 'entry has' : 'entries have'} a path that comes twice; the last one was used.`,
    )
  if (hostile > 0)
    warnings.push(
      `${hostile} ${hostile === 1 ? 'entry was' : 'entries were'} refused because of a name that is not safe.`,
    )
  if (deepest > 0)
    warnings.push(
      `The machine's folder lies below ${deepest} more ${deepest === 1 ? 'folder' : 'folders'}; the last three parts of each path were used.`,
    )
  if (all.some(({ name }) => name.host === null))
    warnings.push(`The archive has no folder for the machine; it is called ${NAMELESS_HOST}.`)
  const wanted = all.filter(({ name }) => isChosen(name.file, filters))
  const chosen = seriesIn(wanted)
  return { chosen, series: seriesIn(all).length, skipped, warnings }
}

function seriesIn(files: readonly PlannedFile[]): readonly PlannedSeries[] {
  const found = new Map<string, PlannedFile[]>()
  for (const file of files) {
    const { host, plugin, series } = file.name
    const key = JSON.stringify([host, plugin, series])
    const known = found.get(key)
    if (known) known.push(file)
    else found.set(key, [file])
  }
  return [...found.values()]
    .map((own) => {
      const { host, plugin, series } = own[0]!.name
      const days = own.sort((a, b) => order(a.name.date ?? '', b.name.date ?? ''))
      return { host: host ?? NAMELESS_HOST, path: `${plugin}/${series}`, files: days }
    })
    .sort((a, b) => order(a.host, b.host) || rank(a) - rank(b) || order(a.path, b.path))
}

/** Zones of RAPL that hold the others come first: a list of sessions shows the first power it finds. */
const rank = ({ path }: PlannedSeries): number => (/rapl.*psys/.test(path) ? 0 : /rapl.*package/.test(path) ? 1 : 2)

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** A series as it stands in messages. */
export const spoken = ({ host, path }: Pick<PlannedSeries, 'host' | 'path'>): string => shownName(`${host}/${path}`)
