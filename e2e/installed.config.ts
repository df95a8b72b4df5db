import { defineConfig } from '@playwright/test'

/** The installed package, as an ordinary person uses it: `npm run test:package` builds it and names it in WATTBENCH_DEB. */
export default defineConfig({
  testDir: 'installed',
  outputDir: '../test-results/installed',
  workers: 1,
  timeout: 240_000,
  expect: { timeout: 30_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
})
