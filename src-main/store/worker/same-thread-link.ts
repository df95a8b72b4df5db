import { storeClosed } from '../store-faults'
import type { Args, Result, RoomLink } from './link'
import { isLong, type RoomCall } from './protocol'
import type { StoreRoom } from './room'

/** A room on this thread, for tests: the same code without a second thread. */
export class SameThreadLink implements RoomLink {
  private readonly room: Promise<StoreRoom>
  private last: Promise<unknown> = Promise.resolve()
  private closed = false

  constructor(folder: string) {
    // Nobody else on this thread needs the library of the session files.
    this.room = import('./room').then(({ StoreRoom }) => new StoreRoom(folder))
  }

  ask<K extends RoomCall>(call: K, ...args: Args<K>): Promise<Result<K>> {
    if (this.closed) return Promise.reject(storeClosed())
    const run = async (): Promise<Result<K>> => {
      const room = await this.room
      return (room[call] as unknown as (...given: Args<K>) => Promise<Result<K>>).apply(room, args)
    }
    if (isLong(call)) return run()
    const answer = this.last.then(run)
    this.last = answer.catch(() => undefined)
    return answer
  }

  /** It dies with its process only. */
  onDied(): () => void {
    return () => undefined
  }

  async close(): Promise<void> {
    if (this.closed) return
    this.closed = true
    await this.last
    await (await this.room).close()
  }
}
