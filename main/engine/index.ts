import { ALIVE_EVERY_MS, type EngineControl, type EngineNotice } from '../../fleet/ipc.ts';
import { createLog, type LogLevel } from '../../platform/log.ts';
import { readConfig } from './config.ts';
import { startEngine, type Engine } from './engine.ts';
import { electronWindowPort, type ElectronPort } from './ports.ts';

/*
 * The engine's process: Electron utility process, or plain Node started by child_process.fork. First message: EngineConfig.
 * It ends with 0 after `stop` or when its parent is gone, with 70 when a new process has to take over.
 */

interface ElectronParent {
  on(event: 'message', handler: (message: { readonly data: unknown; readonly ports: readonly ElectronPort[] }) => void): void;
  postMessage(message: unknown): void;
}

const EXIT_RESTART_ME = 70;
const electron = (process as { parentPort?: ElectronParent }).parentPort;
const log = createLog({ level: (process.env['BLOCAO_LOG_LEVEL'] as LogLevel | undefined) ?? 'info', write: (line) => process.stderr.write(`${line}\n`), nowMs: Date.now });
let engine: Engine | undefined;

const tell = (notice: EngineNotice): void => {
  if (electron) electron.postMessage(notice);
  else process.send?.(notice);
};

const stop = async (): Promise<void> => {
  const running = engine;
  engine = undefined;
  await running?.stop();
  tell({ type: 'stopped' });
  process.exit(0);
};

const onFatal = (reason: string): void => {
  log.error('engine ends', { reason });
  process.exit(EXIT_RESTART_ME);
};

const receive = (message: unknown, ports: readonly ElectronPort[]): void => {
  if (engine === undefined) {
    // Asked to end before it was told what to do.
    if ((message as Partial<EngineControl>).type === 'stop') return void stop();
    engine = startEngine(readConfig(message), { log, onFatal });
    tell({ type: 'ready' });
    tell({ type: 'alive' });
    setInterval(() => tell({ type: 'alive' }), ALIVE_EVERY_MS);
    return;
  }
  const control = message as EngineControl;
  switch (control.type) {
    case 'port':
      if (ports[0]) engine.connect(electronWindowPort(ports[0]));
      break;
    case 'resumed':
      engine.resumed();
      break;
    case 'consoles':
      tell({ type: 'consoles', id: control.id, ...engine.consoles(control.site) });
      break;
    case 'stop':
      void stop();
      break;
    default:
      control satisfies never;
  }
};

if (electron) electron.on('message', ({ data, ports }) => receive(data, ports));
else process.on('message', (message) => receive(message, [])).on('disconnect', () => void stop());
