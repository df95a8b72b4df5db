import { mkdirSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'
import { inProject, ROOT } from '../project.mjs'

/** Builds scripts/<folder>/<name>.ts with what it imports of the product, and loads it. @param {string} name @param {string} [folder] */
export const bundled = async (name, folder) => import(pathToFileURL(await bundleOf(name, folder)).href)

/** The same without loading it. @param {string} name @param {string} [folder] @returns {Promise<string>} the bundle's path */
export async function bundleOf(name, folder = 'bench') {
  const outDir = inProject('node_modules', '.cache', 'wattbench-bench')
  mkdirSync(outDir, { recursive: true })
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
        input: inProject('scripts', folder, `${name}.ts`),
        output: { format: 'es', entryFileNames: `${name}.mjs`, chunkFileNames: `${name}-[hash].mjs` },
      },
    },
  })
  return `${outDir}/${name}.mjs`
}
