import type { FaultView } from '@contract/fault'
import { formatBytes, formatFixed, joined } from '@contract/quantity'
import { DISK_LOW_S, type RecordingView } from '@contract/sessions'

/** Free space is called low within this share of the reserve above it, whatever the rate. */
const NEAR_RESERVE = 0.2

/** The disk ends this recording soon: little time at the present rate, or little room above the reserve. */
export function isDiskLow({ sessionId, diskLeftS, diskFreeBytes, diskReserveBytes }: RecordingView): boolean {
  if (sessionId === null) return false
  const soon = diskLeftS !== null && diskLeftS < DISK_LOW_S
  return soon || (diskFreeBytes !== null && diskFreeBytes < diskReserveBytes * (1 + NEAR_RESERVE))
}

/** Recording time that is left: "5.8 h", "42 min", "less than 1 min". */
export function diskLeftWords(seconds: number): string {
  if (seconds < 60) return 'less than 1\u00a0min'
  if (seconds < 3_600) return `${formatFixed(Math.floor(seconds / 60), 0)}\u00a0min`
  return `${formatFixed(Math.floor(seconds / 360) / 10, 1)}\u00a0h`
}

const isNear = ({ diskLeftS }: RecordingView): boolean => diskLeftS === null || diskLeftS >= DISK_LOW_S

/** The same in two or three words, for the header. */
export const diskLowWords = (recording: RecordingView): string =>
  isNear(recording) ? 'disk nearly full' : `disk ${diskLeftWords(recording.diskLeftS ?? 0)} left`

/** The warning in the words of a fault: what is left, what will happen, what to do. */
export function diskLowView(recording: RecordingView): FaultView {
  const { diskLeftS, diskFreeBytes, diskReserveBytes } = recording
  const near = isNear(recording)
  const free = diskFreeBytes === null ? '' : joined(formatBytes(diskFreeBytes))
  return {
    code: 'STORE_FULL',
    title: near ? `Only ${free} are free on the disk` : `Disk space for ${diskLeftWords(diskLeftS ?? 0)} is left`,
    cause: `Recording stops cleanly at ${joined(formatBytes(diskReserveBytes))}.`,
    consequence: near ? 'Another program that writes to this disk can end it at any moment.' : '',
    next: 'Delete old sessions, lower the reserve in Settings, or stop now.',
  }
}
