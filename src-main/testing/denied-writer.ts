import { systemClock } from '../base/clock'
import type { Fault } from '../base/fault'
import { openSessionStore } from '../store/session-store'

/** What it prints: fault codes, or null and states where there was none. */
export interface DeniedReport {
  readonly create: string | null
  readonly rename: string | null
  readonly listed: readonly string[]
}

/** A program for the test of a folder that may be read and not written: tries, and prints what it was told. */
const store = openSessionStore({ folder: process.argv[2]!, clock: systemClock(), workerFile: null })
const codeOf = (error: Fault) => error.code
const create = await store.create({ name: 'x', startUs: 0, appVersion: '1' }).then(() => null, codeOf)
const rename = await store.rename('latest', 'y').then(() => null, codeOf)
const listed = (await store.list()).map(({ state, fault }) => fault?.code ?? state)
const report: DeniedReport = { create, listed, rename }
process.stdout.write(JSON.stringify(report))
await store.close()
