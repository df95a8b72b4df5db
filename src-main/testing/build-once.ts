import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'

const ROOT = resolve(import.meta.dirname, '../..')

/** The entries of electron.vite.config.ts. */
const ENTRIES = ['src-main/index.ts', 'src-main/cli/main.ts', 'src-main/store/worker/entry.ts', 'src-preload/index.ts']

/**
 * Tests of the command line run what people run. Once before all tests out/ is built when it is older than its sources.
 * In a tree that lacks other parts of the application the command line is bundled alone.
 */
export async function setup(): Promise<void> {
  if (!existsSync(join(ROOT, 'src-main/cli/main.ts'))) return
  const whole = ENTRIES.every((entry) => existsSync(join(ROOT, entry)))
  if (!whole || process.env['WATTBENCH_TEST_CLI_ONLY'] === '1') return bundleCommandLine()
  const builder: unknown = await import(pathToFileURL(join(ROOT, 'scripts/run/build.mjs')).href)
  if (!canBuild(builder)) throw new Error('scripts/run/build.mjs does not export buildIfStale()')
  await builder.buildIfStale({ quiet: true })
}

function canBuild(module: unknown): module is { buildIfStale(options: { quiet: boolean }): Promise<unknown> } {
  return typeof module === 'object' && module !== null && 'buildIfStale' in module
}

async function bundleCommandLine(): Promise<void> {
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    resolve: { alias: { '@contract': join(ROOT, 'src-preload/contract') } },
    build: {
      ssr: true,
      outDir: join(ROOT, 'out/main'),
      emptyOutDir: false,
      target: 'node20.18',
      rollupOptions: {
        input: { cli: join(ROOT, 'src-main/cli/main.ts') },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  })
}
