import { open, rename, rm } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import type { TimeUs } from '@contract/model'
import { Fault } from '../base/fault'
import { type CsvChunk, sessionCsv } from '../engine/tables/session-csv'
import type { CsvSaver } from '../ports/csv-saver'
import type { SessionReader } from '../ports/sessions'

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

/** Writes `<file>.<pid>.part` beside the final name and renames it when it is complete and on the disk. */
export const saveCsv: CsvSaver['save'] = async ({ reader, file, fromUs, toUs, signal }) =>
  writeWhole(file, csvOf(reader, { fromUs, toUs }), signal)

async function writeWhole(
  file: string,
  chunks: AsyncIterable<CsvChunk>,
  signal: AbortSignal,
): Promise<{ readonly rows: number; readonly empty: number }> {
  const part = `${file}.${process.pid}.part`
  let rows = 0
  let empty = 0
  try {
    const handle = await open(part, 'w', 0o666)
    try {
      for await (const chunk of chunks) {
        if (signal.aborted) throw cancelled(file)
        await handle.writeFile(chunk.text)
        rows += chunk.rows
        empty += chunk.empty
      }
      await handle.sync()
      if (signal.aborted) throw cancelled(file)
    } finally {
      await handle.close()
    }
    await rename(part, file)
    return { rows, empty }
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined)
    throw exportFault(error, file)
  }
}

function cancelled(file: string): Fault {
  return new Fault({
    code: 'CANCELLED',
    title: `The export to ${basename(file)} was cancelled`,
    cause: 'It was stopped before the last row.',
    consequence: 'No file was written; the session is unchanged.',
    next: 'Start the export again when you need it.',
  })
}

function exportFault(error: unknown, file: string): Fault {
  if (error instanceof Fault) return error
  const said = error instanceof Error ? error.message : String(error)
  return new Fault(
    {
      code: 'EXPORT_FAILED',
      title: `${basename(file)} could not be written`,
      cause: `Writing to ${dirname(file)} was refused: ${said}.`,
      consequence: 'No file was left behind; the session is unchanged.',
      next: 'Choose a folder that exists, is writable and has room, then export again.',
    },
    error,
  )
}
