import { EventEmitter } from 'node:events';
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import type { HostCommand, HostReport } from './host-protocol.ts';
import type { SinkReport } from './sink-worker.ts';

/*
 * Stands in for an Electron utility process on plain Node: gives the subject `process.parentPort` and runs it in this
 * process. The window's end of the port lives in a worker thread, whose CPU time is told apart.
 */

const tell = (report: HostReport): void => void process.send?.(report);

const parentPort = Object.assign(new EventEmitter(), {
  postMessage: (message: unknown): void => {
    if ((message as { type?: unknown }).type === 'ready') onReady?.();
    if (id !== undefined) tell({ type: 'message', id, message });
  },
});
Object.defineProperty(process, 'parentPort', { value: parentPort });

let id: number | undefined;
let onReady: (() => void) | undefined;
let sink: Worker | undefined;

/** Electron's MessagePortMain over a port of node:worker_threads. */
const electronPort = (port: MessagePort) => ({
  postMessage: (message: unknown): void => port.postMessage(message),
  on: (event: 'message' | 'close', handler: (message: { data: unknown }) => void) =>
    port.on(event, event === 'message' ? (data: unknown) => handler({ data }) : () => handler({ data: undefined })),
  start: (): void => undefined,
  close: (): void => port.close(),
});

const connectSink = (): void => {
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(new URL('./sink-worker.ts', import.meta.url), { workerData: port2, transferList: [port2] });
  worker.on('message', (report: SinkReport) => tell({ ...report, id: id as number }));
  worker.unref();
  sink = worker;
  parentPort.emit('message', { data: { type: 'port' }, ports: [electronPort(port1)] });
};

const start = async (command: Extract<HostCommand, { type: 'start' }>): Promise<void> => {
  id = command.id;
  if (command.window) onReady = connectSink;
  tell({ type: 'started', id, pid: process.pid });
  await import(command.entry);
  parentPort.emit('message', { data: command.first, ports: [] });
};

const obey = (command: HostCommand): void => {
  switch (command.type) {
    case 'start':
      return void start(command);
    case 'post':
      return void parentPort.emit('message', { data: command.message, ports: [] });
    case 'expect':
    case 'look':
      return sink?.postMessage(command);
    default:
      command satisfies never;
  }
};

process.on('message', (command) => obey(command as HostCommand)).on('disconnect', () => process.exit(0));
process.send?.({ versions: process.versions });
