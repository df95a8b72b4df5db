import { parentPort, workerData } from 'node:worker_threads'
import { faultViewOf } from '../../../base/fault'
import { readArchive } from '../read-archive'
import { type FromWorker, sampleBuffers, seriesForTravel, type WorkerStart } from './protocol'

const port = parentPort
if (!port) throw new Error('the archive worker runs as a worker thread only')

/** Series that may be under way at once: one is being stored while the next is read. */
const UNDER_WAY = 2
/** One of more bytes than this travels alone. */
const LARGE_BYTES = 32 * 1_048_576
/** Progress is told this often, milliseconds. */
const TELL_EVERY_MS = 50

const { reading, samples } = workerData as WorkerStart
let underWay = 0
let wake: () => void = () => undefined
port.on('message', () => {
  underWay -= 1
  wake()
})

const say = (message: FromWorker, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer)
let toldMs = 0

readArchive(reading, {
  stop: () => false,
  progress: (done, total) => {
    const now = performance.now()
    if (now - toldMs < TELL_EVERY_MS && done < total) return
    toldMs = now
    say({ is: 'progress', done, total })
  },
  take: async (series) => {
    if (!samples) return
    const buffers = sampleBuffers(series)
    const bytes = buffers.reduce((sum, { byteLength }) => sum + byteLength, 0)
    underWay += 1
    say({ is: 'series', series: seriesForTravel(series) }, buffers)
    const most = bytes > LARGE_BYTES ? 0 : UNDER_WAY - 1
    while (underWay > most) {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  },
})
  .then(
    (summary) => say({ is: 'done', summary }),
    (error: unknown) => say({ is: 'fault', fault: faultViewOf(error) }),
  )
  .finally(() => port.close())
