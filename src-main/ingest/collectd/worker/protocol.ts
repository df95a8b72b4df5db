import type { FaultView } from '@contract/fault'
import type { Series } from '../../../engine/collectd/series'
import type { ArchiveSeries, ArchiveSummary } from '../../../ports/archive'
import type { Reading } from '../read-archive'

export interface WorkerStart {
  readonly reading: Reading
  /** False: only the summary is wanted. */
  readonly samples: boolean
}

/** The parent answers every `series` with one message of any content when it may be forgotten. */
export type FromWorker =
  | { readonly is: 'progress'; readonly done: number; readonly total: number }
  | { readonly is: 'series'; readonly series: ArchiveSeries }
  | { readonly is: 'done'; readonly summary: ArchiveSummary }
  | { readonly is: 'fault'; readonly fault: FaultView }

export const seriesForTravel = ({
  host,
  path,
  inspected,
  info,
  periodS,
  timesUs,
  values,
  gaps,
}: Series): ArchiveSeries => ({
  host,
  path,
  group: inspected.group,
  info,
  periodS,
  block: { timesUs, values },
  gaps,
})

/** Buffers that change hands with a series. */
export const sampleBuffers = ({ timesUs, values }: Series): ArrayBuffer[] => [
  ...new Set([timesUs, ...values].map(({ buffer }) => buffer as ArrayBuffer)),
]
