import type { ChildProcess } from 'node:child_process';
import { Mailbox } from './mailbox.ts';
import type { HostCommand, HostReport } from './host-protocol.ts';
import type { SubjectHandle } from './subject.ts';

export interface Host {
  readonly versions: Readonly<Record<string, string>>;
  start(entry: string, first: unknown, options: { readonly window: boolean }): Promise<SubjectHandle>;
}

type ReportOf<T extends HostReport['type']> = Extract<HostReport, { type: T }>;

/** The process that starts subjects; waits until it can. */
export const openHost = async (child: ChildProcess, lastWords: () => string): Promise<Host> => {
  const mailboxes = new Map<number, Mailbox>();
  const versions = await new Promise<Readonly<Record<string, string>>>((resolve, reject) => {
    child.once('message', (ready: { versions: Readonly<Record<string, string>> }) => resolve(ready.versions));
    child.once('exit', (code) => reject(new Error(`the host ended with ${String(code)} before it was ready: ${lastWords()}`)));
  });
  child.on('message', (report: HostReport) => mailboxes.get(report.id)?.put(report));
  child.once('exit', (code) => mailboxes.forEach((mailbox, id) => mailbox.put({ type: 'exit', id, code: code ?? -1 })));
  const send = (command: HostCommand): void => void child.send(command);
  let lastId = 0;
  return {
    versions,
    start: async (entry, first, { window }) => {
      const id = (lastId += 1);
      const mailbox = new Mailbox(lastWords);
      mailboxes.set(id, mailbox);
      send({ type: 'start', id, entry, first, window });
      const { pid } = (await mailbox.next('started')) as ReportOf<'started'>;
      return subjectOf(id, pid, mailbox, send);
    },
  };
};

const subjectOf = (id: number, pid: number, mailbox: Mailbox, send: (command: HostCommand) => void): SubjectHandle => ({
  pid,
  exited: mailbox.exited,
  post: (message) => send({ type: 'post', id, message }),
  messages: (type) => mailbox.next(`message:${type}`),
  expect: async (totals) => {
    const expecting = mailbox.next('expecting');
    const reached = mailbox.next('reached') as Promise<ReportOf<'reached'>>;
    send({ type: 'expect', id, totals });
    const { sinkCpuMs } = (await expecting) as ReportOf<'expecting'>;
    return { sinkCpuMs, reached };
  },
  look: async () => {
    send({ type: 'look', id });
    return ((await mailbox.next('seen')) as ReportOf<'seen'>).totals;
  },
});
