import { defineConfig } from '@playwright/test';

/** The real app on the real brokers: one worker, because each test's app wants a processor of its own. */
export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  workers: 1,
  fullyParallel: false,
  timeout: 60_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  globalSetup: './support/open-run.ts',
  forbidOnly: true,
});
