import { parentPort, workerData } from 'node:worker_threads'
import { faultViewOf } from '../../base/fault'
import { type Answer, type Question, transferable, type WorkerStart } from './protocol'
import { StoreRoom } from './room'

const port = parentPort
if (!port) throw new Error('the store worker runs as a worker thread only')

const room = new StoreRoom((workerData as WorkerStart).folder)
let last: Promise<void> = Promise.resolve()

/** One question after the other, in the order they came. */
port.on('message', (question: Question) => {
  last = last.then(async () => {
    const answer = await answerTo(question)
    port.postMessage(answer, answer.ok ? [...transferable(answer.value)] : [])
  })
})

async function answerTo({ ask, call, args }: Question): Promise<Answer> {
  try {
    const run = room[call] as (...given: unknown[]) => Promise<unknown>
    return { ask, ok: true, value: await run.apply(room, [...args]) }
  } catch (error) {
    return { ask, ok: false, fault: faultViewOf(error) }
  }
}
