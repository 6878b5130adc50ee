import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TOPIC_ROOT } from '../../fleet/topics.ts';
import { noteLog } from '../../platform/evidence.test-support.ts';
import { openDirectory } from '../site/journal/files.ts';
import { openJournal } from '../site/journal/journal.ts';
import { openMqttSession } from '../site/mqtt-session.ts';

/*
 * Test code: the real program `blocao-agent site` in a process of its own, and somebody who reads what reaches its broker.
 */

export interface AgentProcess {
  readonly dir: string;
  readonly pid: number | undefined;
  /** All that the program wrote so far. */
  log(): string;
  start(): void;
  kill(signal: NodeJS.Signals): Promise<void>;
  /** As a router that is installed anew: nothing remembered, or but the `boot` that its test at the factory left. */
  reinstall(boot?: number): void;
  dispose(): Promise<void>;
}

/** A file in the agent's directory; answers its path. */
export const putFile = (dir: string, name: string, text: string): string => {
  const path = join(dir, name);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
};

/** As after an earlier life: without it and without a synchronised clock an agent waits for two minutes. */
const seedBoot = (dataDir: string, boot: number): void => {
  const journal = openJournal({ files: openDirectory(join(dataDir, 'journal')), monoMs: 0 });
  journal.store.save({ boot, eventSeq: 0, openAlerts: [], lastAlertIds: [] });
  journal.close();
};

/** `settings` gets the directory, for files that they name; nothing is started yet. `env` is asked at each start. */
export const prepareAgent = (settings: (dir: string) => object, env: () => NodeJS.ProcessEnv = () => process.env): AgentProcess => {
  const dir = mkdtempSync(join(tmpdir(), 'fleet-agent-'));
  const dataDir = join(dir, 'data');
  const path = putFile(dir, 'settings.json', JSON.stringify({ v: 1, data_dir: dataDir, ...settings(dir) }));
  seedBoot(dataDir, 1_000);
  let child: ChildProcess | undefined;
  let log = '';
  const kill = async (signal: NodeJS.Signals): Promise<void> => {
    const running = child;
    child = undefined;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const ended = new Promise((resolve) => running.once('exit', resolve));
    running.kill(signal);
    await ended;
  };
  return {
    dir,
    get pid() {
      return child?.pid;
    },
    log: () => log,
    start: () => {
      child = spawn(process.execPath, [join('dist', 'agent', 'cli.cjs'), 'site', '--settings', path], { stdio: ['ignore', 'pipe', 'pipe'], env: env() });
      child.stdout?.on('data', (chunk: Buffer) => (log += chunk.toString()));
      child.stderr?.on('data', (chunk: Buffer) => (log += chunk.toString()));
      noteLog(`agent in ${dir}`, () => log);
    },
    kill,
    reinstall: (boot) => {
      rmSync(dataDir, { recursive: true, force: true });
      if (boot !== undefined) seedBoot(dataDir, boot);
    },
    dispose: async () => {
      await kill('SIGKILL');
      rmSync(dir, { recursive: true, force: true });
    },
  };
};

export interface Heard {
  readonly topic: string;
  readonly payload: string;
}

export interface Listener {
  readonly heard: readonly Heard[];
  /** How often it was connected and heard itself: from then on it misses nothing. */
  readonly rounds: number;
  /** Last document of a kind such as `state/health`. */
  last(kind: string): Record<string, unknown> | undefined;
  /** Events of a kind by their `seq`: copies are one. Throws where two of one `seq` differ. */
  events(kind: string): readonly Record<string, unknown>[];
  stop(): Promise<void>;
}

/** Reads everything that an agent says on the broker at `url`. */
export const listen = async (url: string): Promise<Listener> => {
  const heard: Heard[] = [];
  const echo = `${TOPIC_ROOT}local/echo`;
  let rounds = 0;
  let connected: (() => void) | undefined;
  const begin = new Promise<void>((resolve) => (connected = resolve));
  const session = openMqttSession(
    { url, clientId: 'listener', keepaliveS: 60, clean: true, random: Math.random, will: () => ({ topic: 'listener', payload: '', qos: 0, retain: false }) },
    {
      onConnected: () => {
        session?.subscribe([`${TOPIC_ROOT}#`], 1);
        session?.publish(echo, '', { qos: 0, retain: false });
        connected?.();
      },
      onDisconnected: () => undefined,
      onFailed: () => undefined,
      onMessage: (topic, payload) => {
        if (topic === echo) rounds += 1;
        else heard.push({ topic, payload: payload.toString() });
      },
    },
  );
  await begin;
  const of = (kind: string) => heard.filter(({ topic }) => topic === `${TOPIC_ROOT}${kind}`);
  return {
    heard,
    get rounds() {
      return rounds;
    },
    last: (kind) => {
      const found = of(kind).at(-1);
      return found && (JSON.parse(found.payload) as Record<string, unknown>);
    },
    events: (kind) => {
      const bySeq = new Map<unknown, Heard>();
      for (const one of of(kind)) {
        const { seq } = JSON.parse(one.payload) as { seq: number };
        const known = bySeq.get(seq);
        if (known && known.payload !== one.payload) throw new Error(`two events of seq ${seq}: ${known.payload} ${one.payload}`);
        bySeq.set(seq, one);
      }
      return Array.from(bySeq.values(), ({ payload }) => JSON.parse(payload) as Record<string, unknown>);
    },
    stop: () => session.stop(),
  };
};
