// Reporter for node:test on Node 24 and on Electron's Node 20: silent about what passes, failures in full with what the
// test waited for and the last lines of its child processes, and one last line of counts that unit-suites.ts reads.
// It also ends a file that hangs, so that the report says where: Node 20 knows no limit for all tests of a file.
import { writeSync } from 'node:fs';
import { inspect } from 'node:util';

const lastLines = 12;

/** @typedef {{ name: string, file?: string, line?: number, nesting: number, skip?: unknown, todo?: unknown,
 *   details: { type?: string, error?: Error & { failureType?: string, cause?: unknown } } }} TestData */

/**
 * @param {AsyncIterable<{ type: string, data: any }>} events
 * @returns {AsyncGenerator<string>}
 */
export default async function* report(events) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  /** @type {string[]} */
  const failures = [];
  const running = new Set();
  const limitMs = Number(process.env['BLOCAO_TEST_FILE_LIMIT_MS'] ?? 0);
  if (limitMs > 0) /** @type {any} */ (setTimeout(endHanging, limitMs, running)).unref();
  for await (const { type, data } of events) {
    if (type === 'test:dequeue') running.add(data.name);
    if (type === 'test:fail' || type === 'test:pass') running.delete(data.name);
    if (type === 'test:fail' && !isConsequence(data)) {
      counts.failed += 1;
      failures.push(`${data.name}: ${firstLine(errorOf(data))}`);
      yield describeFailure(data);
    }
    if (type !== 'test:pass' || data.details.type === 'suite') continue;
    if (data.skip || data.todo) counts.skipped += 1;
    else counts.passed += 1;
  }
  yield `\n@counts ${JSON.stringify({ ...counts, failures })}\n`;
}

/** A parent fails because its children do: they are reported themselves. @param {TestData} data */
function isConsequence(data) {
  return data.details.error?.failureType === 'subtestsFailed';
}

/** @param {TestData} data */
function errorOf(data) {
  return data.details.error?.cause ?? data.details.error;
}

/** @param {unknown} error */
function firstLine(error) {
  return String(error instanceof Error ? error.message : error).split('\n')[0];
}

/** @param {TestData} data */
function describeFailure(data) {
  const error = errorOf(data);
  const where = data.line ? ` (line ${data.line})` : '';
  return `\n✖ ${data.name}${where}\n${typeof error === 'string' ? error : inspect(error)}\n${evidence()}`;
}

/** What the tests left in `platform/evidence.test-support.ts`. */
function evidence() {
  const { waits = [], logs = [] } = /** @type {any} */ (globalThis).blocaoTestEvidence ?? {};
  const lines = [];
  for (const { what, sinceMs } of waits) {
    const seconds = Math.round((performance.now() - sinceMs) / 1000);
    lines.push(`waiting for ${seconds} s: ${typeof what === 'string' ? what : what()}`);
  }
  for (const [name, log] of logs) {
    const last = log().trimEnd().split('\n').slice(-lastLines).join('\n  ');
    if (last !== '') lines.push(`last lines of ${name}:\n  ${last}`);
  }
  return lines.length > 0 ? `${lines.join('\n')}\n` : '';
}

/** @param {Set<string>} running */
function endHanging(running) {
  writeSync(1, `\n✖ still running: ${[...running].join(', ') || 'something that a test left behind'}\n${evidence()}`);
  process.exit(1);
}
