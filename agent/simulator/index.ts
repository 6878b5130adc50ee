import { createLog } from '../../platform/log.ts';
import type { ClockConfig } from '../../fleet/ipc.ts';
import { documentsOf, parseControl } from './control.ts';
import type { SimulatorControl, SiteDocuments } from './control.ts';
import { startDemo } from './demo.ts';
import type { Demo, DemoConsoles } from './demo.ts';

/*
 * The demo as a process of its own: Electron's utility process, or a child of plain Node with the same messages. It ends
 * when its parent does.
 */

export interface SimulatorConfig {
  readonly sites: number;
  readonly clock: ClockConfig;
  readonly seed: number;
}

/** First message in is a SimulatorConfig, later ones are a SimulatorControl. */
export type SimulatorNotice =
  | SiteDocuments
  | { readonly type: 'ready'; readonly url: string; readonly user: string; readonly password: string; readonly consoles: DemoConsoles }
  | { readonly type: 'cut-off'; readonly node: string; readonly isCutOff: boolean }
  | { readonly type: 'failed'; readonly text: string }
  | { readonly type: 'stopped' };

/** Electron's `process.parentPort`, as far as it is used here. */
interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

interface Parent {
  readonly send: (notice: SimulatorNotice) => void;
  readonly listen: (listener: (message: unknown) => void) => void;
}

const parentOf = (): Parent => {
  const port = (process as { parentPort?: ParentPort }).parentPort;
  if (port) {
    return { send: (notice) => port.postMessage(notice), listen: (listener) => port.on('message', ({ data }) => listener(data)) };
  }
  process.on('disconnect', () => process.exit(0));
  return { send: (notice) => process.send?.(notice), listen: (listener) => process.on('message', listener) };
};

const run = (parent: Parent): void => {
  const log = createLog({ level: 'warn', write: (line) => process.stderr.write(`${line}\n`), nowMs: Date.now, fields: { process: 'simulator' } });
  let demo: Promise<Demo> | undefined;
  const begin = async (config: SimulatorConfig): Promise<void> => {
    demo = startDemo({ ...config, log, onCutOff: (node, isCutOff) => parent.send({ type: 'cut-off', node, isCutOff }) });
    const { hub, consoles } = await demo;
    const { url, user, password } = hub;
    parent.send({ type: 'ready', url, user, password, consoles });
  };
  const end = async (): Promise<void> => {
    await (await demo)?.stop();
    parent.send({ type: 'stopped' });
    process.exit(0);
  };
  const failed = (error: unknown): void => {
    parent.send({ type: 'failed', text: error instanceof Error ? error.message : String(error) });
    process.exit(1);
  };
  const obey = async (control: SimulatorControl): Promise<void> => {
    const running = await demo;
    if (control.type === 'stop') return end();
    if (control.type === 'scenario') running?.simulation.act(control.site, control.kind, control.phase, 0);
    else if (running) parent.send(documentsOf(running.simulation));
  };
  parent.listen((message) => {
    const control = parseControl(message);
    if (control) obey(control).catch(failed);
    else if (!demo) begin(message as SimulatorConfig).catch(failed);
  });
};

run(parentOf());
