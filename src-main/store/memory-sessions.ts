import { writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { HostClock, MachineClock } from '@contract/clocks'
import type { ChannelId, ChannelInfo, Gap, Segment, SessionEvent, SourceInfo, TimeUs } from '@contract/model'
import type { StatsRequest } from '@contract/series'
import type { SessionCheck, SessionRow, SessionState, SessionView } from '@contract/sessions'
import { headlineOf, together } from '../engine/power-tree/headline'
import { EnvelopeFolder } from '../engine/series/envelope'
import { planGrid } from '../engine/series/grid'
import { listedGaps } from '../engine/series/listed-gaps'
import { chosen, earlierUntil, newestUntil, oldestAfter } from '../engine/series/nearest'
import { SelectionStats } from '../engine/series/selection-stats'
import { spreadOf } from '../engine/series/spread'
import type { SampleBlock } from '../ports/samples'
import type {
  ImportTarget,
  NearestQuery,
  NewSession,
  SessionImport,
  SessionReader,
  SessionStore,
  SessionWriter,
  SourceRows,
  WindowQuery,
} from '../ports/sessions'
import { alignedSpan } from './clock-rows'
import { clockedReader } from './clocked-reader'
import { newSessionId } from './file-name'
import { type MemoryImport, memoryImport } from './memory-imports'
import { FILE_SUFFIX, SCHEMA_VERSION } from './schema'
import { joinBlocks } from './session-columns'
import { between } from './session-row-reader'
import { sessionAmbiguous, sessionRecording, sessionUnknown, storeClosed } from './store-faults'

export interface MemorySource {
  info: SourceInfo
  readonly segments: Segment[]
  readonly blocks: SampleBlock[]
  readonly gaps: Gap[]
}

export interface MemorySession {
  readonly id: string
  startUs: TimeUs
  readonly appVersion: string
  name: string
  state: SessionState
  endUs: TimeUs | null
  readonly sources: Map<string, MemorySource>
  readonly events: SessionEvent[]
  readonly imports: MemoryImport[]
  /** Null: a person wants the machine not to be aligned. */
  readonly clocks: Map<string, HostClock | null>
}

/** The memory twin of the session store: the same answers, nothing on a disk. Unbounded, for tests. */
export function memorySessions(): SessionStore {
  return new MemoryStore()
}

class MemoryStore implements SessionStore {
  readonly folder = 'memory'
  private sessions: MemorySession[] = []

  async create({ name, startUs, appVersion }: NewSession): Promise<SessionWriter> {
    const id = newSessionId()
    const empty = {
      sources: new Map(),
      events: [],
      imports: [],
      clocks: new Map(),
      endUs: null,
      state: 'recording' as const,
    }
    const session: MemorySession = { id, startUs, appVersion, name, ...empty }
    this.sessions.push(session)
    return writerOf(session)
  }

  async resume(id: string): Promise<SessionWriter> {
    const session = this.session(id)
    if (session.state === 'recording') throw sessionRecording(session.id)
    session.state = 'recording'
    return writerOf(session)
  }

  async beginImport(target: ImportTarget): Promise<SessionImport> {
    if (!('id' in target))
      return memoryImport(null, { ...target, id: newSessionId() }, (made) => this.sessions.push(made))
    const session = this.session(target.id)
    if (session.state === 'recording') throw sessionRecording(session.id)
    return memoryImport(session, session, () => undefined)
  }

  async dropArchives(id: string): Promise<void> {
    for (const kept of this.session(id).imports) kept.archive = null
  }

  async setClock(id: string, host: string, clock: HostClock | null): Promise<void> {
    const session = this.session(id)
    if (session.state === 'recording') throw sessionRecording(session.id)
    session.clocks.set(host, clock)
  }

  async list(): Promise<readonly SessionRow[]> {
    return this.newestFirst().map(rowOf)
  }

  async find(idOrPrefix: string): Promise<string> {
    return this.session(idOrPrefix).id
  }

  /** There are no files: a path that is named like a session stands for it. */
  async admit(path: string): Promise<string> {
    return this.session(basename(path, FILE_SUFFIX)).id
  }

  async open(id: string): Promise<SessionReader> {
    return clockedReader(readerOf(this.session(id)))
  }

  async verify(idOrPrefix: string): Promise<SessionCheck> {
    const id = await this.find(idOrPrefix)
    const row = (await this.list()).find((one) => one.id === id)!
    const session = this.sessions.find((one) => one.id === id)!
    const sources = [...session.sources.values()].map(({ info, blocks }) => {
      const stamps = blocks.flatMap(({ timesUs }) => [...timesUs])
      const rows = stamps.length
      return {
        id: info.id,
        name: info.name,
        rows,
        readable: rows,
        fromUs: stamps[0] ?? null,
        toUs: stamps.at(-1) ?? null,
      }
    })
    return { id, name: row.name, state: row.state, bytes: row.bytes, sources, damages: [], moreDamages: 0 }
  }

  async rename(id: string, name: string): Promise<void> {
    this.session(id).name = name
  }

  async remove(id: string): Promise<void> {
    const session = this.session(id)
    if (session.state === 'recording') throw sessionRecording(session.id)
    this.sessions = this.sessions.filter((other) => other !== session)
  }

  async recover() {
    return []
  }

  async close(): Promise<void> {
    this.sessions = []
  }

  private newestFirst(): readonly MemorySession[] {
    return [...this.sessions].sort((a, b) => b.startUs - a.startUs || (a.id < b.id ? -1 : 1))
  }

  private session(idOrPrefix: string): MemorySession {
    const all = this.newestFirst()
    const found =
      idOrPrefix === 'latest' ? all.slice(0, 1) : all.filter(({ id }) => idOrPrefix && id.startsWith(idOrPrefix))
    if (found.length === 0) throw sessionUnknown(idOrPrefix)
    const ids = found.map(({ id }) => id)
    if (found.length > 1) throw sessionAmbiguous(idOrPrefix, ids)
    return found[0]!
  }
}

function writerOf(session: MemorySession): SessionWriter {
  const open = () => session.state === 'recording'
  const at = (id: string) => session.sources.get(id)!
  const past = [...session.sources].map(([id, { blocks }]) => {
    const rows = blocks.reduce((sum, { timesUs }) => sum + timesUs.length, 0)
    return [id, { rows, lastUs: blocks.at(-1)?.timesUs.at(-1) ?? null }] as const
  })
  return {
    id: session.id,
    past: new Map(past),
    source(info) {
      const known = session.sources.get(info.id)
      if (known) known.info = { ...info, channels: known.info.channels.map((one) => relabelled(one, info)) }
      else session.sources.set(info.id, { info, segments: [], blocks: [], gaps: [] })
    },
    segment: (sourceId, segment) => void at(sourceId).segments.push(segment),
    append: (sourceId, block) => void (open() && at(sourceId).blocks.push(block)),
    gap(sourceId, gap) {
      const { gaps } = at(sourceId)
      const same = gaps.findIndex(({ fromUs }) => fromUs === gap.fromUs)
      if (same < 0) gaps.push(gap)
      else gaps[same] = gap
    },
    event: (event) => void session.events.push(event),
    rename(name) {
      session.name = name
    },
    syncClock(host, clock) {
      const known = session.clocks.get(host)
      if (known === undefined || known?.method === 'sync') session.clocks.set(host, clock)
    },
    progress: () => ({ bytes: 0, rows: rowsOf(session), diskFreeBytes: null }),
    flush: async () => undefined,
    async finish(wantedUs) {
      const last = [...session.sources.values()].map(({ blocks }) => blocks.at(-1)?.timesUs.at(-1) ?? session.startUs)
      const endUs = wantedUs ?? Math.max(session.endUs ?? session.startUs, ...last)
      session.state = 'finished'
      session.endUs = endUs
      for (const { gaps } of session.sources.values()) {
        for (const [i, gap] of gaps.entries()) gaps[i] = { ...gap, toUs: gap.toUs ?? Math.max(gap.fromUs, endUs) }
      }
    },
    onFailed: () => undefined,
  }
}

const relabelled = (channel: ChannelInfo, { channels }: SourceInfo): ChannelInfo => ({
  ...channel,
  label: channels.find(({ key }) => key === channel.key)?.label ?? channel.label,
})

function readerOf(session: MemorySession): SessionReader {
  let closed = false
  const sources = () => {
    if (closed) throw storeClosed()
    return [...session.sources.values()]
  }
  const wanted = (channels: readonly ChannelId[]) =>
    channels.flatMap((channel) => {
      const source = sources().find(({ info }) => channel.startsWith(`${info.id}/`))
      const at = source?.info.channels.findIndex(({ key }) => channel === `${source.info.id}/${key}`) ?? -1
      return source && at >= 0 ? [{ channel, source, at }] : []
    })
  return {
    id: session.id,
    view: async () => ({ ...rowOf(session), ...viewOf(session, sources()) }),
    gaps: async () =>
      sources()
        .flatMap(({ info, gaps }) => gaps.map((gap) => ({ sourceId: info.id, gap })))
        .sort((a, b) => a.gap.fromUs - b.gap.fromUs),
    gapsIn: async ({ fromUs, toUs, most, sourceIds }) => {
      const asked = sources().filter(({ info }) => sourceIds?.includes(info.id) ?? true)
      const all = asked.flatMap(({ info, gaps }) => gaps.map((gap) => ({ sourceId: info.id, gap })))
      return listedGaps(all, fromUs, toUs, most)
    },
    segments: async () =>
      sources().flatMap(({ info, segments }) => segments.map((segment) => ({ sourceId: info.id, segment }))),
    async window({ channels, fromUs, toUs, buckets }: WindowQuery) {
      return wanted(channels).map(({ channel, source, at }) => {
        const folder = new EnvelopeFolder(planGrid(fromUs, toUs, buckets))
        for (const block of source.blocks) folder.addRows(block.timesUs, block.values[at]!)
        return { channel, envelope: folder.result() }
      })
    },
    async stats({ channels, fromUs, toUs }: Omit<StatsRequest, 'scope'>) {
      return wanted(channels).map(({ channel, source, at }) => {
        const stats = new SelectionStats(channel, source.info.channels[at]!, fromUs, source.segments)
        for (const block of source.blocks) stats.push(block.timesUs, block.values[at]!, toUs)
        const result = stats.result(toUs)
        const values = () => source.blocks.map((block) => between(block, fromUs, toUs).values[at]!)
        return { ...result, ...spreadOf(values, result) }
      })
    },
    async nearest({ channels, tUs, side }: NearestQuery) {
      return wanted(channels).flatMap(({ channel, source, at }) => {
        if (source.blocks.length === 0) return []
        const { timesUs, values } = joinBlocks(source.blocks)
        const before = () => newestUntil(timesUs, values[at]!, earlierUntil(tUs, side))
        const sample = chosen(tUs, side, before, () => oldestAfter(timesUs, values[at]!, tUs))
        return sample ? [{ channel, ...sample }] : []
      })
    },
    async *rows({ fromUs, toUs, sourceId }): AsyncIterable<SourceRows> {
      for (const { info, blocks } of sources()) {
        if (blocks.length === 0 || (sourceId !== undefined && sourceId !== info.id)) continue
        const block = between(joinBlocks(blocks), fromUs, toUs)
        if (block.timesUs.length > 0) yield { sourceId: info.id, block }
      }
    },
    clocks: async () => clocksOf(session),
    imports: async () => session.imports.map(({ kept, archive }) => ({ ...kept, archiveBytes: archive?.length ?? 0 })),
    async copyArchive(importId, target) {
      const archive = session.imports.find(({ kept }) => kept.id === importId)?.archive ?? null
      if (archive) writeFileSync(target, archive, { flag: 'wx' })
      return archive !== null
    },
    async close() {
      closed = true
    },
  }
}

const rowsOf = (session: MemorySession) =>
  [...session.sources.values()].flatMap(({ blocks }) => blocks).reduce((sum, { timesUs }) => sum + timesUs.length, 0)

function rowOf(session: MemorySession): SessionRow {
  const { id, name, state } = session
  const sources = [...session.sources.values()].map(({ info }) => ({
    name: info.name,
    kind: info.kind,
    simulated: info.simulated,
  }))
  return {
    id,
    name,
    state,
    ...spanOf(session),
    bytes: 0,
    samples: rowsOf(session),
    sources,
    ...headlineNumbers(session),
    fault: null,
  }
}

function clocksOf(session: MemorySession): readonly MachineClock[] {
  const machines = new Map<string, string[]>()
  for (const { host, id } of session.imports.flatMap(({ sources }) => sources))
    machines.set(host, [...(machines.get(host) ?? []), id])
  return [...machines]
    .map(([host, sourceIds]) => ({ host, sourceIds, clock: session.clocks.get(host) ?? null }))
    .sort((a, b) => (a.host < b.host ? -1 : 1))
}

function spanOf(session: MemorySession): Pick<SessionRow, 'startUs' | 'endUs'> {
  const { startUs, endUs } = session
  const aligned = clocksOf(session).filter(({ clock }) => clock)
  if (aligned.length === 0 || endUs === null) return { startUs, endUs }
  const spans = [...session.sources.values()].flatMap(({ info, blocks }) => {
    const [firstUs, lastUs] = [blocks[0]?.timesUs[0], blocks.at(-1)?.timesUs.at(-1)]
    const clock = aligned.find(({ sourceIds }) => sourceIds.includes(info.id))?.clock ?? null
    return firstUs === undefined || lastUs === undefined ? [] : [{ firstUs, lastUs, clock }]
  })
  return alignedSpan({ startUs, endUs }, spans)
}

function headlineNumbers(session: MemorySession): Pick<SessionRow, 'meanW' | 'energyJ' | 'coveragePercent'> {
  const headline = headlineOf([...session.sources.values()].map(({ info }) => info))
  if (!headline) return { meanW: null, energyJ: null, coveragePercent: null }
  const { info, segments, blocks } = session.sources.get(headline.sourceId)!
  const rows = headline.positions.map((at) => {
    const stats = new SelectionStats('', info.channels[at]!, session.startUs, segments)
    for (const block of blocks) stats.push(block.timesUs, block.values[at]!)
    return stats.result(session.endUs ?? blocks.at(-1)?.timesUs.at(-1) ?? session.startUs)
  })
  const got = together(rows)
  const finite = (value: number) => (Number.isFinite(value) ? value : null)
  return { meanW: finite(got.mean), energyJ: finite(got.energyJ), coveragePercent: finite(got.coveragePercent) }
}

function viewOf(session: MemorySession, sources: readonly MemorySource[]): Omit<SessionView, keyof SessionRow> {
  return {
    schema: SCHEMA_VERSION,
    appVersion: session.appVersion,
    sourceInfos: sources.map(({ info, segments }) => {
      const last = segments.at(-1)
      return { ...info, periodS: last?.periodS ?? null, settings: last?.settings ?? {} }
    }),
    events: [...session.events].sort((a, b) => a.atUs - b.atUs),
    clocks: clocksOf(session),
    gapCount: sources.reduce((sum, { gaps }) => sum + gaps.length, 0),
  }
}
