import { runChecks } from './check/run-checks.ts';
import { runTask } from './task.ts';

await runTask(async () => {
  const { passed, failed } = await runChecks({ allMutations: process.argv.includes('--all') });
  console.log(`${passed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
});
