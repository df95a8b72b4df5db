import { createWriteStream } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Refused } from './api-faults'

/** Limits of bodies. Times in milliseconds. */
export interface BodyLimits {
  readonly textBytes: number
  readonly archiveBytes: number
  /** A text is there within this time. */
  readonly textMs: number
  /** An archive may pause no longer than this … */
  readonly pauseMs: number
  /** … and take no longer than this. */
  readonly archiveMs: number
  /** Left free on the disk for recordings. */
  readonly reserveBytes: number
}

export const BODY_LIMITS: BodyLimits = {
  textBytes: 65_536,
  archiveBytes: 1_073_741_824,
  textMs: 10_000,
  pauseMs: 20_000,
  archiveMs: 3_600_000,
  reserveBytes: 1e9,
}

/** How often free disk space is looked at, in bytes received. */
const LOOK_EVERY = 64 * 1_048_576

/** The whole of a small body as text. Rejects with Refused: 413, 408, 400. */
export async function textOf(body: Readable | undefined, limits: BodyLimits): Promise<string> {
  if (!body) return ''
  const pieces: Buffer[] = []
  let bytes = 0
  const patience = setTimeout(() => body.destroy(tooSlow()), limits.textMs)
  try {
    for await (const piece of body as AsyncIterable<Buffer>) {
      bytes += piece.length
      if (bytes > limits.textBytes) throw tooLarge(limits.textBytes)
      pieces.push(piece)
    }
    return Buffer.concat(pieces).toString('utf8')
  } catch (error) {
    throw error instanceof Refused ? error : cutOff()
  } finally {
    clearTimeout(patience)
  }
}

/** Writes an archive to a file that does not exist yet, piece by piece; gives its bytes. Rejects with Refused. */
export async function archiveOf(body: Readable | undefined, file: string, limits: BodyLimits): Promise<number> {
  if (!body) return 0
  let bytes = 0
  let looked = -LOOK_EVERY
  const whole = setTimeout(() => body.destroy(tooSlow()), limits.archiveMs)
  let pause: NodeJS.Timeout | undefined
  const hurry = () => {
    clearTimeout(pause)
    pause = setTimeout(() => body.destroy(tooSlow()), limits.pauseMs)
  }
  async function* counted(source: AsyncIterable<Buffer>) {
    for await (const piece of source) {
      clearTimeout(pause)
      bytes += piece.length
      if (bytes > limits.archiveBytes) throw tooLarge(limits.archiveBytes)
      if (bytes - looked > LOOK_EVERY) {
        looked = bytes
        await assertRoom(file, limits)
      }
      yield piece
      hurry()
    }
  }
  try {
    hurry()
    await pipeline(body, counted, createWriteStream(file, { flags: 'wx', mode: 0o600 }))
    return bytes
  } catch (error) {
    if (error instanceof Refused) throw error
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') throw noRoom()
    if (
      (error as NodeJS.ErrnoException).syscall !== undefined &&
      (error as NodeJS.ErrnoException).code !== 'ECONNRESET'
    )
      throw error
    throw cutOff()
  } finally {
    clearTimeout(whole)
    clearTimeout(pause)
  }
}

/** Refuses by the announced length, before the body is read. */
export function assertLength(announced: string | undefined, most: number): void {
  if (announced !== undefined && Number(announced) > most) throw tooLarge(most)
}

async function assertRoom(file: string, { reserveBytes }: BodyLimits): Promise<void> {
  const { bavail, bsize } = await statfs(dirname(file))
  if (bavail * bsize < reserveBytes) throw noRoom()
}

const tooLarge = (most: number) => new Refused(413, `The body is larger than ${most} bytes, which is the most.`)
const tooSlow = () => new Refused(408, 'The body came too slowly. Send it again.')
const cutOff = () => new Refused(400, 'The body was cut off. Send it again.')
const noRoom = () =>
  new Refused(507, 'There is not enough room on the disk for this archive. Free some space and send it again.')
