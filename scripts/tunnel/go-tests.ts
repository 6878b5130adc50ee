import { runQuietly } from '../setup/command.ts';
import type { Counts } from '../test/counts.ts';
import { noteFailure } from '../test/failures.ts';
import { findGo } from './find-go.ts';
import { goEnvironment, tunnelSource } from './go-command.ts';
import { goStyleChecks } from './go-style.ts';
import { compileFlags } from './programs.ts';
import { differingBuilds } from './reproducible.ts';

/** One event of `go test -json`, as far as it is read here. */
interface GoTestEvent {
  readonly Action: string;
  readonly Package?: string;
  readonly Test?: string;
  readonly Output?: string;
}

const limitMs = 600_000;

/** Runs the tests of the Go code, the house's rules for it and the second build; failures are printed, counts at the end. */
export async function runGoTests(): Promise<Counts> {
  const go = await findGo();
  let passed = 0;
  let failed = 0;
  const twice = { name: 'the same bytes from two folders', run: async () => (await differingBuilds()).join('\n') };
  for (const check of [...goStyleChecks(go), twice]) {
    const findings = await check.run().catch((error: unknown) => String(error));
    if (findings === '') passed += 1;
    else failed += report(`tunnel, ${check.name}`, findings);
  }
  const { output, code } = await runQuietly(go.executable, ['test', '-json', ...compileFlags('testnet'), './...'], {
    cwd: tunnelSource,
    env: goEnvironment(),
    timeLimitMs: limitMs,
  });
  const tests = countGoTests(output);
  for (const { name, text } of tests.failures) failed += report(name, text);
  passed += tests.passed;
  if (code !== 0 && tests.failures.length === 0) failed += report('tunnel, go test', output.slice(-4_000));
  const counts = { passed, failed, skipped: tests.skipped };
  console.log(`${'Go, tunnel'.padEnd(28)} ${passed} passed, ${failed} failed, ${tests.skipped} skipped`);
  return counts;
}

function report(name: string, text: string): number {
  noteFailure(name);
  console.log(`\n✖ ${name}\n${text.trimEnd().replace(/^(?=.)/gm, '  ')}`);
  return 1;
}

/** What `go test -json` tells; lines that are no JSON (a build failure) count nothing. */
export function countGoTests(output: string): {
  passed: number;
  skipped: number;
  failures: { name: string; text: string }[];
} {
  const texts = new Map<string, string>();
  const failures: { name: string; text: string }[] = [];
  let passed = 0;
  let skipped = 0;
  for (const line of output.split('\n')) {
    const event = parse(line);
    if (event?.Test === undefined) continue;
    const name = `${event.Package ?? ''} ${event.Test}`;
    if (event.Action === 'output') texts.set(name, (texts.get(name) ?? '') + (event.Output ?? ''));
    if (event.Action === 'pass') passed += 1;
    if (event.Action === 'skip') skipped += 1;
    if (event.Action === 'fail') failures.push({ name, text: texts.get(name) ?? '' });
  }
  return { passed, skipped, failures };
}

function parse(line: string): GoTestEvent | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as GoTestEvent;
  } catch {
    return undefined;
  }
}
