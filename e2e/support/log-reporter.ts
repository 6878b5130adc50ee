import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';
import { lastOfLogs } from './run-logs.ts';

/** Beneath a failure: what the consoles and brokers of that test said last. */
// oxlint-disable-next-line import/no-default-export -- Playwright calls the default export
export default class LogReporter implements Reporter {
  onTestEnd(test: TestCase, result: TestResult): void {
    if (result.status === 'failed' || result.status === 'timedOut') {
      process.stdout.write(`\n✖ ${test.titlePath().filter(Boolean).join(' › ')}\n${lastOfLogs(result.startTime.getTime())}`);
    }
  }

  printsToStdio(): boolean {
    return false;
  }
}
