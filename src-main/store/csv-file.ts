import { basename } from 'node:path'
import type { TimeUs } from '@contract/model'
import { Fault } from '../base/fault'
import { type CsvChunk, sessionCsv } from '../engine/tables/session-csv'
import type { CsvSaver } from '../ports/csv-saver'
import type { SessionReader } from '../ports/sessions'
import { writeWhole } from './whole-file'

/** What of a session is exported; null leaves an end open. */
export interface CsvSpan {
  readonly fromUs: TimeUs | null
  readonly toUs: TimeUs | null
}

/** The CSV text of a session in chunks, the header first. Rejects with Faults of the reader. */
export async function* csvOf(reader: SessionReader, { fromUs, toUs }: CsvSpan): AsyncGenerator<CsvChunk> {
  const { sourceInfos } = await reader.view()
  const span = { fromUs: fromUs ?? Number.NEGATIVE_INFINITY, toUs: toUs ?? Number.POSITIVE_INFINITY }
  const blocks = async function* (sourceId: string) {
    for await (const { block } of reader.rows({ ...span, sourceId })) yield block
  }
  yield* sessionCsv(sourceInfos.map((info) => ({ info, rows: blocks(info.id) })))
}

/** Writes beside the final name and renames when the file is complete and on the disk. */
export const saveCsv: CsvSaver['save'] = ({ reader, file, fromUs, toUs, signal }) =>
  writeWhole(file, async (handle) => {
    let rows = 0
    let empty = 0
    for await (const chunk of csvOf(reader, { fromUs, toUs })) {
      if (signal.aborted) throw cancelled(file)
      await handle.writeFile(chunk.text)
      rows += chunk.rows
      empty += chunk.empty
    }
    if (signal.aborted) throw cancelled(file)
    return { rows, empty }
  })

function cancelled(file: string): Fault {
  return new Fault({
    code: 'CANCELLED',
    title: `The export to ${basename(file)} was cancelled`,
    cause: 'It was stopped before the last row.',
    consequence: 'No file was written; the session is unchanged.',
    next: 'Start the export again when you need it.',
  })
}
