// Reporter for node:test on Node 24 and on Electron's Node 20: silent about what passes, failures in full, and one last
// line of counts that unit-suites.ts reads.
import { inspect } from 'node:util';

/** @typedef {{ name: string, file?: string, line?: number, nesting: number, skip?: unknown, todo?: unknown,
 *   details: { type?: string, error?: Error & { failureType?: string, cause?: unknown } } }} TestData */

/**
 * @param {AsyncIterable<{ type: string, data: any }>} events
 * @returns {AsyncGenerator<string>}
 */
export default async function* report(events) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for await (const { type, data } of events) {
    if (type === 'test:fail' && !isConsequence(data)) {
      counts.failed += 1;
      yield describeFailure(data);
    }
    if (type !== 'test:pass' || data.details.type === 'suite') continue;
    if (data.skip || data.todo) counts.skipped += 1;
    else counts.passed += 1;
  }
  yield `\n@counts ${JSON.stringify(counts)}\n`;
}

/** A parent fails because its children do: they are reported themselves. @param {TestData} data */
function isConsequence(data) {
  return data.details.error?.failureType === 'subtestsFailed';
}

/** @param {TestData} data */
function describeFailure(data) {
  const error = data.details.error?.cause ?? data.details.error;
  const where = data.line ? ` (line ${data.line})` : '';
  return `\n✖ ${data.name}${where}\n${typeof error === 'string' ? error : inspect(error)}\n`;
}
