import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

const alias = { '@contract': resolve(import.meta.dirname, 'src-preload/contract') }

/** Two projects: what runs in Node, and what needs a document. `pretest` builds out/main for tests of the command line. */
export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'node',
          environment: 'node',
          include: ['src-main/**/*.test.ts', 'src-preload/**/*.test.ts', 'scripts/**/*.test.{ts,mjs}'],
          globalSetup: ['src-main/testing/build-once.ts'],
          testTimeout: 20_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'page',
          environment: 'jsdom',
          include: ['src-renderer/**/*.test.{ts,tsx}'],
          setupFiles: ['src-renderer/testing/setup.ts'],
          // The palette is measured; other style sheets are left out.
          css: { include: [/tokens\.css/] },
          testTimeout: 20_000,
        },
      },
    ],
  },
})
