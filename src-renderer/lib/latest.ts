/** Runs one job at a time; of those that arrive meanwhile only the newest waits. Gestures ask faster than answers come. */
export function createLatest<Job>(run: (job: Job) => Promise<void>): (job: Job) => void {
  let busy = false
  let waiting: { readonly job: Job } | null = null
  const start = (job: Job): void => {
    busy = true
    void run(job).finally(() => {
      busy = false
      const next = waiting
      waiting = null
      if (next) start(next.job)
    })
  }
  return (job) => {
    if (busy) waiting = { job }
    else start(job)
  }
}
