// `npm test`: set-up, build, checks, unit tests on both Nodes, end to end. `npm test -- unit`, `-- e2e`, `-- check`
// run one part; any other word is part of a test file's path; `--all` runs every mutation of the spec.
import { buildBench } from './build/bench.ts';
import { buildAll, buildPrograms } from './build/build-all.ts';
import { repositoryFiles } from './check/repository-files.ts';
import { runChecks } from './check/run-checks.ts';
import { ensureAgentPackages } from './package/agent/make-agent.ts';
import { ensurePackagedApp, packagedApp } from './package/make-packages.ts';
import { setUp } from './setup/set-up.ts';
import { step } from './setup/step.mjs';
import { runTask } from './task.ts';
import { addCounts, type Counts } from './test/counts.ts';
import { runEndToEnd } from './test/e2e-suite.ts';
import { failureSummary, withUnsteady } from './test/failures.ts';
import { startSoak } from './test/soak-suite.ts';
import { runUnitTests } from './test/unit-suites.ts';
import { tunnelArtefacts } from './tunnel/artefacts.ts';
import { runGoTests } from './tunnel/go-tests.ts';

const parts = ['check', 'unit', 'e2e'] as const;
type Part = (typeof parts)[number];

const args = process.argv.slice(2);
const allMutations = args.includes('--all');
const words = args.filter((word) => !word.startsWith('--'));
const filters = words.filter((word) => !parts.includes(word as Part));
const named = parts.filter((part) => words.includes(part));

/** With filters, the parts that have such files; checks know no files. */
function isWanted(part: Part, files: readonly string[]): boolean {
  if (named.length > 0) return named.includes(part);
  return filters.length === 0 || (part !== 'check' && files.length > 0);
}

const matching = (files: readonly string[]): string[] =>
  files.filter((file) => filters.length === 0 || filters.some((filter) => file.includes(filter)));

/** Rooms whose tests open the tunnel. */
const usesTunnel = (file: string): boolean => /^(main|agent\/simulator|scripts\/tunnel)\//.test(file);

/** Tests that start what is packed for routers. */
const readsAgentPackages = (file: string): boolean => /^scripts\/(package\/agent|docs)\//.test(file);

await runTask(async () => {
  const goFiles = matching(repositoryFiles(['go']).filter((file) => file.endsWith('_test.go')));
  const unitFiles = matching(repositoryFiles(['test.ts']));
  const specFiles = matching(repositoryFiles(['spec.ts']));
  const [wantsUnit, wantsEndToEnd] = [isWanted('unit', [...unitFiles, ...goFiles]), isWanted('e2e', specFiles)];
  if (wantsUnit || wantsEndToEnd) await setUp('test', { display: true });
  if (wantsEndToEnd) await buildAll().then(buildBench);
  else if (wantsUnit) await buildPrograms();
  let total: Counts = { passed: 0, failed: 0, skipped: 0 };
  // Only then a second try: whoever looks at one test wants to see it fail.
  const isWhole = filters.length === 0;
  const add = (counts: Counts): void => void (total = addCounts(total, counts));
  const needsTunnel = wantsEndToEnd || (wantsUnit && (goFiles.length > 0 || unitFiles.some(usesTunnel)));
  // Before the checks: the tests of mutated rules open tunnels too.
  if (needsTunnel) await step('Tunnel client', () => tunnelArtefacts().then(() => 'ready'));
  if (isWanted('check', [])) add({ ...(await runChecks({ allMutations })), skipped: 0 });
  // A single test does not ask for it.
  const soak = wantsUnit && isWhole ? startSoak() : undefined;
  // Before the tests, which run side by side: two of them read what it makes.
  if (wantsUnit && unitFiles.some(readsAgentPackages)) await ensureAgentPackages({ fresh: true });
  if (wantsUnit && unitFiles.length > 0) add(await runUnitTests(unitFiles, { secondTry: isWhole }));
  if (wantsUnit && goFiles.length > 0) add(await runGoTests());
  if (soak) add(await soak);
  if (wantsEndToEnd) {
    await ensurePackagedApp({ freshAgent: isWhole });
    const env = { BLOCAO_PACKAGED_APP: packagedApp };
    add(await runEndToEnd({ filters: isWhole ? [] : specFiles, secondTry: isWhole, env }));
  }
  process.stdout.write(failureSummary());
  total = withUnsteady(total);
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
  if (total.failed > 0 || total.passed === 0) process.exitCode = 1;
});
