import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import type { EngineFrame } from '../../fleet/ipc.ts';
import type { HostCommand, HostReport } from './host-protocol.ts';
import { WindowSink } from './window-sink.ts';

/* The sink on plain Node: a thread of the subject's process that says how much CPU time is its own. */

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;
export type SinkReport = WithoutId<Extract<HostReport, { type: 'expecting' | 'reached' | 'seen' }>>;

const cpuMs = (): number => {
  // Node 24 has it, the typings of Node 20 do not.
  const { user, system } = (process as unknown as { threadCpuUsage(): { user: number; system: number } }).threadCpuUsage();
  return (user + system) / 1_000;
};

const port = workerData as MessagePort;
const tell = (report: SinkReport): void => parentPort?.postMessage(report);
const sink = new WindowSink((frame) => port.postMessage(frame), () => tell({ type: 'reached', sinkCpuMs: cpuMs() }));

port.on('message', (frame: EngineFrame) => sink.receive(frame));
parentPort?.on('message', (command: Extract<HostCommand, { type: 'expect' | 'look' }>) => {
  if (command.type === 'look') return tell({ type: 'seen', totals: sink.totals });
  tell({ type: 'expecting', sinkCpuMs: cpuMs() });
  sink.expect(command.totals);
});
