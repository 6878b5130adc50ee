import { noteFailure } from '../test/failures.ts';
import { allChecks, type Check } from './checks.ts';
import { overCores } from './workers.ts';

/** Runs all checks side by side and prints one line each, with findings below; returns how many passed and failed. */
export async function runChecks(options: { allMutations: boolean }): Promise<{ passed: number; failed: number }> {
  const results = await overCores(allChecks(options), runOne);
  const failed = results.filter((passed) => !passed).length;
  return { passed: results.length - failed, failed };
}

async function runOne(check: Check): Promise<boolean> {
  const begin = performance.now();
  const findings = await check.run().catch((error: unknown) => String(error));
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  const mark = findings === '' ? 'ok' : 'FAILED';
  console.log(`check   ${check.name.padEnd(34)} ${mark.padEnd(8)} ${seconds} s`);
  if (findings !== '') {
    noteFailure(`check ${check.name}: ${findings.split('\n')[0]}`);
    console.log(findings.replace(/^/gm, '        '));
  }
  return findings === '';
}
