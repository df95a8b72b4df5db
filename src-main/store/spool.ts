import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Spool, WaitingArchive } from '../ports/spool'
import { storeFault } from './store-faults'
import { isRunning, thisProcess } from './writer-process'

/** What a session's list of imports shows as the archive's name. */
const ARCHIVE = 'collectd.zip'
const INCOMING = /^incoming\.(\d+)\.(\d*)\.[0-9a-f-]{36}$/
const WAITING = /^waiting\.(\d+)\.([a-z2-7]{8})\.[0-9a-f-]{36}$/

/** The spool in a folder that is made when it is needed. What dead processes left half received is removed with the first fresh(). */
export function openSpool(folder: string): Spool {
  let swept = false
  const names = () => readdir(folder).catch((): string[] => [])
  const sweep = async () => {
    if (swept) return
    swept = true
    for (const name of await names()) {
      const [, pid, startTicks] = INCOMING.exec(name) ?? []
      if (pid === undefined || isRunning({ pid: Number(pid), startTicks: startTicks ?? '', bootId: '' })) continue
      await rm(join(folder, name), { recursive: true, force: true })
    }
  }
  const guarded = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      throw storeFault(error, folder)
    })
  return {
    fresh: () =>
      guarded(
        (async () => {
          await sweep()
          const { pid, startTicks } = thisProcess()
          const own = join(folder, `incoming.${pid}.${startTicks}.${randomUUID()}`)
          await mkdir(own, { recursive: true, mode: 0o700 })
          return join(own, ARCHIVE)
        })(),
      ),
    keep: (file, session) =>
      guarded(
        (async () => {
          const own = join(folder, `waiting.${Date.now()}.${session}.${randomUUID()}`)
          await rename(dirname(file), own)
          return { session, file: join(own, ARCHIVE) }
        })(),
      ),
    waiting: async () =>
      (await names())
        .flatMap((name): (WaitingArchive & { readonly since: number })[] => {
          const [, since, session] = WAITING.exec(name) ?? []
          return session === undefined ? [] : [{ session, file: join(folder, name, ARCHIVE), since: Number(since) }]
        })
        .sort((a, b) => a.since - b.since)
        .map(({ session, file }) => ({ session, file })),
    drop: (file) => rm(dirname(file), { recursive: true, force: true }).catch(() => undefined),
  }
}
