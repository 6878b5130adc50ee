import { app, MessageChannelMain, utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron';
import type { EngineFrame } from '../../fleet/ipc.ts';
import type { HostCommand, HostReport } from './host-protocol.ts';
import { WindowSink } from './window-sink.ts';

/*
 * Electron's main process for measurements: starts subjects as the product's main starts its engine (utility process, port
 * handed over after `ready`) and holds the other end of the port in place of a window.
 */

const tell = (report: HostReport): void => void process.send?.(report);
const children = new Map<number, UtilityProcess>();
const sinks = new Map<number, WindowSink>();

const connectSink = (id: number, child: UtilityProcess): void => {
  const { port1, port2 } = new MessageChannelMain();
  child.postMessage({ type: 'port' }, [port1]);
  sinks.set(id, sinkAt(port2, () => tell({ type: 'reached', id, sinkCpuMs: 0 })));
};

const sinkAt = (port: MessagePortMain, onReached: () => void): WindowSink => {
  const sink = new WindowSink((frame) => port.postMessage(frame), onReached);
  port.on('message', ({ data }) => sink.receive(data as EngineFrame));
  port.start();
  return sink;
};

const start = ({ id, entry, first, window }: Extract<HostCommand, { type: 'start' }>): void => {
  const child = utilityProcess.fork(entry, [], { serviceName: `bench-${id}`, stdio: 'inherit' });
  children.set(id, child);
  child.once('spawn', () => tell({ type: 'started', id, pid: child.pid ?? -1 }));
  child.on('message', (message: unknown) => {
    if (window && (message as { type?: unknown }).type === 'ready') connectSink(id, child);
    tell({ type: 'message', id, message });
  });
  child.once('exit', (code) => tell({ type: 'exit', id, code }));
  child.postMessage(first);
};

const obey = (command: HostCommand): void => {
  switch (command.type) {
    case 'start':
      return start(command);
    case 'post':
      return children.get(command.id)?.postMessage(command.message);
    case 'expect':
      tell({ type: 'expecting', id: command.id, sinkCpuMs: 0 });
      return sinks.get(command.id)?.expect(command.totals);
    case 'look':
      return tell({ type: 'seen', id: command.id, totals: (sinks.get(command.id) as WindowSink).totals });
    default:
      command satisfies never;
  }
};

app.on('window-all-closed', () => undefined);
process.on('disconnect', () => app.exit(0));
void app.whenReady().then(() => {
  process.on('message', (command) => obey(command as HostCommand));
  process.send?.({ versions: process.versions });
});
