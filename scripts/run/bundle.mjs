/** Product code for a script: a TypeScript file with all that it imports of the product, as one module for Node. */
import { mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { inProject, ROOT } from '../project.mjs'

/**
 * @param {string} source relative to the project, such as scripts/bench/codec.ts
 * @param {string} area names the folder in the cache
 * @returns {Promise<string>} absolute path of the bundle
 */
export async function bundleOf(source, area) {
  // Inside the project, so that what stays outside the bundle is found.
  const outDir = inProject('node_modules', '.cache', `wattbench-${area}`)
  const name = basename(source, '.ts')
  mkdirSync(outDir, { recursive: true })
  // Loaded when needed: on a fresh checkout there are no packages yet.
  const { build } = await import('vite')
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    resolve: { alias: { '@contract': inProject('src-preload', 'contract') } },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      target: 'node20.15',
      rollupOptions: {
        input: inProject(source),
        output: { format: 'es', entryFileNames: `${name}.mjs`, chunkFileNames: `${name}-[hash].mjs` },
      },
    },
  })
  return join(outDir, `${name}.mjs`)
}

/** The same, loaded. @param {string} source @param {string} area */
export const bundled = async (source, area) => import(pathToFileURL(await bundleOf(source, area)).href)
