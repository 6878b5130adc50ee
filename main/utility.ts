import { utilityProcess, type MessagePortMain } from 'electron';
import { childEnvironment } from './child-environment.ts';
import type { ChildLife } from './supervisor.ts';

export interface UtilityOptions {
  /** Absolute path of the bundle. */
  readonly entry: string;
  /** Tags its log lines and names it in the system's process list. */
  readonly name: string;
  readonly onMessage: (message: unknown) => void;
  /** Once; `text` is its last words on stderr, else its exit code. */
  readonly onExit: (text: string) => void;
  /** Takes each line of its output; `source` is its name. */
  readonly log: (source: string, text: string) => void;
}

export interface Utility extends ChildLife {
  readonly pid: () => number | undefined;
  /** Messages sent before it has started wait for it. */
  readonly post: (message: unknown, ports?: MessagePortMain[]) => void;
}

/** Starts a bundle as utility process: no Electron APIs, a cleaned environment, its output tagged in our log. */
export const startUtility = (options: UtilityOptions): Utility => {
  const { entry, name, log } = options;
  const child = utilityProcess.fork(entry, [], {
    serviceName: name,
    stdio: 'pipe',
    execArgv: [],
    env: childEnvironment(process.env),
  });
  let lastWords = '';
  let gone = false;
  const exited = new Promise<void>((resolve) => {
    child.once('exit', (code) => {
      gone = true;
      resolve();
      options.onExit(lastWords === '' ? `${name} ended with code ${code}` : lastWords);
    });
  });
  forwardLines(child.stdout, (line) => log(name, line));
  forwardLines(child.stderr, (line) => {
    lastWords = wordsOf(line) ?? lastWords;
    log(name, line);
  });
  child.on('message', options.onMessage);

  const end = async (graceMs: number): Promise<void> => {
    if (gone) return;
    const timer = setTimeout(() => kill(child.pid), graceMs);
    await exited;
    clearTimeout(timer);
  };
  return { pid: () => child.pid, post: (message, ports) => child.postMessage(message, ports), end };
};

/** What a line tells of the end: the reason of a structured error, or a thrown error as Node prints it. */
const wordsOf = (line: string): string | undefined => {
  if (!line.startsWith('{')) return /^\w*Error\b/.test(line) ? line : undefined;
  try {
    const { level, event, reason } = JSON.parse(line) as Record<string, unknown>;
    return level === 'error' ? [event, reason].filter((part) => typeof part === 'string').join(': ') : undefined;
  } catch {
    return undefined;
  }
};

/** SIGKILL: whoever did not follow the request to stop may not follow SIGTERM either. */
const kill = (pid: number | undefined): void => {
  if (pid === undefined) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended in between.
  }
};

const LONGEST_LINE = 2_000;

/** Calls `onLine` per line; an endless line is cut, so that a mad child costs bounded memory. */
const forwardLines = (stream: NodeJS.ReadableStream | null, onLine: (line: string) => void): void => {
  let rest = '';
  stream?.on('data', (chunk: Buffer | string) => {
    const lines = (rest + chunk.toString()).split('\n');
    rest = (lines.pop() ?? '').slice(0, LONGEST_LINE);
    for (const line of lines) if (line.trim() !== '') onLine(line.slice(0, LONGEST_LINE));
  });
};
