import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'vite'

const ROOT = resolve(import.meta.dirname, '../..')
/** Inside the project, so that what stays outside the bundle (libsql) is found. */
const CACHE = join(ROOT, 'node_modules/.cache/wattbench-tests')

export interface Bundle {
  /** Absolute path of an entry's bundle. */
  readonly file: (name: string) => string
  readonly remove: () => void
}

/** Builds entries (name → path below src-main) for plain Node, as the product build does, for tests that need a thread or a process. */
export async function bundleForNode(entries: Readonly<Record<string, string>>): Promise<Bundle> {
  mkdirSync(CACHE, { recursive: true })
  const folder = mkdtempSync(join(CACHE, 'b-'))
  chmodSync(folder, 0o755)
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    resolve: { alias: { '@contract': join(ROOT, 'src-preload/contract') } },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      target: 'node20.15',
      rollupOptions: {
        input: Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, join(ROOT, 'src-main', path)])),
        output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: 'chunk-[hash].mjs' },
      },
    },
  })
  return {
    file: (name) => join(folder, `${name}.mjs`),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
