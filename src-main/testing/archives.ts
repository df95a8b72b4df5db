import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEFAULT_IMPORT_LIMITS, type ImportLimits, type SeriesReport } from '@contract/collectd'
import { createArchiveReader } from '../ingest/collectd/archive-reader'
import type { ArchiveSeries, ArchiveSummary } from '../ports/archive'
import { type TestEntry, type TestZip, zipOf } from './zip-writer'

export const DAY = '2024-11-11'
/** First row of the base tree, seconds. */
export const FIRST_S = 1_731_315_601
export const ROWS = 60

/** `rows(i)` gives the cells of row i; one row a second. */
export const csv = (columns: string, rows: (i: number) => string | number, n = ROWS, firstS = FIRST_S): string =>
  `epoch,${columns}\n${Array.from({ length: n }, (_v, i) => `${(firstS + i).toFixed(3)},${rows(i)}\n`).join('')}`

/** Six files of host mypc: name below the host's folder → text. */
export function baseTree(): Map<string, string> {
  return new Map([
    [`cpu-0/cpu-user-${DAY}`, csv('value', (i) => 1_000 + 25 * i)],
    [`cpu-0/cpu-idle-${DAY}`, csv('value', (i) => 9_000 + 75 * i)],
    [`cpu-1/cpu-user-${DAY}`, csv('value', (i) => 500 + 10 * i)],
    [`interface-eth0/if_octets-${DAY}`, csv('rx,tx', (i) => `${10_000 + 1_500 * i},${5_000 + 100 * i}`)],
    [`intel-rapl/counter-package-0-${DAY}`, csv('value', (i) => 261_000_000_000 + 5_000_000 * i)],
    [`memory/memory-used-${DAY}`, csv('value', (i) => `${4096 * (1_000 + (i % 2))}.000000`)],
  ])
}

/** The base tree with some files replaced, added, or taken out (null). */
export function treeWith(changes: Readonly<Record<string, string | Uint8Array | null>>): TestEntry[] {
  const tree = new Map<string, string | Uint8Array>(baseTree())
  for (const [name, text] of Object.entries(changes)) {
    if (text === null) tree.delete(name)
    else tree.set(name, text)
  }
  return [...tree].map(([name, data]) => ({ name: `mypc/${name}`, data }))
}

/** Entries of the base tree under another root. */
export const treeUnder = (root: string): TestEntry[] =>
  [...baseTree()].map(([name, data]) => ({ name: `${root}${name}`, data }))

export interface Seen extends ArchiveSummary {
  readonly taken: readonly ArchiveSeries[]
  /** Every column, as `host/path column`. */
  readonly columns: ReadonlyMap<string, SeriesReport>
  /** The one column of `path`, of the first host. */
  column(path: string, column?: string): SeriesReport
  rows(): number
  values(path: string, key: string): readonly (number | bigint)[]
}

/** Reads an archive as the product does, on this thread. */
export async function readBytes(
  zip: Uint8Array,
  {
    filters = null,
    limits = {},
  }: { readonly filters?: readonly string[] | null; readonly limits?: Partial<ImportLimits> } = {},
): Promise<Seen> {
  const folder = mkdtempSync(join(tmpdir(), 'wattbench-zip-'))
  const file = join(folder, 'collectd.zip')
  try {
    writeFileSync(file, zip)
    const taken: ArchiveSeries[] = []
    const signal = new AbortController().signal
    const job = { file, limits: { ...DEFAULT_IMPORT_LIMITS, ...limits }, filters, signal }
    const summary = await createArchiveReader(null).read(job, async (series) => void taken.push(series))
    return seen(summary, taken)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export const readEntries = (
  entries: readonly TestEntry[],
  zip: TestZip = {},
  options: Parameters<typeof readBytes>[1] = {},
) => readBytes(zipOf(entries, zip), options)

function seen(summary: ArchiveSummary, taken: readonly ArchiveSeries[]): Seen {
  const columns = new Map(
    summary.hosts.flatMap(({ host, series }) =>
      series.flatMap((one) => one.columns.map((column) => [`${host}/${one.path} ${column.column}`, column] as const)),
    ),
  )
  return {
    ...summary,
    taken,
    columns,
    column(path, column = 'value') {
      const found = columns.get(`${summary.hosts[0]!.host}/${path} ${column}`)
      if (!found) throw new Error(`no ${path} ${column} among ${[...columns.keys()].join(', ')}`)
      return found
    },
    rows: () => taken.reduce((sum, { block }) => sum + block.timesUs.length, 0),
    values(path, key) {
      const series = taken.find((one) => one.path === path)
      const at = series?.info.channels.findIndex((channel) => channel.key === key) ?? -1
      if (!series || at < 0) throw new Error(`no channel ${path} ${key}`)
      return [...series.block.values[at]!]
    },
  }
}
