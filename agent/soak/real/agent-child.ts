import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/*
 * The real program in a process of its own, with a clock that can be set: its `Date` is moved by a message, since nobody may
 * set the clock of the machine that tests.
 */

const CLOCK = `const real = Date.now;
let offset = 0;
Date.now = () => real() + offset;
process.on('message', (message) => { offset = message.clockOffsetMs; });
process.channel?.unref();
`;

export interface AgentChild {
  readonly running: boolean;
  /** All that it wrote. */
  log(): string;
  start(): void;
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  setClock(offsetMs: number): void;
}

export const prepareAgentChild = (program: string, settings: string, dir: string): AgentChild => {
  const preload = join(dir, 'clock.cjs');
  writeFileSync(preload, CLOCK);
  let child: ChildProcess | undefined;
  let log = '';
  const isRunning = (): boolean => child !== undefined && child.exitCode === null && child.signalCode === null;
  return {
    get running() {
      return isRunning();
    },
    log: () => log,
    start: () => {
      if (isRunning()) return;
      child = spawn(process.execPath, ['-r', preload, program, 'site', '--settings', settings], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
      for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (log = `${log}${chunk.toString()}`.slice(-20_000)));
    },
    end: async (signal) => {
      const ending = child;
      if (!ending || !isRunning()) return;
      const ended = new Promise((resolve) => ending.once('exit', resolve));
      ending.kill(signal);
      await ended;
    },
    setClock: (clockOffsetMs) => {
      if (isRunning()) child?.send({ clockOffsetMs });
    },
  };
};
