import type {
  Calibration,
  ChannelFile,
  ChannelInfo,
  EventDetail,
  GapCause,
  Identity,
  SampleKind,
  Segment,
  SessionEvent,
  SiUnit,
  SourceInfo,
  TimeUs,
  ValueType,
} from '@contract/model'
import type { SessionRow, SessionState, SessionView } from '@contract/sessions'
import { type ListedGaps, listedGaps, type SourceGap } from '../engine/series/listed-gaps'
import type { GapsQuery } from '../ports/sessions'
import { alignedSpan, readClocks, spansIfAligned } from './clock-rows'
import { bytes, type Cell, Database, number, numberOrNull, text, textOrNull } from './database'
import { sizeOnDisk } from './disk'
import { checkHead } from './file-head'
import { parseFileName } from './file-name'
import { storeDamaged, storeFault } from './store-faults'
import { isRunning } from './writer-process'

/** A channel as the file knows it. */
export interface FileChannel extends ChannelInfo {
  readonly row: number
}

/** A source as the file knows it; `segments` in the order of their start. */
export interface FileSource {
  readonly row: number
  readonly info: SourceInfo
  readonly channels: readonly FileChannel[]
  readonly segments: readonly Segment[]
}

const VALUE_TYPES: readonly string[] = ['f64', 'i64', 'u64']

/** A session file open for reading, also while another connection writes it. Synchronous; every method throws Faults. */
export class SessionFile {
  private constructor(
    readonly path: string,
    readonly id: string,
    private readonly database: Database,
    private readonly schema: number,
  ) {}

  static open(path: string, id: string): SessionFile {
    const schema = checkHead(path)
    try {
      return new SessionFile(path, id, Database.openReadOnly(path), schema)
    } catch (error) {
      throw storeFault(error, path)
    }
  }

  /** A file from outside the library: it is not trusted, and refused (STORE_DAMAGED) when it holds more than data. */
  static openGuest(path: string, id: string): SessionFile {
    const schema = checkHead(path)
    let database: Database | null = null
    try {
      database = Database.openUntrusted(path)
      return new SessionFile(path, id, database, schema)
    } catch (error) {
      database?.close()
      throw storeFault(error, path)
    }
  }

  /** All queries of `work` see the same moment of the file. */
  read<T>(work: (database: Database) => T): T {
    try {
      return this.database.within('DEFERRED', () => work(this.database))
    } catch (error) {
      throw storeFault(error, this.path)
    }
  }

  /** The file is let go after the next release(). */
  close(): void {
    this.database.close()
  }

  row(): SessionRow {
    return this.read((database) => this.rowOf(database, readMeta(database), readSources(database)))
  }

  view(): SessionView {
    return this.read((database) => {
      const meta = readMeta(database)
      const sources = readSources(database)
      return {
        ...this.rowOf(database, meta, sources),
        schema: this.schema,
        appVersion: text(meta.get('app_version')),
        sourceInfos: sources.map(({ info, segments }) => {
          const last = segments.at(-1)
          return { ...info, periodS: last?.periodS ?? null, settings: last?.settings ?? {} }
        }),
        events: readEvents(database, sources),
        gapCount: number(database.rows('SELECT CAST(count(*) AS INTEGER) FROM gap')[0]?.[0]),
        clocks: readClocks(database),
      }
    })
  }

  gaps(): readonly SourceGap[] {
    return this.read((database) => {
      const ids = idsOf(readSources(database))
      return database.rows(`SELECT ${GAP_COLUMNS} FROM gap ORDER BY from_us`).map((cells) => gapOf(cells, ids))
    })
  }

  /** Only the longest are read: a link that flaps for days leaves more than anybody can look at. */
  gapsIn({ fromUs, toUs, most, sourceIds }: GapsQuery): ListedGaps {
    return this.read((database) => {
      const sources = readSources(database).filter(({ info }) => sourceIds?.includes(info.id) ?? true)
      const ids = idsOf(sources)
      const inside = `source IN (${sources.map(({ row }) => row).join(',')}) AND from_us < ?1 AND coalesce(to_us, ?1) > ?2`
      const longest = `SELECT ${GAP_COLUMNS} FROM gap WHERE ${inside}
        ORDER BY min(coalesce(to_us, ?1), ?1) - max(from_us, ?2) DESC, from_us LIMIT ?3`
      const found = database.rows(longest, toUs, fromUs, BigInt(most)).map((cells) => gapOf(cells, ids))
      const count = number(
        database.rows(`SELECT CAST(count(*) AS INTEGER) FROM gap WHERE ${inside}`, toUs, fromUs)[0]?.[0],
      )
      const { gaps } = listedGaps(found, fromUs, toUs, most)
      return { gaps, leftOut: Math.max(0, count - gaps.length) }
    })
  }

