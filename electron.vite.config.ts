import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'

const contract = { '@contract': resolve(import.meta.dirname, 'src-preload/contract') }

/** Writes the page's Content-Security-Policy: strict when built, open to the hot-reload socket in development. */
function contentSecurityPolicy(): Plugin {
  let dev = false
  return {
    name: 'wattbench-csp',
    configResolved(config) {
      dev = config.command === 'serve'
    },
    transformIndexHtml(html) {
      const policy = [
        "default-src 'none'",
        dev ? "script-src 'self' 'unsafe-inline'" : "script-src 'self'",
        "style-src 'self' 'unsafe-inline'", // the widget library writes style elements
        "font-src 'self'",
        "img-src 'self' data:",
        dev ? "connect-src 'self' ws:" : "connect-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
      ].join('; ')
      return html.replace('%CSP%', policy)
    },
  }
}

export default defineConfig({
  main: {
    resolve: { alias: contract },
    build: {
      outDir: 'out/main',
      externalizeDeps: { exclude: ['zod'] },
      target: 'node20.18',
      rollupOptions: {
        input: {
          index: resolve(import.meta.dirname, 'src-main/index.ts'),
          cli: resolve(import.meta.dirname, 'src-main/cli/main.ts'),
          'collectd-worker': resolve(import.meta.dirname, 'src-main/ingest/collectd/worker/entry.ts'),
          'store-worker': resolve(import.meta.dirname, 'src-main/store/worker/entry.ts'),
        },
        // Chunks lie beside the entries: import.meta.dirname is out/main wherever a module ends up.
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunk-[name]-[hash].js' },
      },
    },
  },
  preload: {
    resolve: { alias: contract },
    build: {
      outDir: 'out/preload',
      target: 'node20.18',
      externalizeDeps: false,
      rollupOptions: {
        input: { index: resolve(import.meta.dirname, 'src-preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    resolve: { alias: contract },
    plugins: [react(), contentSecurityPolicy()],
    build: {
      outDir: 'out/renderer',
      target: 'chrome130',
      minify: true, // half of what the page has to read at start
      rollupOptions: { input: resolve(import.meta.dirname, 'src-renderer/index.html') },
    },
  },
})
