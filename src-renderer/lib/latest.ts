/**
 * Runs at most `most` jobs at a time; of those that arrive meanwhile only the newest waits. Gestures ask faster than
 * answers come.
 */
export function createLatest<Job>(run: (job: Job) => Promise<void>, most = 1): (job: Job) => void {
  let running = 0
  let waiting: { readonly job: Job } | null = null
  const start = (job: Job): void => {
    running++
    void run(job).finally(() => {
      running--
      const next = waiting
      waiting = null
      if (next) start(next.job)
    })
  }
  return (job) => {
    if (running >= most) waiting = { job }
    else start(job)
  }
}
