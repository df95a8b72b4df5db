import type { FaultView } from '@contract/fault'
import type { InstrumentView } from '@contract/instruments'
import type { LogEntry } from '@contract/log'
import type { RecordingView } from '@contract/sessions'
import type { Log } from '../state/log'
import type { DiskNote } from '../state/recording'
import { diskLowView, isDiskLow } from './disk-low'

/** The banner to show and how many more wait in the log. */
export interface BannerChoice {
  readonly level: LogEntry['level']
  readonly fault: FaultView
  /** The entry of the log it stands for; null when it tells how the disk is now. */
  readonly entry: LogEntry | null
  readonly more: number
}

export interface BannerInput {
  readonly log: Log
  readonly instruments: readonly InstrumentView[]
  readonly recording: RecordingView
  /** The HTTP API should answer and does not. */
  readonly apiFails: boolean
  /** What was left when the disk warning was closed. */
  readonly diskNote: DiskNote | null
}

/** A closed disk warning comes back with the next recording, and when only half of what was left then is left. */
function isDiskClosed({ sessionId, diskLeftS, diskFreeBytes }: RecordingView, note: DiskNote | null): boolean {
  if (note === null || note.sessionId !== sessionId) return false
  const half = (was: number | null, is: number | null): boolean => was !== null && is !== null && is < was / 2
  return !half(note.diskLeftS, diskLeftS) && !half(note.diskFreeBytes, diskFreeBytes)
}

/** It has been live since then; what stopped it later is another matter. */
const hasRecovered = ({ link, health }: InstrumentView, sinceUs: number): boolean =>
  link.at === 'live' ? link.sinceUs > sinceUs : health.lastSampleUs !== null && health.lastSampleUs > sinceUs

/**
 * The newest fault that was not closed since it last came and is not over; then a disk that is nearly full; then the
 * rest. An instrument that has been live since then speaks for itself, and so do a recording that was started since and an
 * API that answers or is off.
 */
export function selectBanner({ log, instruments, recording, apiFails, diskNote }: BannerInput): BannerChoice | null {
  const over = (entry: LogEntry): boolean =>
    instruments.some((one) => one.name === entry.subject && hasRecovered(one, entry.atUs)) ||
    (entry.subject === 'HTTP API' && !apiFails) ||
    (entry.subject === 'Recording' && recording.startUs !== null && recording.startUs > entry.atUs)
  const open = log.entries.flatMap((entry) =>
    entry.fault !== null && (log.dismissed.get(entry.id) ?? 0) < entry.times && !over(entry)
      ? [{ level: entry.level, fault: entry.fault, entry }]
      : [],
  )
  const low = isDiskLow(recording) && !isDiskClosed(recording, diskNote)
  const disk = low ? [{ level: 'warn' as const, fault: diskLowView(recording), entry: null }] : []
  const [first] = [...open.filter(({ level }) => level === 'fault'), ...disk, ...open]
  if (!first) return null
  return { ...first, more: first.entry === null ? open.length : open.length - 1 }
}
