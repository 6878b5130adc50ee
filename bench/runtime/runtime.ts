import { fork, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openHost, type Host } from './host.ts';
import type { SubjectHandle } from './subject.ts';

export type RuntimeName = 'electron' | 'node';
export type SubjectName = 'engine' | 'counter';

/** Where subjects run. Each is a process of its own. */
export interface Runtime {
  readonly name: RuntimeName;
  /** For people: "Electron 33.2.1 utility process (Node 20.18.1)". */
  readonly label: string;
  start(subject: SubjectName, first: unknown, options: { readonly window: boolean }): Promise<SubjectHandle>;
  close(): void;
}

const root = join(import.meta.dirname, '..', '..');
const ENGINE = join(root, 'dist', 'engine', 'index.js');
const electronDir = join(root, 'node_modules', 'electron');
const electronDist = join(electronDir, 'dist');

/** The real Electron, its subjects as utility processes of one main process; bundles are made by `npm run bench`. */
const openElectron = async (): Promise<Runtime> => {
  const profile = mkdtempSync(join(tmpdir(), 'blocao-bench-electron-'));
  const executable = join(electronDist, readFileSync(join(electronDir, 'path.txt'), 'utf8').trim());
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const args = ['--disable-gpu', `--user-data-dir=${profile}`, ...asRoot, join(root, 'dist', 'bench', 'main.js')];
  const child = spawn(executable, args, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const host = await openHost(child, lastWordsOf(child));
  return {
    name: 'electron',
    label: `Electron ${host.versions['electron']} utility process (Node ${host.versions['node']})`,
    start: (subject, first, options) => host.start(subject === 'engine' ? ENGINE : join(root, 'dist', 'bench', `${subject}.js`), first, options),
    close: () => {
      end(child);
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
};

/** The Node that runs this script; each subject has a host of its own. */
const openNode = (): Runtime => {
  const children: ChildProcess[] = [];
  const startHost = (): Promise<Host> => {
    const child = fork(join(import.meta.dirname, 'node-host.ts'), [], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    children.push(child);
    return openHost(child, lastWordsOf(child));
  };
  return {
    name: 'node',
    label: `Node ${process.versions.node}`,
    start: async (subject, first, options) => {
      const host = await startHost();
      return host.start(subject === 'engine' ? ENGINE : join(root, 'bench', 'subjects', `${subject}.ts`), first, options);
    },
    close: () => children.forEach(end),
  };
};

const LAST_WORDS = 4_000;

/** Output is read, not shown: stdout belongs to the figures. Its end is for the words of a failure. */
const lastWordsOf = (child: ChildProcess): (() => string) => {
  let words = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (words = (words + chunk.toString()).slice(-LAST_WORDS)));
  return () => words;
};

const end = (child: ChildProcess): void => {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
};

export const openRuntime = async (name: RuntimeName): Promise<Runtime> => (name === 'electron' ? openElectron() : openNode());

/** One runtime after the other, so that none takes the other's cores. */
export const withRuntimes = async <R>(
  names: readonly RuntimeName[],
  { say }: { readonly say: (text: string) => void },
  measure: (runtime: Runtime) => Promise<readonly R[]>,
): Promise<R[]> => {
  const results: R[] = [];
  for (const name of names) {
    const runtime = await openRuntime(name);
    try {
      say(` ${runtime.label}`);
      results.push(...(await measure(runtime)));
    } finally {
      runtime.close();
    }
  }
  return results;
};
