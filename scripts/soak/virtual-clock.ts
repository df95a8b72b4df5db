import type { TimeUs } from '@contract/model'
import type { Clock } from '../../src-main/base/clock'

interface Timer {
  readonly atUs: TimeUs
  readonly order: number
  act: (() => void) | null
}

/** 2026-01-01T00:00:00Z. */
const START_US = 1_767_225_600_000_000

/** A clock that runs as fast as this computer can, timers in order; between two instants promises and threads get their turn. */
export class VirtualClock implements Clock {
  private us: TimeUs = START_US
  private order = 0
  /** A heap by time, then by order. */
  private readonly heap: Timer[] = []

  nowUs(): TimeUs {
    return this.us
  }

  after(ms: number, then: () => void): () => void {
    const timer: Timer = { atUs: this.us + Math.max(0, Math.round(ms * 1000)), order: this.order++, act: then }
    this.push(timer)
    return () => {
      timer.act = null
    }
  }

  /** Runs until `ms` have gone by. */
  async run(ms: number): Promise<void> {
    const endUs = this.us + Math.round(ms * 1000)
    await turn()
    for (let next = this.heap[0]; next && next.atUs <= endUs; next = this.heap[0]) {
      this.us = Math.max(this.us, next.atUs)
      while (this.heap[0] && this.heap[0].atUs <= this.us) this.pop()?.act?.()
      await turn()
    }
    this.us = endUs
  }

  private push(timer: Timer): void {
    const { heap } = this
    heap.push(timer)
    for (let i = heap.length - 1; i > 0; ) {
      const up = (i - 1) >> 1
      if (!earlier(heap[i]!, heap[up]!)) return
      swap(heap, i, up)
      i = up
    }
  }

  private pop(): Timer | undefined {
    const { heap } = this
    const top = heap[0]
    const last = heap.pop()
    if (!last || heap.length === 0) return top
    heap[0] = last
    for (let i = 0; ; ) {
      const [left, right] = [2 * i + 1, 2 * i + 2]
      let least = i
      if (left < heap.length && earlier(heap[left]!, heap[least]!)) least = left
      if (right < heap.length && earlier(heap[right]!, heap[least]!)) least = right
      if (least === i) return top
      swap(heap, i, least)
      i = least
    }
  }
}

const earlier = (a: Timer, b: Timer): boolean => a.atUs < b.atUs || (a.atUs === b.atUs && a.order < b.order)

function swap(heap: Timer[], a: number, b: number): void {
  const kept = heap[a]!
  heap[a] = heap[b]!
  heap[b] = kept
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
