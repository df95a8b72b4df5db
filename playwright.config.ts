import { defineConfig } from '@playwright/test'

/** Whole-app runs: the real Electron window on simulators that speak the real protocol over real ports. */
export default defineConfig({
  testDir: 'e2e/specs',
  outputDir: 'test-results',
  // One window at a time: a workstation has one display, and live figures need the processor.
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  use: { trace: 'retain-on-failure', screenshot: 'only-on-failure' },
})
