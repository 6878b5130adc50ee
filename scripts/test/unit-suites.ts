import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { nodeBundleOptions } from '../build/bundles.ts';
import { overCores } from '../check/workers.ts';
import { dist, root } from '../paths.ts';
import { runQuietly } from '../setup/command.ts';
import { electronExecutable } from '../setup/electron.ts';
import { isRunning } from '../setup/running.ts';
import { addCounts, judged, type Counts } from './counts.ts';
import { noteFailure, noteUnsteady } from './failures.ts';

const reporter = pathToFileURL(path.join(import.meta.dirname, 'reporter.mjs')).href;
/** A guard against hanging: the file's own process tells what it waits for; one that cannot is killed a little later. */
const fileLimitMs = 400_000;
const killedLaterMs = 20_000;

/** What also runs inside Electron is tested on its Node too. */
const roomsInElectron = ['fleet/', 'platform/', 'main/', 'agent/'];

/** The reporter's last line; `failures` are titles with the first line of their errors. */
interface Found extends Counts {
  readonly failures: readonly string[];
}

const countsOf = ({ passed, failed, skipped }: Found): Counts => ({ passed, failed, skipped });

/** `secondTry`: a file that fails is run once more, alone, once the others have ended. */
interface UnitOptions {
  readonly secondTry: boolean;
}

interface Job {
  readonly suite: string;
  /** The test's source, for people. */
  readonly file: string;
  readonly executable: string;
  readonly run: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Runs test files, each in a process of its own: as they are on the pinned Node 24, and those of the rooms that Electron
 * runs a second time, bundled, on the Node inside Electron. Failures are printed as they come, counts at the end.
 */
export async function runUnitTests(files: readonly string[], { secondTry }: UnitOptions): Promise<Counts> {
  const begin = performance.now();
  const inElectron = files.filter((file) => roomsInElectron.some((room) => file.startsWith(room)));
  const jobs = [...files.map(onNode24), ...(await onElectronNode(inElectron))];
  const found = await overCores(jobs, runJob);
  const counts: Counts[] = [];
  for (const [index, job] of jobs.entries()) counts.push(await settled(job, found[index]!, secondTry));
  let total: Counts = { passed: 0, failed: 0, skipped: 0 };
  for (const suite of new Set(jobs.map((job) => job.suite))) {
    const sum = counts.filter((_, index) => jobs[index]?.suite === suite).reduce(addCounts);
    console.log(`${suite.padEnd(28)} ${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
    total = addCounts(total, sum);
  }
  console.log(`unit tests took ${((performance.now() - begin) / 1000).toFixed(1)} s`);
  return total;
}

function onNode24(file: string): Job {
  return { suite: 'unit, Node 24', file, executable: process.execPath, run: file, env: process.env };
}

/** A folder for each run: two may go on in one clone. What killed ones left is removed. */
function bundlesOf(pid: number): string {
  const all = path.join(dist, 'test-bundles');
  fs.mkdirSync(all, { recursive: true });
  for (const name of fs.readdirSync(all)) {
    if (!/^\d+$/.test(name) || !isRunning(Number(name))) fs.rmSync(path.join(all, name), { recursive: true, force: true });
  }
  return path.join(all, String(pid));
}

async function onElectronNode(files: readonly string[]): Promise<Job[]> {
  if (files.length === 0) return [];
  const folder = bundlesOf(process.pid);
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  await build({
    ...nodeBundleOptions('esm', []),
    packages: 'external',
    entryPoints: [...files],
    outbase: root,
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    plugins: [keepOwnPlace],
  });
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const bundleOf = (file: string): string => path.join(folder, file.replace(/\.ts$/, '.mjs'));
  const executable = electronExecutable();
  return files.map((file) => ({ suite: "unit, Electron's Node", file, executable, run: bundleOf(file), env }));
}

/** A bundled file still finds what lies beside its source: import.meta speaks of the source. */
const keepOwnPlace: Plugin = {
  name: 'keep-own-place',
  setup(setup) {
    setup.onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
      if (file.includes('node_modules')) return undefined;
      const text = fs
        .readFileSync(file, 'utf8')
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(file).href))
        .replaceAll('import.meta.dirname', JSON.stringify(path.dirname(file)))
        .replaceAll('import.meta.filename', JSON.stringify(file));
      return { contents: text, loader: 'ts' };
    });
  },
};

async function settled(job: Job, first: Found, secondTry: boolean): Promise<Counts> {
  if (first.failed === 0) return countsOf(first);
  const last = secondTry ? await runJob(job) : first;
  const note = last.failed === 0 ? noteUnsteady : noteFailure;
  for (const failure of last.failed === 0 ? first.failures : last.failures) note(`${job.file}: ${failure} (${job.suite})`);
  return countsOf(last);
}

/** A file that leaves a socket or a timer behind does not end and is stopped after the limit: that is a failure. */
async function runJob({ suite, file, executable, run, env }: Job): Promise<Found> {
  const flags = ['--enable-source-maps', `--test-reporter=${reporter}`];
  const { code, output, timedOut } = await runQuietly(executable, [...flags, run], {
    cwd: root,
    env: { ...env, NODE_ENV: 'test', BLOCAO_TEST_FILE_LIMIT_MS: String(fileLimitMs) },
    timeLimitMs: fileLimitMs + killedLaterMs,
  });
  const [text = '', last] = output.split('\n@counts ');
  const found = last === undefined ? undefined : (JSON.parse(last.split('\n')[0] ?? '') as Found);
  const { counts, reason } = judged(found && countsOf(found), code);
  if (counts.failed === 0) return { ...counts, failures: [] };
  const hung = /^✖ (still running: .*)$/m.exec(output)?.[1];
  const why = timedOut ? `did not end within ${fileLimitMs / 1000} s` : (hung ?? reason);
  console.log(`\n✖ ${file} (${suite})${why === undefined ? '' : `: ${why}`}`);
  console.log(text.trimEnd().replace(/^(?=.)/gm, '  '));
  return { ...counts, failures: [...(found?.failures ?? []), ...(why === undefined ? [] : [why])] };
}
