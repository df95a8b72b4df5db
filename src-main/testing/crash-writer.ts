import { systemClock } from '../base/clock'
import { openSessionStore } from '../store/session-store'
import { testSource } from './session-builders'

/** What the parent reads of each line: rows handed over and rows known to be durable. */
export interface CrashLine {
  readonly id: string
  readonly handed: number
  readonly durable: number
}

/** A program for the kill -9 test: records as fast as 4 000 rows/s with the real worker until it is killed. */
const [folder, workerFile] = process.argv.slice(2)
const clock = systemClock()
const store = openSessionStore({ folder: folder!, clock, workerFile: workerFile! })
const startUs = clock.nowUs()
const writer = await store.create({ name: 'crash', startUs, appVersion: 'test' })
writer.source(testSource())
writer.segment('meter', { startUs, periodS: 0.001, settings: {} })
let handed = 0

setInterval(() => {
  const n = 80
  const rows = Array.from({ length: n }, (_, i) => handed + i)
  writer.append('meter', {
    timesUs: Float64Array.from(rows, (i) => startUs + (i + 1) * 1_000),
    values: [Float64Array.from(rows), BigUint64Array.from(rows, BigInt), BigInt64Array.from(rows, (i) => -BigInt(i))],
  })
  handed += n
  const line: CrashLine = { id: writer.id, handed, durable: writer.progress().rows }
  process.stdout.write(`${JSON.stringify(line)}\n`)
}, 20)
