import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, copyFileSync, cpSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { expect, test } from '@playwright/test';
import { ensurePackagedApp, packagedApp } from '../scripts/package/make-packages.ts';
import { startBroker } from './support/broker.ts';
import { freshDir } from './support/paths.ts';

/* The release flavour as an ordinary user runs it. Its fuses shut Playwright out: it is watched from outside. */

const isRoot = process.getuid?.() === 0;
/** `nobody`: root cannot run Chromium's sandbox. */
const ordinaryUser = isRoot ? { uid: 65_534, gid: 65_534 } : {};

const built = process.env['BLOCAO_PACKAGED_APP'] ?? packagedApp;
let folder: string;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  if (process.env['BLOCAO_PACKAGED_APP'] === undefined) await ensurePackagedApp({ freshAgent: true });
  // A copy, because an ordinary user may not reach the clone.
  folder = freshDir('app');
  chmodSync(folder, 0o755);
  cpSync(dirname(built), join(folder, 'console'), { recursive: true });
});

test('the console carries the site agent for both kinds of router', () => {
  const names = readdirSync(join(folder, 'console', 'resources', 'agent')).filter((name) => name !== 'SHA256SUMS');
  expect(names.map((name) => name.replace(/\d+\.\d+\.\d+/, 'V')).toSorted()).toEqual([
    ...['blocao-agent-V-linux-arm64.tar.gz', 'blocao-agent-V-linux-x64.tar.gz'],
    ...['blocao-agent_V_amd64.deb', 'blocao-agent_V_arm64.deb'],
  ]);
});

/** Starts the app with a home of its own. */
const startPackaged = (args: readonly string[], env: Record<string, string> = {}): ChildProcess => {
  const home = freshDir('home');
  const cookies = join(home, 'Xauthority');
  const ownCookies = process.env['XAUTHORITY'];
  if (ownCookies !== undefined) copyFileSync(ownCookies, cookies);
  if (isRoot) {
    for (const path of [home, ...(ownCookies === undefined ? [] : [cookies])]) chownSync(path, 65_534, 65_534);
  }
  const { PATH = '', DISPLAY = '' } = process.env;
  return spawn(join(folder, 'console', basename(built)), ['--disable-gpu', ...args], {
    ...ordinaryUser,
    cwd: home,
    env: { PATH, DISPLAY, HOME: home, XAUTHORITY: cookies, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
};

interface ProcessFacts {
  readonly pid: number;
  readonly parent: number;
  readonly commandLine: string;
  readonly status: string;
}

const processes = (): ProcessFacts[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const status = readFileSync(`/proc/${name}/status`, 'utf8');
        const commandLine = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return [{ pid: Number(name), parent: Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]), commandLine, status }];
      } catch {
        return []; // It ended while we looked.
      }
    });

const SECRET = 'not-for-children';

/** The app's processes, itself left out. */
const childrenOf = (app: ChildProcess): ProcessFacts[] => {
  const all = processes();
  const descends = (pid: number): boolean => {
    if (pid === app.pid) return true;
    const parent = all.find((one) => one.pid === pid)?.parent ?? 0;
    return parent > 1 && descends(parent);
  };
  return all.filter(({ pid }) => pid !== app.pid && descends(pid));
};

const rendererOf = (app: ChildProcess): ProcessFacts | undefined =>
  childrenOf(app).find(({ commandLine }) => commandLine.includes('--type=renderer'));

const environmentOf = (pid: number): string => readFileSync(`/proc/${pid}/environ`, 'latin1');

test('the packaged app runs in the real sandbox and subscribes at its hub', async () => {
  const broker = await startBroker();
  const app = startPackaged(['--hub', broker.url], { BLOCAO_HUB_USER: 'desk', BLOCAO_HUB_PASSWORD: SECRET });
  await expect.poll(() => broker.log()).toMatch(/Received SUBSCRIBE from console-[0-9a-f]{8}/);
  for (const topic of [
    'fleet/v1/+/state/#',
    'fleet/v1/+/event/#',
    'fleet/v1/_desk/#',
    '$SYS/broker/connection/+/state',
  ]) {
    await expect.poll(() => broker.log()).toContain(topic);
  }
  await expect.poll(() => rendererOf(app)?.status).toMatch(/^Seccomp:\s+2$/m);
  const renderer = rendererOf(app);
  expect(renderer?.status).toMatch(/^NoNewPrivs:\s+1$/m);
  expect(renderer?.commandLine).not.toContain('--no-sandbox');
  // Only root may look into processes that closed themselves to others.
  if (isRoot && app.pid !== undefined) {
    expect(readlinkSync(`/proc/${renderer?.pid}/ns/user`)).not.toBe(readlinkSync(`/proc/${app.pid}/ns/user`));
    expect(environmentOf(app.pid), 'the password came by environment').toContain(SECRET);
    expect(childrenOf(app).filter(({ pid }) => environmentOf(pid).includes(SECRET))).toEqual([]);
  }
  const gone = once(app, 'exit');
  app.kill('SIGTERM');
  expect((await gone)[0]).toBe(0);
  await broker.kill();
});

test('the packaged app refuses to speed up the clock of a real fleet', async () => {
  const app = startPackaged(['--hub', 'mqtt://hub.example'], { BLOCAO_CLOCK_SPEED: '10' });
  let said = '';
  app.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(app, 'close')) as [number];
  expect(code).toBe(2);
  expect(said).toContain('BLOCAO_CLOCK_SPEED is for the demo fleet');
});

test('every fuse of the packaged binary is set as configured', async () => {
  const wire = await getCurrentFuseWire(built);
  const on = (fuse: FuseV1Options): boolean => (wire as Record<number, FuseState>)[fuse] === FuseState.ENABLE;
  expect({
    runAsNode: on(FuseV1Options.RunAsNode),
    cookieEncryption: on(FuseV1Options.EnableCookieEncryption),
    nodeOptions: on(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
    nodeInspect: on(FuseV1Options.EnableNodeCliInspectArguments),
    asarIntegrity: on(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
    onlyAsar: on(FuseV1Options.OnlyLoadAppFromAsar),
    ownSnapshot: on(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
    fileProtocol: on(FuseV1Options.GrantFileProtocolExtraPrivileges),
  }).toEqual({
    runAsNode: false,
    cookieEncryption: true,
    nodeOptions: false,
    nodeInspect: false,
    asarIntegrity: true,
    onlyAsar: true,
    ownSnapshot: false,
    fileProtocol: false,
  });
});
