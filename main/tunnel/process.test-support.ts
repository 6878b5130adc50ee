import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { waitFor } from '../../platform/wait-for.test-support.ts';
import type { TunnelConfig, TunnelControl, TunnelNotice } from '../../fleet/tunnel/process.ts';

/** Node 24 runs the sources; Electron's Node 20 needs the bundle that the build made. */
const ENTRY = Number(process.versions.node.split('.')[0]) >= 24 ? 'main/tunnel/index.ts' : 'dist/tunnel/index.js';

/** The tunnel's process as Electron starts it, but by plain Node; `through` stands before the command. */
export interface TestProcess {
  readonly child: ChildProcess;
  readonly notices: readonly TunnelNotice[];
  readonly send: (message: TunnelControl) => void;
  readonly until: <T extends TunnelNotice['type']>(type: T, fits?: (notice: Extract<TunnelNotice, { type: T }>) => boolean) => Promise<Extract<TunnelNotice, { type: T }>>;
  readonly exited: Promise<number | null>;
}

export const startProcess = (t: TestContext, config: TunnelConfig, through: readonly string[] = []): TestProcess => {
  const [program, ...args] = [...through, process.execPath, join(process.cwd(), ENTRY)];
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], ELECTRON_RUN_AS_NODE: process.env['ELECTRON_RUN_AS_NODE'], BLOCAO_LOG_LEVEL: 'error' };
  const child = spawn(program, args, { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const notices: TunnelNotice[] = [];
  child.on('message', (message) => notices.push(message as TunnelNotice));
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  t.after(() => child.kill('SIGKILL'));
  child.send(config);
  return {
    child,
    notices,
    send: (message) => child.send(message),
    until: (type, fits = () => true) => {
      const found = (): Extract<TunnelNotice, { type: typeof type }> | undefined =>
        notices.find((one): one is Extract<TunnelNotice, { type: typeof type }> => one.type === type && fits(one as never));
      return waitFor(() => `a notice ${type}, last: ${JSON.stringify(notices.slice(-3))}`, found);
    },
    exited,
  };
};
