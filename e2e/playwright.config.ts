import { defineConfig } from '@playwright/test';

/** The real app on the real brokers: one worker, because each test's app wants a processor of its own. */
export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  workers: 1,
  fullyParallel: false,
  // Guards against hanging, not measures: a busy machine may take ten times as long. What one waits for is told before the test's own end.
  timeout: 240_000,
  expect: { timeout: 60_000, toPass: { timeout: 120_000 } },
  use: { actionTimeout: 60_000, navigationTimeout: 60_000 },
  reporter: 'list',
  globalSetup: './support/open-run.ts',
  forbidOnly: true,
});
