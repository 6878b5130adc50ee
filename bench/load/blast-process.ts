import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { BlastCommand, BlastReport, Prepared } from './blast-protocol.ts';
import type { LoadOptions } from './site-load.ts';

/** The load's own process, as the bench sees it. */
export interface Blast {
  /** Where it listens; 0 where it publishes to a broker. */
  readonly port: number;
  /** Settles when the subject has subscribed, or the broker has accepted the publisher. */
  readonly connected: Promise<void>;
  prepare(what: 'seed' | 'retained' | 'sweeps', sweeps?: number): Promise<Prepared>;
  /** Sends what was prepared; settles when all of it is written and acknowledged. */
  go(): Promise<void>;
  close(): void;
}

const startProcess = () => {
  const child = fork(join(import.meta.dirname, 'blast.ts'), [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const next = <T extends BlastReport['type']>(type: T): Promise<Extract<BlastReport, { type: T }>> =>
    new Promise((resolve, reject) => {
      const onExit = (code: number | null): void => reject(new Error(`the load's process ended with ${String(code)}`));
      const look = (report: BlastReport): void => {
        if (report.type !== type) return;
        child.off('message', look).off('exit', onExit);
        resolve(report as Extract<BlastReport, { type: T }>);
      };
      child.on('message', look).once('exit', onExit);
    });
  return { child, next, send: (command: BlastCommand): void => void child.send(command) };
};

const blastOf = ({ child, next, send }: ReturnType<typeof startProcess>, port: number, connected: Promise<unknown>): Blast => ({
  port,
  connected: connected.then(() => undefined),
  prepare: async (what, sweeps = 1) => {
    send({ type: 'prepare', what, sweeps });
    return (await next('prepared')).prepared;
  },
  go: async () => {
    send({ type: 'go' });
    await next('done');
  },
  close: () => endQuietly(child),
});

const endQuietly = (child: ChildProcess): void => {
  child.removeAllListeners('exit');
  child.kill('SIGKILL');
};

/** A minimal fake broker endpoint on a free port. */
export const listenBlast = async (load: LoadOptions): Promise<Blast> => {
  const started = startProcess();
  started.send({ type: 'listen', load });
  const connected = started.next('connected');
  connected.catch(() => undefined);
  const { port } = await started.next('listening');
  return blastOf(started, port, connected);
};

/** A publisher at a real broker. */
export const publishBlast = (port: number, load: LoadOptions): Blast => {
  const started = startProcess();
  started.send({ type: 'publish-to', port, load });
  return blastOf(started, 0, started.next('connected'));
};
