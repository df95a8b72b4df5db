import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const ROOT = resolve(import.meta.dirname, '../..')

/** Tests of the command line run what people run: before all tests, out/ is built when it is older than its sources. */
export async function setup(): Promise<void> {
  const path = join(ROOT, 'scripts/run/build.mjs')
  const builder: unknown = existsSync(path) ? await import(pathToFileURL(path).href) : null
  if (!canBuild(builder)) throw new Error(`${path} does not export buildIfStale()`)
  await builder.buildIfStale({ quiet: true })
}

function canBuild(module: unknown): module is { buildIfStale(options: { quiet: boolean }): Promise<unknown> } {
  return typeof module === 'object' && module !== null && 'buildIfStale' in module
}
