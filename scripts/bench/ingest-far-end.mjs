/**
 * The far end of the ingest benchmark, in a thread of its own: a voltmeter that answers every scan at once with the same
 * text, and a page that takes ticks through a structured clone and acknowledges them.
 */
import { createServer } from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'

const scan = workerData.channels.map((channel, i) => `+${(1 + i / 100).toFixed(8)}E-02,${channel}`).join(',')
const ANSWERS = { '*IDN?': 'Agilent Technologies,34980A,MY00000001,1', 'SYST:ERR?': '+0,"No error"', 'READ?': scan }

const server = createServer({ noDelay: true }, (socket) => {
  let rest = ''
  socket.on('error', () => undefined)
  socket.on('data', (bytes) => {
    const lines = (rest + bytes.toString('latin1')).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line in ANSWERS) socket.write(`${ANSWERS[line]}\n`)
  })
})
server.listen({ host: '127.0.0.1', port: 0 }, () => parentPort?.postMessage({ port: server.address().port }))
parentPort?.on('message', ({ tick }) => {
  if (tick) parentPort?.postMessage({ ack: tick.seq })
})
