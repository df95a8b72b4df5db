import { vi } from 'vitest'
import { runProgram } from '../cli/program'

/** How a command ended and what it said. */
export interface Ended {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

/**
 * Runs the command line inside this process: the same program without the third of a second a process takes to start. One
 * at a time. Where signals, start, end or the storage threads matter, use the built one (command-line.ts).
 */
export async function wattbenchHere(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const said = { stdout: '', stderr: '' }
  const undo = (['stdout', 'stderr'] as const).map((stream) => {
    const spy = vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      said[stream] += String(text)
      return true
    })
    return () => spy.mockRestore()
  })
  undo.push(withoutListeners(process, ['SIGINT', 'SIGTERM']))
  undo.push(withoutListeners(process.stdout, ['error']), withoutListeners(process.stderr, ['error']))
  const { exitCode } = process
  const before = { ...process.env }
  Object.assign(process.env, env)
  for (const [name, value] of Object.entries(env)) if (value === undefined) delete process.env[name]
  try {
    process.exitCode = undefined
    await runProgram(args)
    return { status: Number(process.exitCode ?? 0), ...said }
  } finally {
    for (const back of undo) back()
    process.exitCode = exitCode
    for (const name of Object.keys(env)) {
      if (before[name] === undefined) delete process.env[name]
      else process.env[name] = before[name]
    }
  }
}

/** Takes away, when the result is called, what listens by then and did not before. */
function withoutListeners(emitter: NodeJS.EventEmitter, events: readonly string[]): () => void {
  const before = new Map(events.map((event) => [event, emitter.listeners(event)]))
  return () => {
    for (const event of events) {
      for (const listener of emitter.listeners(event)) {
        if (!before.get(event)?.includes(listener)) emitter.off(event, listener as (...args: unknown[]) => void)
      }
    }
  }
}
