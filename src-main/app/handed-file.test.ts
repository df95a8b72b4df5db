import type { Handlers } from '@contract/channels'
import { beforeEach, expect, it } from 'vitest'
import { type TestApp, testApp } from '../testing/test-app'

/** The beginning of a session file: an SQLite database that says whose it is. */
const HEAD = Uint8Array.from({ length: 100 }, (_, at) => `SQLite format 3\0${'\0'.repeat(52)}WBNC`.charCodeAt(at) || 0)

let house: TestApp
let ask: Handlers
let told: number
beforeEach(async () => {
  house = await testApp()
  ask = house.app.handlers
  told = 0
  house.app.teller.hear(({ topic }) => {
    if (topic === 'sessions:handed') told += 1
  })
})

/** A recorded session, and the path of a file that stands for it. */
async function recorded(): Promise<{ readonly id: string; readonly path: string }> {
  await ask['instruments:demo']()
  await house.clock.advance(3_000)
  const { sessionId } = await ask['recording:start']('run')
  await house.clock.advance(2_000)
  await ask['recording:stop']()
  const path = `/media/stick/${sessionId}.wattbench`
  house.files.put(path, HEAD)
  return { id: sessionId ?? '', path }
}

it('waits with the file of the command line until there is a page, and gives it once', async () => {
  const { id, path } = await recorded()
  expect(await ask['sessions:takeHanded']()).toBeNull()
  house.app.handOver(path)
  expect(told).toBe(1)
  expect(await ask['sessions:takeHanded']()).toMatchObject({ id, name: 'run' })
  expect(await ask['sessions:takeHanded']()).toBeNull()
})

it('opens a dropped session file by its token', async () => {
  const { id, path } = await recorded()
  const [given] = await house.app.give([path])
  expect(given).toMatchObject({ looks: 'session' })
  expect(await ask['sessions:openFile'](given?.token)).toMatchObject({ id, name: 'run' })
})

it('says what is no session by its name, and opens nothing', async () => {
  house.files.put('/home/notes.wattbench', 'shopping list\n')
  house.app.handOver('/home/notes.wattbench')
  const refused = { code: 'FILE_UNREADABLE', view: { title: 'notes.wattbench is no session' } }
  await expect(ask['sessions:takeHanded']()).rejects.toMatchObject(refused)
  const [given] = await house.app.give(['/home/notes.wattbench'])
  await expect(ask['sessions:openFile'](given?.token)).rejects.toMatchObject(refused)
  house.app.handOver('/home/gone.wattbench')
  await expect(ask['sessions:takeHanded']()).rejects.toMatchObject({ code: 'FILE_UNREADABLE' })
})

it('takes tokens from the page, no paths', async () => {
  const { path } = await recorded()
  await expect(ask['sessions:openFile'](path)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  await expect(ask['sessions:openFile']('id-77')).rejects.toMatchObject({ code: 'BAD_REQUEST' })
})
