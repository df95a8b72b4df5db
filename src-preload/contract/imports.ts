import type { ClockChoice } from './clocks'
import type { ArchiveInspection, ImportReport, KeptImport, SeriesGroup } from './collectd'
import { isChosen } from './collectd'
import type { FileToken, GivenFile } from './files'
import type { Envelope, SiUnit } from './model'

/** The list of filters in force, and whose it is: a session's own, this person's, PowerGoblin's on this computer, or the documented one. */
export interface FiltersInForce {
  /** Null: every series. */
  readonly filters: readonly string[] | null
  readonly from: 'session' | 'settings' | 'powergoblin' | 'default'
}

export interface ImportStart {
  readonly token: FileToken
  /** Session that takes the series, which must not be recorded at the moment; null makes one of its own. */
  readonly session: string | null
  /** Null: every series. */
  readonly filters: readonly string[] | null
  /** Seconds to add to the machines' stamps; 0 leaves them as they are aligned. */
  readonly offsetS: number
  /** What a person decided about the clocks of single machines. */
  readonly clocks?: readonly { readonly host: string; readonly choice: ClockChoice }[]
}

/** How far the work on an archive is, in packed bytes. */
export interface ImportProgress {
  readonly work: 'inspect' | 'import'
  /** Name of the archive. */
  readonly file: string
  readonly doneBytes: number
  readonly totalBytes: number
  /** Seconds left at the present rate; null when it cannot be told yet. */
  readonly leftS: number | null
  /** False from the moment the result is put in its place. */
  readonly cancellable: boolean
}

/** One series of an archive in brief. */
export interface SeriesPreview {
  readonly host: string
  readonly path: string
  readonly lanes: readonly {
    readonly key: string
    readonly label: string
    readonly unit: SiUnit
    /** Stamps are those of the machine. */
    readonly envelope: Envelope
  }[]
}

/** Series of one plugin that filters choose. */
export interface PluginCount {
  /** Folder of the plugin, without its instance. */
  readonly plugin: string
  readonly group: SeriesGroup
  readonly chosen: number
  readonly of: number
  /** Units of its columns; plain numbers have none. */
  readonly units: readonly string[]
}

export interface ChosenCount {
  readonly chosen: number
  readonly of: number
  /** In the order of the archive. */
  readonly plugins: readonly PluginCount[]
}

/** What filters choose of an inspected archive: quick enough to be asked at every key. */
export function countChosen({ hosts }: ArchiveInspection, filters: readonly string[] | null): ChosenCount {
  const plugins = new Map<string, PluginCount>()
  for (const { path, group, files, columns } of hosts.flatMap(({ series }) => series)) {
    const plugin = path.slice(0, path.indexOf('/')).replace(/-.*$/, '')
    const known = plugins.get(plugin) ?? { plugin, group, chosen: 0, of: 0, units: [] }
    const units = new Set([...known.units, ...columns.flatMap(({ unit }) => unit ?? [])])
    const chosen = known.chosen + (files.some((file) => isChosen(file, filters)) ? 1 : 0)
    plugins.set(plugin, { ...known, chosen, of: known.of + 1, units: [...units] })
  }
  const all = [...plugins.values()]
  const sum = (what: (one: PluginCount) => number) => all.reduce((total, one) => total + what(one), 0)
  return { chosen: sum((one) => one.chosen), of: sum((one) => one.of), plugins: all }
}

export interface ImportRequests {
  /** Main asks which archives; none when the person thought better of it. */
  'import:open': () => readonly GivenFile[]
  /** Of a session, or (null) of a new one. */
  'import:filters': (sessionId: string | null) => FiltersInForce
  /** One inspection or import runs at a time. */
  'import:inspect': (token: FileToken, filters: readonly string[] | null) => ArchiveInspection
  'import:preview': (token: FileToken, host: string, path: string) => SeriesPreview
  /** All or nothing; rejects with a fault and has then changed nothing. */
  'import:run': (start: ImportStart) => ImportReport
  /** Ends what runs; its request is answered with CANCELLED at once. */
  'import:cancel': () => void
  'import:kept': (sessionId: string) => readonly KeptImport[]
  /** Applies other filters to the raw archives kept in a session. */
  'import:refilter': (sessionId: string, filters: readonly string[] | null) => ImportReport
  /** Gives back the room of the raw archives kept in a session; its series stay. */
  'import:drop': (sessionId: string) => { readonly freedBytes: number }
}

export interface ImportEvents {
  /** At most ten times a second; null when nothing runs any more. */
  'import:progress': { readonly seq: number; readonly progress: ImportProgress | null }
}
