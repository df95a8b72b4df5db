import { parentPort, workerData } from 'node:worker_threads'
import { faultViewOf } from '../../base/fault'
import { type Answer, isLong, type Question, transferable, type WorkerStart } from './protocol'
import { StoreRoom } from './room'

const port = parentPort
if (!port) throw new Error('the store worker runs as a worker thread only')

const room = new StoreRoom((workerData as WorkerStart).folder)
let last: Promise<void> = Promise.resolve()

/** One question after the other, in the order they came; long ones beside them. */
port.on('message', (question: Question) => {
  const answer = async () => {
    const said = await answerTo(question)
    port.postMessage(said, said.ok ? [...transferable(said.value)] : [])
  }
  if (isLong(question.call)) void answer()
  else last = last.then(answer)
})

async function answerTo({ ask, call, args }: Question): Promise<Answer> {
  try {
    const run = room[call] as (...given: unknown[]) => Promise<unknown>
    return { ask, ok: true, value: await run.apply(room, [...args]) }
  } catch (error) {
    return { ask, ok: false, fault: faultViewOf(error) }
  }
}