  segments(): readonly { readonly sourceId: string; readonly segment: Segment }[] {
    return this.read((database) =>
      readSources(database).flatMap(({ info, segments }) =>
        segments.map((segment) => ({ sourceId: info.id, segment })),
      ),
    )
  }

  private rowOf(database: Database, meta: ReadonlyMap<string, Cell>, sources: readonly FileSource[]): SessionRow {
    const state = stateOf(meta)
    if (!state) throw storeDamaged(this.path, 'The file does not say whether its recording was finished.')
    const lastUs = numberOrNull(asNumber(meta.get('last_us')))
    const endUs = numberOrNull(asNumber(meta.get('end_us'))) ?? (state === 'recording' ? null : lastUs)
    const startUs =
      numberOrNull(asNumber(meta.get('start_us'))) ??
      parseFileName(this.path.slice(this.path.lastIndexOf('/') + 1))?.startUs ??
      0
    const spans = endUs === null ? null : spansIfAligned(database)
    return {
      id: this.id,
      name: text(meta.get('name')),
      state,
      ...(spans && endUs !== null ? alignedSpan({ startUs, endUs }, spans) : { startUs, endUs }),
      bytes: sizeOnDisk(this.path),
      samples: numberOrNull(asNumber(meta.get('rows'))) ?? 0,
      sources: sources.map(({ info: { name, kind, simulated } }) => ({ name, kind, simulated })),
      meanW: numberOrNull(asNumber(meta.get('mean_w'))),
      energyJ: numberOrNull(asNumber(meta.get('energy_j'))),
      coveragePercent: numberOrNull(asNumber(meta.get('coverage_percent'))),
      fault: null,
    }
  }
}

/** The meta table: numbers as text, since a key may hold either. Unknown keys are kept. */
export function readMeta(database: Database): ReadonlyMap<string, Cell> {
  const rows = database.rows('SELECT CAST(key AS BLOB), CAST(value AS BLOB) FROM meta')
  return new Map(rows.map(([key, value]) => [text(key), value ?? null]))
}

/** The number a meta value spells; null when it is none. */
export function asNumber(cell: Cell | undefined): number | null {
  const said = textOrNull(cell)
  return said === null || said === '' || !Number.isFinite(Number(said)) ? null : Number(said)
}

/** State as the file tells it; a recording whose writer is gone is interrupted. Null when the file holds no known state. */
export function stateOf(meta: ReadonlyMap<string, Cell>): SessionState | null {
  const said = text(meta.get('state'))
  if (said === 'finished' || said === 'recovered') return said
  if (said !== 'recording') return null
  const writer = {
    pid: asNumber(meta.get('writer_pid')) ?? 0,
    startTicks: text(meta.get('writer_start_ticks')),
    bootId: text(meta.get('writer_boot_id')),
  }
  return isRunning(writer) ? 'recording' : 'interrupted'
}

/** Sources with their channels and segments. A channel type this version does not know reads as f64. */
export function readSources(database: Database): readonly FileSource[] {
  const channels =
    database.rows(`SELECT CAST(source AS INTEGER), CAST(id AS INTEGER), CAST(key AS BLOB), CAST(label AS BLOB),
    CAST(unit AS BLOB), CAST(kind AS BLOB), CAST(type AS BLOB) FROM channel ORDER BY source, position`)
  const segments = database.rows(
    'SELECT CAST(source AS INTEGER), CAST(start_us AS INTEGER), CAST(period_s AS REAL), CAST(settings AS BLOB) FROM segment ORDER BY start_us, id',
  )
  const sources = database.rows(`SELECT CAST(id AS INTEGER), CAST(key AS BLOB), CAST(kind AS BLOB), CAST(name AS BLOB),
    CAST(machine_name AS BLOB), CAST(simulated AS INTEGER), CAST(identity AS BLOB), CAST(calibration AS BLOB) FROM source ORDER BY id`)
  const files = channelFiles(database)
  const channelsOf = bySource(channels)
  const segmentsOf = bySource(segments)
  return sources.map(([id, key, kind, name, machineName, simulated, identity, calibration]) => {
    const own = channelsOf(id).map(channelOf)
    const channelFile = files.get(number(id))
    return {
      row: number(id),
      channels: own,
      segments: segmentsOf(id).map(segmentOf),
      info: {
        id: text(key),
        kind: text(kind),
        name: text(name),
        machineName: text(machineName),
        simulated: simulated === 1,
        identity: parsed(identity) as Identity | null,
        calibration: parsed(calibration) as Calibration | null,
        channels: own.map(({ row: _, ...info }) => info),
        ...(channelFile ? { channelFile } : {}),
      },
    }
  })
}

