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
  // On a shared machine a run may meet a moment without processor time; what passes only then is listed as flaky.
  retries: process.env.CI ? 1 : 0,
  reporter: [['list']],
  use: { trace: 'retain-on-failure', screenshot: 'only-on-failure' },
})
