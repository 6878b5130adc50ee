import type { Runtime } from '../runtime/runtime.ts';
import type { Contestant } from './contestant.ts';
import type { CounterNotice, CounterStart } from './counter.ts';

/** Starts a counter and waits until its subscriptions are granted. */
export const startCounter = async (runtime: Runtime, start: CounterStart): Promise<Contestant> => {
  const subject = await runtime.start('counter', start, { window: false });
  const notices = subject.messages as (type: string) => Promise<CounterNotice>;
  await notices('ready');
  const name = start.check ? 'mqtt.js + JSON.parse + schema' : 'mqtt.js counter';
  return {
    name,
    pid: subject.pid,
    expect: async ({ messages }) => {
      const expecting = notices('expecting');
      const reached = notices('reached').then((notice) => {
        const { messages: seen, rejected } = notice as Extract<CounterNotice, { type: 'reached' }>;
        if (seen !== messages || rejected > 0) throw new Error(`${name}: ${seen} of ${messages} messages, ${rejected} rejected`);
        return { sinkCpuMs: 0 };
      });
      subject.post({ type: 'expect', messages });
      await expecting;
      return { sinkCpuMs: 0, reached };
    },
    seen: () => Promise.resolve('less'),
    stop: async () => {
      subject.post({ type: 'stop' });
      await subject.exited;
    },
  };
};
