import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { realpath } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FaultView } from '@contract/fault'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '../base/clock'
import type { Fault } from '../base/fault'
import type { Bench, Line } from '../ports/transport'
import { findHolder } from './holders'
import { createPortFinder } from './port-finder'
import { openSerial } from './serial'
import { openPty, type Pty } from './sim/pty'

/** Echoes what it hears, and remembers who came and went. */
class EchoBench implements Bench {
  readonly story: string[] = []
  hangUp: () => void = () => undefined
  private say: (bytes: Uint8Array) => void = () => undefined

  plug(say: (bytes: Uint8Array) => void, hangUp: () => void): void {
    this.story.push('plug')
    this.say = say
    this.hangUp = hangUp
  }
  hear(bytes: Uint8Array): void {
    this.story.push(String.fromCharCode(...bytes))
    this.say(bytes)
  }
  unplug(): void {
    this.story.push('unplug')
  }
  burst(): void {
    this.say(new Uint8Array(100).fill(0x41))
  }
}

const folder = mkdtempSync(join(tmpdir(), 'wattbench-test-'))
const open: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

afterAll(() => rmSync(folder, { recursive: true }))

async function plugged(): Promise<{ bench: EchoBench; pty: Pty }> {
  const bench = new EchoBench()
  const pty = await openPty(bench)
  open.push(() => pty.close())
  return { bench, pty }
}

async function connect(path: string): Promise<{ line: Line; text: () => string; lost: Promise<Fault> }> {
  let text = ''
  let lose: (fault: Fault) => void = () => undefined
  const lost = new Promise<Fault>((resolve) => {
    lose = resolve
  })
  const received = (bytes: Uint8Array): void => {
    text += String.fromCharCode(...bytes)
  }
  const line = await openSerial(systemClock())(path, { received, lost: lose }, new AbortController().signal)
  open.push(() => line.close())
  return { line, text: () => text, lost }
}

const write = (line: Line, text: string): Promise<void> => line.write(Uint8Array.from(text, (c) => c.charCodeAt(0)))

async function until(true_: () => boolean): Promise<void> {
  await expect.poll(true_, { timeout: 5_000, interval: 5 }).toBe(true)
}

describe('a serial port over a pseudo-terminal', () => {
  it('carries all byte values both ways', async () => {
    const { pty } = await plugged()
    const { line, text } = await connect(pty.path)
    const all = String.fromCharCode(...Array.from({ length: 256 }, (_, byte) => byte))
    await write(line, all)
    await until(() => text().length === 256)
    expect(text()).toBe(all)
  })

  it('can be closed and opened again at once, twenty times', async () => {
    const { bench, pty } = await plugged()
    for (let turn = 0; turn < 20; turn++) {
      const { line, text } = await connect(pty.path)
      await write(line, `<${turn}>`)
      await until(() => text() === `<${turn}>`)
      await line.close()
      await until(() => bench.story.at(-1) === 'unplug')
    }
    expect(bench.story.filter((word) => word === 'plug')).toHaveLength(20)
  })

  it('reports a line that hangs up, and is reached again afterwards', async () => {
    const { bench, pty } = await plugged()
    const { line, lost } = await connect(pty.path)
    await write(line, 'x')
    await until(() => bench.story.includes('x'))
    bench.hangUp()
    expect(await lost).toMatchObject({ code: 'LINE_HUNG_UP' })
    await until(() => bench.story.at(-1) === 'unplug')
    const again = await connect(pty.path)
    await write(again.line, 'y')
    await until(() => again.text() === 'y')
  })

  it('sees a hang-up that follows right behind bytes, every time', async () => {
    const { bench, pty } = await plugged()
    for (let turn = 0; turn < 15; turn++) {
      const { line, lost, text } = await connect(pty.path)
      await write(line, 'x')
      await until(() => text().length > 0)
      for (let burst = 0; burst < turn; burst++) bench.burst()
      bench.hangUp()
      expect(await lost).toMatchObject({ code: 'LINE_HUNG_UP' })
      await until(() => bench.story.at(-1) === 'unplug')
    }
  })

  it('does not write to a closed line', async () => {
    const { pty } = await plugged()
    const { line } = await connect(pty.path)
    await line.close()
    await expect(write(line, 'x')).rejects.toMatchObject({ code: 'LINE_HUNG_UP' })
  })

  it('ends its socat and removes its link', async () => {
    const { pty } = await plugged()
    await pty.close()
    await expect(realpath(pty.path)).rejects.toThrow('ENOENT')
  })
})