/** By source; empty in files of before there was this table. */
function channelFiles(database: Database): ReadonlyMap<number, ChannelFile> {
  const there = database.rows("SELECT CAST(count(*) AS INTEGER) FROM sqlite_master WHERE name = 'channel_file'")
  if (there[0]?.[0] !== 1) return new Map()
  const rows = database.rows('SELECT CAST(source AS INTEGER), CAST(name AS BLOB), CAST(text AS BLOB) FROM channel_file')
  return new Map(rows.map(([source, name, said]) => [number(source), { name: text(name), text: text(said) }]))
}

/** Rows by their first cell: an import may bring thousands of sources. */
function bySource(rows: readonly (readonly Cell[])[]): (source: Cell | undefined) => readonly (readonly Cell[])[] {
  const found = new Map<Cell | undefined, (readonly Cell[])[]>()
  for (const row of rows) {
    const own = found.get(row[0])
    if (own) own.push(row)
    else found.set(row[0], [row])
  }
  return (source) => found.get(source) ?? []
}

function channelOf(cells: readonly Cell[]): FileChannel {
  const [, row, key, label, unit, kind, type] = cells
  return {
    row: number(row),
    key: text(key),
    label: text(label),
    unit: text(unit) as SiUnit,
    kind: text(kind) as SampleKind,
    type: (VALUE_TYPES.includes(text(type)) ? text(type) : 'f64') as ValueType,
  }
}

function segmentOf(cells: readonly Cell[]): Segment {
  const [, startUs, periodS, settings] = cells
  return {
    startUs: number(startUs),
    periodS: number(periodS),
    settings: (parsed(settings) ?? {}) as Segment['settings'],
  }
}

function readEvents(database: Database, sources: readonly FileSource[]): readonly SessionEvent[] {
  const [detail, join] = hasTable(database, 'event_detail')
    ? ['CAST(detail AS BLOB)', 'LEFT JOIN event_detail ON event_detail.event = event.id']
    : ['NULL', '']
  const query = `SELECT CAST(at_us AS INTEGER), CAST(kind AS BLOB), CAST(source AS INTEGER), CAST(text AS BLOB), ${detail}
    FROM event ${join} ORDER BY at_us, id`
  const ids = idsOf(sources)
  return database.rows(query).map(([atUs, kind, source, said, more]) => {
    const told = parsed(more) as EventDetail | null
    return {
      atUs: number(atUs) as TimeUs,
      kind: text(kind) as SessionEvent['kind'],
      sourceId: typeof source === 'number' ? (ids.get(source) ?? null) : null,
      text: text(said),
      ...(told ? { detail: told } : {}),
    }
  })
}

function hasTable(database: Database, name: string): boolean {
  const query = "SELECT CAST(count(*) AS INTEGER) FROM sqlite_schema WHERE type = 'table' AND name = ?"
  return number(database.rows(query, name)[0]?.[0]) > 0
}

const GAP_COLUMNS = `CAST(source AS INTEGER), CAST(from_us AS INTEGER), CAST(to_us AS INTEGER), CAST(lost AS INTEGER),
  CAST(cause AS BLOB), CAST(text AS BLOB)`

function gapOf([source, from, to, lost, cause, said]: readonly Cell[], ids: ReadonlyMap<number, string>): SourceGap {
  return {
    sourceId: ids.get(number(source)) ?? '',
    gap: {
      fromUs: number(from),
      toUs: numberOrNull(to),
      lost: numberOrNull(lost),
      cause: text(cause) as GapCause,
      text: text(said),
    },
  }
}

const idsOf = (sources: readonly FileSource[]) => new Map(sources.map(({ row, info }) => [row, info.id]))

/** Null when the text is not JSON: a damaged description must not hide the samples. */
function parsed(cell: Cell | undefined): unknown {
  if (cell === null || cell === undefined) return null
  try {
    return JSON.parse(bytes(cell).toString('utf8'))
  } catch {
    return null
  }
}
