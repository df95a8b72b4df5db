import { closeSync, constants, fstatSync, openSync } from 'node:fs'
import type { ImportLimits, InspectedSeries, SkippedEntry } from '@contract/collectd'
import { sharedPause } from '../../engine/collectd/left-over'
import type { Series } from '../../engine/collectd/series'
import { shownName } from '../../engine/collectd/shown-name'
import type { ArchiveSummary } from '../../ports/archive'
import { noArchive, readingCancelled, unchosen, unreadable, useless } from './archive-faults'
import { type Plan, planEntries } from './plan-entries'
import { readSeries } from './read-series'
import { readZipDirectory, type ZipEntry } from './zip-directory'

/** What a reading needs; plain data, so that it can cross to a thread. */
export interface Reading {
  readonly file: string
  readonly limits: ImportLimits
  readonly filters: readonly string[] | null
}

export interface ReadingEnds {
  /** Resolves when the next series may come. */
  readonly take: (series: Series) => Promise<void>
  readonly progress: (done: number, total: number) => void
  readonly stop: () => boolean
}

/** Reads an archive series after series; one of them is in memory at a time. Rejects with the Faults of ArchiveReader. */
export async function readArchive(reading: Reading, ends: ReadingEnds): Promise<ArchiveSummary> {
  const fd = openArchive(reading.file)
  try {
    const bytes = fstatSync(fd).size
    const directory = readZipDirectory(fd, bytes, reading.limits.entries)
    if (directory.is !== 'zip') throw unreadable(reading.file, directory.is)
    const plan = planEntries(directory.entries, reading.filters)
    if (plan.series > 0 && plan.chosen.length === 0) throw unchosen(reading.file, plan.series, reading.filters ?? [])
    const beyond = directory.total - directory.entries.length
    return await new ArchiveRun(reading, ends, plan, fd, beyond).run(bytes)
  } finally {
    closeSync(fd)
  }
}

class ArchiveRun {
  private readonly skipped: SkippedEntry[]
  private readonly warnings: string[]
  private readonly series: { readonly of: Series; readonly files: readonly string[] }[] = []
  private readonly stepsBack = new Map<string, number>()
  /** Data files that hold something and could not be used. */
  private lost = 0

  constructor(
    private readonly reading: Reading,
    private readonly ends: ReadingEnds,
    private readonly plan: Plan,
    private readonly fd: number,
    beyond: number,
  ) {
    this.skipped = [...plan.skipped]
    this.warnings = [...plan.warnings]
    if (beyond > 0)
      this.warnings.push(
        `The archive has ${beyond} entries more than the limit of ${reading.limits.entries}; they were not read.`,
      )
  }

  async run(bytes: number): Promise<ArchiveSummary> {
    await this.readAll()
    if (this.series.length === 0) throw useless(this.reading.file, this.skipped)
    if (this.lost > 0)
      this.warnings.push(
        `${this.lost} data ${this.lost === 1 ? 'file was' : 'files were'} left out as a whole; the list of what was left out says why.`,
      )
    for (const [host, us] of this.stepsBack)
      this.warnings.push(
        `The clock of ${shownName(host)} was set back by ${(us / 1e6).toFixed(1)} s while collectd ran; rows are in the order of their stamps.`,
      )
    this.lookForLeftOvers()
    return {
      bytes,
      hosts: this.hosts(),
      skipped: this.skipped,
      warnings: this.warnings,
      firstUs: Math.min(...this.series.map(({ of }) => of.firstUs)),
      lastUs: Math.max(...this.series.map(({ of }) => of.lastUs)),
    }
  }

  private async readAll(): Promise<void> {
    const { plan, ends, reading, fd } = this
    const total = plan.chosen.reduce(
      (sum, { files }) => files.reduce((all, { entry }) => all + entry.packedBytes, sum),
      0,
    )
    let done = 0
    let inflated = 0
    for (const [i, planned] of plan.chosen.entries()) {
      const outcome = await readSeries(planned, {
        fd,
        limits: reading.limits,
        leftBytes: reading.limits.totalBytes - inflated,
        stop: ends.stop,
        inflated: ({ entry }, bytes) => ends.progress(done + packedPart(entry, bytes), total),
      })
      if (ends.stop()) throw readingCancelled(reading.file)
      done += planned.files.reduce((sum, { entry }) => sum + entry.packedBytes, 0)
      inflated += outcome.inflatedBytes
      this.skipped.push(...outcome.skipped)
      this.warnings.push(...outcome.warnings)
      this.lost += outcome.lost
      if (outcome.steppedBackUs > 0)
        this.stepsBack.set(planned.host, Math.max(this.stepsBack.get(planned.host) ?? 0, outcome.steppedBackUs))
      if (outcome.series) {
        const files = planned.files.map(({ name }) => name.file)
        // The samples change hands with take(): only what is said about them is kept.
        this.series.push({ of: { ...outcome.series, timesUs: new Float64Array(0), values: [] }, files })
        await ends.take(outcome.series)
      }
      if (outcome.exhausted) {
        this.giveUpFrom(i + 1)
        return
      }
    }
    ends.progress(total, total)
  }

  private giveUpFrom(index: number): void {
    const left = this.plan.chosen.slice(index).flatMap(({ files }) => files)
    const reason = 'not read: the archive inflates to more than the limit for all entries'
    this.skipped.push(...left.map(({ entry }) => ({ entry: entry.name, reason })))
    const mib = Math.round(this.reading.limits.totalBytes / 1_048_576)
    this.warnings.push(
      `Reading stopped when the archive had inflated to ${mib} MiB; ${left.length + 1} entries are missing.`,
    )
  }

  private lookForLeftOvers(): void {
    for (const host of new Set(this.series.map(({ of }) => of.host))) {
      const pause = sharedPause(this.series.flatMap(({ of }) => (of.host === host ? [of] : [])))
      if (!pause) continue
      const [from, to] = pause.map((us) => new Date(us / 1000).toISOString())
      this.warnings.push(
        `All series of ${shownName(host)} pause from ${from} to ${to}: data of an earlier run may have been left in the folder, or the clock was set.`,
      )
    }
  }

  private hosts(): ArchiveSummary['hosts'] {
    const hosts = new Map<string, Omit<InspectedSeries, 'chosen'>[]>()
    for (const { of, files } of this.series) {
      const own = hosts.get(of.host) ?? []
      own.push({ ...of.inspected, files })
      hosts.set(of.host, own)
    }
    return [...hosts].map(([host, series]) => ({ host, series }))
  }
}

function openArchive(file: string): number {
  try {
    // Without O_NONBLOCK the open of a pipe waits for a writer, and nothing could stop that.
    const fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK)
    if (fstatSync(fd).isFile()) return fd
    closeSync(fd)
  } catch (error) {
    throw noArchive(file, error)
  }
  throw noArchive(file, null)
}

/** Share of an entry's packed bytes that `plain` inflated bytes stand for. */
const packedPart = ({ packedBytes, plainBytes }: ZipEntry, plain: number): number =>
  plainBytes === 0 ? 0 : Math.min(1, plain / plainBytes) * packedBytes