describe('a port that cannot be opened', () => {
  it('is missing', async () => {
    await expect(connect('/dev/rfcomm-none')).rejects.toMatchObject({
      code: 'PORT_MISSING',
      view: { cause: '/dev/rfcomm-none does not exist.' },
    })
  })

  it('is bound by a command only when it is named as such a node', async () => {
    const commandFor = async (path: string) => (await connect(path).catch((fault: Fault) => fault.view)) as FaultView
    expect((await commandFor('/dev/rfcomm987')).command).toBe('sudo rfcomm bind /dev/rfcomm987 ADDRESS 1')
    for (const path of ['/dev/rfcomm-none', '/dev/rfcomm1;reboot', '/tmp/rfcomm 1'])
      expect(await commandFor(path)).not.toHaveProperty('command')
  })

  it('is no device', async () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    await expect(connect(file)).rejects.toMatchObject({ code: 'PORT_NOT_A_DEVICE' })
    await expect(connect('/dev')).rejects.toMatchObject({ code: 'PORT_NOT_A_DEVICE' })
    await expect(connect('rfcomm0')).rejects.toMatchObject({ code: 'PORT_NOT_A_DEVICE' })
  })

  it('is held by another process, which is named', async () => {
    const { pty } = await plugged()
    const holder = spawn('sh', ['-c', 'exec 3<>"$1"; echo held; exec sleep 60', 'sh', pty.path])
    open.push(async () => {
      holder.kill()
      await once(holder, 'close')
    })
    await once(holder.stdout, 'data')
    await expect(connect(pty.path)).rejects.toMatchObject({ code: 'PORT_BUSY' })
    const fault: unknown = await connect(pty.path).catch((error: unknown) => error)
    expect(String(fault)).toContain(`Process ${holder.pid} (s`)
  })

  it('is held by this process', async () => {
    const { pty } = await plugged()
    await connect(pty.path)
    await expect(connect(pty.path)).rejects.toMatchObject({ code: 'PORT_BUSY' })
  })

  it('is not opened for somebody who gave up', async () => {
    const { pty } = await plugged()
    const events = { received: () => undefined, lost: () => undefined }
    await expect(openSerial(systemClock())(pty.path, events, AbortSignal.abort())).rejects.toMatchObject({
      code: 'CANCELLED',
    })
    expect(await findHolder(await realpath(pty.path))).toBeNull()
  })
})

describe('the port finder', () => {
  it('takes character devices under /dev and links to them, nothing else', async () => {
    const finder = createPortFinder()
    const { pty } = await plugged()
    expect(await finder.refuse('/dev/null')).toBeNull()
    expect(await finder.refuse(pty.path)).toBeNull()
    const link = join(folder, 'link')
    symlinkSync('/etc/hostname', link)
    expect(await finder.refuse(link)).toBe(`${link} does not lead to a device under /dev.`)
    expect(await finder.refuse('/dev')).toBe('/dev does not lead to a device under /dev.')
    expect(await finder.refuse('dev/null')).toBe('dev/null is not an absolute path.')
    expect(await finder.refuse('/dev/../etc/hostname')).toContain('does not lead to a device')
    expect(await finder.refuse('/dev/none')).toBe('There is no /dev/none.')
  })

  it('lists ports with hint and access', async () => {
    for (const port of await createPortFinder().list()) {
      expect(port.path).toMatch(/^\/dev\//)
      expect(port.hint.length).toBeGreaterThan(5)
    }
  })
})
