import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { openKeyringSession } from '../headless/keyring-session.ts';
import { isHeadless, openScreen } from '../headless/screen.ts';
import { modules, root } from '../paths.ts';
import { judged, type Counts } from './counts.ts';
import { noteFailure, noteUnsteady } from './failures.ts';

interface PlaywrightSuite {
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs: readonly PlaywrightSpec[];
}

interface PlaywrightSpec {
  readonly title: string;
  readonly file: string;
  readonly line: number;
  readonly tests: readonly { readonly status: string; readonly results: readonly { readonly error?: { readonly message?: string } }[] }[];
}

interface PlaywrightReport {
  readonly stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  readonly suites: readonly PlaywrightSuite[];
}

/** Filters are Playwright's. `secondTry`: a test that fails, or a file whose tests go on from each other, is run once more. */
interface EndToEndOptions {
  readonly filters: readonly string[];
  readonly secondTry: boolean;
  readonly env: NodeJS.ProcessEnv;
}

/** Runs Playwright against the real app, on a screen and with a keyring of its own. */
export async function runEndToEnd({ filters, secondTry, env }: EndToEndOptions): Promise<Counts> {
  const begin = performance.now();
  const screen = isHeadless() ? await openScreen() : undefined;
  const keyring = process.platform === 'linux' ? await openKeyringSession() : undefined;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'blocao-e2e-'));
  const report = path.join(folder, 'report.json');
  const cli = path.join(modules, '@playwright/test/cli.js');
  try {
    const options = ['--reporter=dot,json,./e2e/support/log-reporter.ts', `--retries=${secondTry ? 1 : 0}`];
    const args = [cli, 'test', '-c', 'e2e/playwright.config.ts', ...options, ...filters];
    const playwright = spawn(process.execPath, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env, ...screen?.env, ...keyring?.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    });
    const [code] = (await once(playwright, 'exit')) as [number | null];
    const { counts, reason } = judged(countsOf(report), code ?? 1);
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    console.log(`end to end: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped, ${seconds} s`);
    if (reason !== undefined) console.log(reason);
    return counts;
  } finally {
    screen?.close();
    keyring?.close();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** A flaky test is one that passed at its second try. */
function countsOf(report: string): Counts | undefined {
  if (!fs.existsSync(report)) return undefined;
  const { stats, suites } = JSON.parse(fs.readFileSync(report, 'utf8')) as PlaywrightReport;
  for (const suite of suites) noteFailed(suite);
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
}

function noteFailed({ suites = [], specs }: PlaywrightSuite): void {
  for (const suite of suites) noteFailed(suite);
  for (const { title, file, line, tests } of specs) {
    const [failed] = tests.filter(({ status }) => status === 'unexpected' || status === 'flaky');
    const message = failed?.results.find(({ error }) => error !== undefined)?.error?.message ?? '';
    const note = failed?.status === 'flaky' ? noteUnsteady : noteFailure;
    if (failed) note(`e2e/${file}:${line} ${title}: ${stripVTControlCharacters(message).split('\n', 4).join(' ')}`);
  }
}
