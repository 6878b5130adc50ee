import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { PublisherPlan, PublisherReport } from './publisher.ts';

/** The publisher's process, as the bench sees it. */
export interface Publisher {
  go(): void;
  /** Ends the sending; when each message left. */
  stop(): Promise<readonly number[]>;
  close(): void;
}

/** Answers when every site has told its place and a first health document. */
export const startPublisher = async (plan: PublisherPlan): Promise<Publisher> => {
  const child = fork(join(import.meta.dirname, 'publisher.ts'), [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const next = <T extends PublisherReport['type']>(type: T): Promise<Extract<PublisherReport, { type: T }>> =>
    new Promise((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`the publisher ended with ${String(code)}`)));
      child.on('message', (report: PublisherReport) => report.type === type && resolve(report as Extract<PublisherReport, { type: T }>));
    });
  child.send(plan);
  await next('seeded');
  return {
    go: () => void child.send('go'),
    stop: async () => {
      child.send('stop');
      return (await next('sent')).sent;
    },
    close: () => {
      child.removeAllListeners('exit');
      child.kill('SIGKILL');
    },
  };
};
