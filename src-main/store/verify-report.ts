import type { TimeUs } from '@contract/model'
import type { Damage } from '@contract/sessions'
import type { FileSource } from './session-file'

/** Where a check writes down what it finds. */
export type Report = (where: string, what: string, harms: Damage['harms']) => void

/** What of a source could be read. */
export interface RowsRead {
  rows: number
  readable: number
  fromUs: TimeUs | null
  toUs: TimeUs | null
}

/** "Desk meter · power". */
export const placeOf = (source: FileSource, channel: number): string =>
  `${source.info.name} · ${source.channels.find(({ row }) => row === channel)?.key ?? (channel === 0 ? 'times' : `channel ${channel}`)}`
