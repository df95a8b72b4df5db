import { Worker } from 'node:worker_threads'
import { Fault } from '../../base/fault'
import { storeClosed, workerDied } from '../store-faults'
import { type Answer, type RoomCall, transferable, type WorkerStart } from './protocol'
import type { StoreRoom } from './room'

export type Args<K extends RoomCall> = Parameters<StoreRoom[K]>
export type Result<K extends RoomCall> = Awaited<ReturnType<StoreRoom[K]>>

/** A thread that hangs in a dead network disk must not keep the program from ending. */
const CLOSE_MS = 10_000

/** The way to a room, wherever it runs. Questions are answered in the order they were asked, but long ones beside the others. */
export interface RoomLink {
  /** Typed arrays in the arguments change hands. Rejects with a Fault. */
  ask<K extends RoomCall>(call: K, ...args: Args<K>): Promise<Result<K>>
  /** Hears of the room's death at once, also while nothing is asked of it; returns the function that ends it. */
  onDied(hear: (fault: Fault) => void): () => void
  /** Rejects what is still open. Idempotent. */
  close(): Promise<void>
}

interface Waiting {
  readonly resolve: (value: never) => void
  readonly reject: (fault: Fault) => void
}

/** A room in a worker thread, started with the first question and again after it died. It never keeps the process alive idle. */
export class WorkerLink implements RoomLink {
  private worker: Worker | null = null
  private readonly waiting = new Map<number, Waiting>()
  private readonly mourners = new Set<(fault: Fault) => void>()
  private asked = 0
  private closed = false

  constructor(
    private readonly script: string,
    private readonly folder: string,
  ) {}

  ask<K extends RoomCall>(call: K, ...args: Args<K>): Promise<Result<K>> {
    if (this.closed) return Promise.reject(storeClosed())
    const worker = this.worker ?? this.start()
    const ask = ++this.asked
    return new Promise<Result<K>>((resolve, reject) => {
      this.waiting.set(ask, { resolve, reject })
      worker.ref()
      worker.postMessage({ ask, call, args }, [...transferable(args)])
    })
  }

  onDied(hear: (fault: Fault) => void): () => void {
    this.mourners.add(hear)
    return () => void this.mourners.delete(hear)
  }

  async close(): Promise<void> {
    if (this.closed) return
    const { worker } = this
    if (worker) await Promise.race([this.ask('close').catch(() => undefined), after(CLOSE_MS)])
    this.closed = true
    this.worker = null
    await worker?.terminate()
    this.rejectAll(storeClosed())
  }

  private start(): Worker {
    const start: WorkerStart = { folder: this.folder }
    const worker = new Worker(this.script, { workerData: start })
    worker.on('message', (answer: Answer) => this.settle(answer))
    worker.on('error', (error) => this.died(worker, error))
    worker.on('exit', (code) => this.died(worker, new Error(`exit code ${code}`)))
    this.worker = worker
    return worker
  }

  private settle(answer: Answer): void {
    const waiting = this.waiting.get(answer.ask)
    this.waiting.delete(answer.ask)
    if (this.waiting.size === 0) this.worker?.unref()
    if (answer.ok) waiting?.resolve(answer.value as never)
    else waiting?.reject(new Fault(answer.fault))
  }

  private died(worker: Worker, cause: unknown): void {
    if (this.worker !== worker) return
    this.worker = null
    const fault = workerDied(cause)
    for (const hear of [...this.mourners]) hear(fault)
    this.rejectAll(fault)
  }

  private rejectAll(fault: Fault): void {
    const waiting = [...this.waiting.values()]
    this.waiting.clear()
    for (const { reject } of waiting) reject(fault)
  }
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref())
}
