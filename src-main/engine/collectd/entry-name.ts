/** Where a data file of collectd belongs. */
export interface SeriesName {
  /** Null when the archive has no folder for the machine. */
  readonly host: string | null
  /** Folder name, `plugin[-instance]`, never split: names may hold dashes themselves. */
  readonly plugin: string
  /** Base name as in the archive, date included; filters look at this. */
  readonly file: string
  /** Base name without the date. */
  readonly series: string
  readonly type: string
  /** Empty when there is none. */
  readonly instance: string
  /** YYYY-MM-DD; null with FileDate false. */
  readonly date: string | null
  /** Folders above the machine's. */
  readonly extraFolders: number
}

export type EntryName = { readonly name: SeriesName } | { readonly refused: string; readonly hostile: boolean }

const DATE = /-(\d{4}-\d{2}-\d{2})$/

/** Ends of files that lie beside collectd's own, which have no extension. */
const STRAY =
  /(\.(zip|gz|tgz|xz|bz2|zst|tar|7z|rar|bak|old|orig|swp|swo|tmp|py|pyc|sh|js|conf|cfg|ini|txt|md|html?|json|ya?ml|xml|db|rrd|log|pid|png|pdf|ods|xlsx?|csv)|~)$/i
const STRAY_NAMES = new Set(['readme', 'thumbs.db', 'desktop.ini', 'license', 'makefile', 'collectd.conf'])

/**
 * Reads the path of an archive's entry. The last three parts count: machine, plugin, file. With `backslash` the separator is `\`
 * (archives of Windows tools). A dash ends the type, the last `-YYYY-MM-DD` is the date: an instance may look like one.
 */
export function readEntryName(path: string, backslash = false): EntryName {
  const hostile = (refused: string): EntryName => ({ refused, hostile: true })
  if (path === '') return hostile('its name is empty')
  if (path.includes('\0')) return hostile('its name holds a NUL')
  if (/^(\/|\\\\|[A-Za-z]:[\\/])/.test(path)) return hostile('its path is absolute')
  const parts = path.split(backslash ? '\\' : '/').filter((part) => part !== '' && part !== '.')
  if (parts.includes('..')) return hostile('its path leads out of the archive')
  const stray: EntryName = { refused: 'not a data file of collectd', hostile: false }
  const file = parts.at(-1) ?? ''
  const plugin = parts.at(-2) ?? ''
  if (parts.length < 2 || isStray(file) || parts.some((part) => part === '__MACOSX')) return stray
  const date = DATE.exec(file)?.[1] ?? null
  const series = date === null ? file : file.slice(0, -date.length - 1)
  const dash = series.indexOf('-')
  const type = dash < 0 ? series : series.slice(0, dash)
  if (type === '') return stray
  return {
    name: {
      host: parts.at(-3) ?? null,
      plugin,
      file,
      series,
      type,
      instance: dash < 0 ? '' : series.slice(dash + 1),
      date,
      extraFolders: Math.max(0, parts.length - 3),
    },
  }
}

const isStray = (file: string): boolean =>
  file.startsWith('.') || STRAY_NAMES.has(file.toLowerCase()) || (!DATE.test(file) && STRAY.test(file))
