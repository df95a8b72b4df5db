import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

const alias = { '@contract': resolve(import.meta.dirname, 'src-preload/contract') }

/** Tests of programs, wires and clocks: they start processes and count seconds, so each file has the machine for itself. */
const ALONE = ['src-main/cli/**/*.test.ts', 'src-main/transports/**/*.test.ts', 'scripts/**/*.test.{ts,mjs}']
/** Session files are let go with a collection of garbage, which takes long in a process full of other tests. */
const STORE = 'src-main/store/**/*.test.ts'

/**
 * What runs in Node, what needs a document, and what needs the machine for itself. Files share workers: a fresh process or
 * document for each would take several times as long. `build-once` builds out/main for tests of the command line.
 */
export default defineConfig({
  test: {
    testTimeout: 20_000,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        resolve: { alias },
        test: {
          name: 'node',
          environment: 'node',
          isolate: false,
          include: ['src-main/**/*.test.ts', 'src-preload/**/*.test.ts'],
          exclude: [...ALONE, STORE],
          globalSetup: ['src-main/testing/build-once.ts'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        resolve: { alias },
        test: {
          name: 'store',
          environment: 'node',
          include: [STORE],
          globalSetup: ['src-main/testing/build-once.ts'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        resolve: { alias },
        test: {
          name: 'page',
          environment: 'jsdom',
          pool: 'threads',
          isolate: false,
          include: ['src-renderer/**/*.test.{ts,tsx}'],
          setupFiles: ['src-renderer/testing/setup.ts'],
          // The palette is measured; other style sheets are left out.
          css: { include: [/tokens\.css/] },
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        resolve: { alias },
        test: {
          name: 'alone',
          environment: 'node',
          isolate: false,
          maxWorkers: 1,
          include: ALONE,
          globalSetup: ['src-main/testing/build-once.ts'],
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
