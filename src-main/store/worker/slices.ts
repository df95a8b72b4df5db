import { performance } from 'node:perf_hooks'

/** Longer work lets other questions in this often: a zoom waits no longer than this for it. */
const SLICE_MS = 8

/** Runs steps to their end, letting the thread answer other questions between slices of them. */
export async function inSlices<T>(steps: Generator<unknown, T>): Promise<T> {
  for (;;) {
    const until = performance.now() + SLICE_MS
    do {
      const step = steps.next()
      if (step.done) return step.value
    } while (performance.now() < until)
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
}
