import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { freePort } from '../../platform/free-port.test-support.ts';
import { freshDir } from './paths.ts';
import { keepLog } from './run-logs.ts';

/** A real mosquitto without persistence on a port of its own. */
export interface Broker {
  readonly port: number;
  readonly url: string;
  /** What it logged since the first start. */
  readonly log: () => string;
  /** SIGKILL: everything it held is lost. Settles when the process is gone. */
  readonly kill: () => Promise<void>;
  /** Starts again on the same port; settles when it listens. */
  readonly start: () => Promise<void>;
}

export interface BrokerOptions {
  /** Further lines of mosquitto.conf, e.g. bridges. */
  readonly config?: readonly string[];
  readonly port?: number;
}

/** A running broker that lets everybody in. */
export const startBroker = async (options: BrokerOptions = {}): Promise<Broker> => {
  const port = options.port ?? (await freePort());
  const file = join(freshDir('broker'), 'mosquitto.conf');
  const base = [`listener ${port} 127.0.0.1`, 'persistence false', 'log_dest stderr', 'log_type all'];
  // As root it would give its rights away and could not read the test's key files.
  if (process.getuid?.() === 0) base.push('user root');
  const config = [...base, 'max_queued_messages 20000', ...(options.config ?? ['allow_anonymous true']), ''];
  writeFileSync(file, config.join('\n'));
  let text = '';
  let child: ChildProcess | undefined;

  const start = async (): Promise<void> => {
    child = spawn('mosquitto', ['-c', file], { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (text += chunk.toString()));
    keepLog('broker', [child.stdout, child.stderr]);
    await listening(port).catch((error: Error) => Promise.reject(new Error(`${error.message}\n${text}`)));
  };
  const kill = async (): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  await start();
  return { port, url: `mqtt://127.0.0.1:${port}`, log: () => text, kill, start };
};

const listening = async (port: number): Promise<void> => {
  const triesEveryMs = 20;
  for (let tries = 0; tries < 500; tries += 1) {
    const socket = connect(port, '127.0.0.1');
    const outcome = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (outcome) return;
    await new Promise((resolve) => setTimeout(resolve, triesEveryMs));
  }
  throw new Error(`nothing listens on port ${port}`);
};
