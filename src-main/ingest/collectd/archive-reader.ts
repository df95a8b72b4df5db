import { Worker } from 'node:worker_threads'
import { asFault, Fault } from '../../base/fault'
import type { ArchiveJob, ArchiveReader, ArchiveSeries, ArchiveSummary } from '../../ports/archive'
import { readerDied, readingCancelled } from './archive-faults'
import { type FromWorker, seriesForTravel, type WorkerStart } from './worker/protocol'

/** Reads archives in a thread of their own; `workerFile` is the bundled worker/entry, null works on this thread (tests only). */
export function createArchiveReader(workerFile: string | null): ArchiveReader {
  const run = workerFile === null ? hereRun : threadRun(workerFile)
  return {
    read: (job, take) => run(job, take),
    look: (job) => run(job, null),
  }
}

type Take = ((series: ArchiveSeries) => Promise<void>) | null

async function hereRun({ signal, progress, ...reading }: ArchiveJob, take: Take): Promise<ArchiveSummary> {
  const { readArchive } = await import('./read-archive')
  return readArchive(reading, {
    stop: () => signal.aborted,
    progress: (done, total) => progress?.(done, total),
    take: async (series) => take?.(seriesForTravel(series)),
  })
}

/** A cancelled job ends its thread: nothing in it is worth keeping. */
function threadRun(workerFile: string) {
  return ({ signal, progress, file, limits, filters }: ArchiveJob, take: Take): Promise<ArchiveSummary> =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(readingCancelled(file))
      const start: WorkerStart = { reading: { file, limits, filters }, samples: take !== null }
      const worker = new Worker(workerFile, { workerData: start })
      let ended = false
      const end = (finish: () => void) => {
        if (ended) return
        ended = true
        signal.removeEventListener('abort', cancel)
        void worker.terminate()
        finish()
      }
      const cancel = () => end(() => reject(readingCancelled(file)))
      signal.addEventListener('abort', cancel, { once: true })
      let stored: Promise<void> = Promise.resolve()
      worker.on('error', (error) => end(() => reject(readerDied(file, error))))
      worker.on('exit', (code) => end(() => reject(readerDied(file, new Error(`exit code ${code}`)))))
      worker.on('message', (message: FromWorker) => {
        if (message.is === 'progress') progress?.(message.done, message.total)
        else if (message.is === 'fault') end(() => reject(new Fault(message.fault)))
        else if (message.is === 'done') {
          // The thread may end while the last series are still being stored.
          worker.removeAllListeners('exit')
          void stored.then(() => end(() => resolve(message.summary)))
        } else {
          stored = stored
            .then(() => (ended ? undefined : take?.(message.series)))
            .then(() => worker.postMessage('taken'))
            .catch((error: unknown) => end(() => reject(asFault(error))))
        }
      })
    })
}
