import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { noteLog } from './evidence.test-support.ts';
import { freePort } from './free-port.test-support.ts';
import { waitFor } from './wait-for.test-support.ts';

export interface MosquittoOptions {
  /** Keep retained messages, sessions and queues over `restart`. */
  readonly persistence?: boolean;
  /** Lines of the ACL file. */
  readonly acl?: string;
  /** Lines `user:hash` for `password_file`, see mosquitto_passwd. Without it everybody may connect. */
  readonly passwords?: string;
  /** Second listener speaking MQTT over WebSocket. */
  readonly websockets?: boolean;
  /** PEM files for the (only) listener. */
  readonly tls?: { readonly ca: string; readonly cert: string; readonly key: string; readonly requireCertificate?: boolean };
  /** Further lines of the main configuration. */
  readonly extra?: string;
}

/** A real mosquitto on a free loopback port with its own temporary directory. */
export interface Mosquitto {
  readonly port: number;
  readonly wsPort: number;
  readonly url: string;
  readonly dir: string;
  readonly pid: number;
  log(): string;
  /** SIGTERM; persistence is written. */
  stop(): Promise<void>;
  /** SIGKILL; what was not saved is lost. */
  kill(): Promise<void>;
  /** Starts again on the same port. */
  start(): Promise<void>;
  /** Stops for good and removes the directory. */
  dispose(): Promise<void>;
}

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => socket.destroy() && resolve(true)).once('error', () => resolve(false));
  });

const configuration = (dir: string, port: number, wsPort: number, options: MosquittoOptions): string => {
  const { tls, acl, passwords } = options;
  if (acl !== undefined) writeFileSync(join(dir, 'acl'), acl);
  if (passwords !== undefined) writeFileSync(join(dir, 'passwords'), passwords);
  return [
    `listener ${port} 127.0.0.1`,
    ...(tls ? [`cafile ${tls.ca}`, `certfile ${tls.cert}`, `keyfile ${tls.key}`, `require_certificate ${String(tls.requireCertificate === true)}`] : []),
    ...(options.websockets ? [`listener ${wsPort} 127.0.0.1`, 'protocol websockets'] : []),
    `allow_anonymous ${String(passwords === undefined)}`,
    ...(passwords === undefined ? [] : [`password_file ${join(dir, 'passwords')}`]),
    ...(acl === undefined ? [] : [`acl_file ${join(dir, 'acl')}`]),
    // As root mosquitto would become the user `mosquitto` and lose the temporary directory.
    ...(userInfo().uid === 0 ? ['user root'] : []),
    `persistence ${String(options.persistence === true)}`,
    `persistence_location ${dir}/`,
    'max_queued_messages 20000',
    'log_type error',
    'log_type warning',
    'log_type notice',
    options.extra ?? '',
    '',
  ].join('\n');
};

/** A mosquitto process on a configuration file that may come from anywhere. */
export interface BrokerProcess {
  readonly pid: number;
  log(): string;
  /** SIGHUP: passwords, access lists and certificates are read again. */
  reload(): void;
  stop(): Promise<void>;
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** Not started yet. `ports` are those that must accept before `start` is done. */
export const brokerProcess = (configPath: string, ports: readonly number[]): BrokerProcess => {
  let child: ChildProcess | undefined;
  let log = '';
  const start = async (): Promise<void> => {
    // Debian keeps daemons outside an ordinary user's PATH.
    const env = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` };
    const started = spawn('mosquitto', ['-c', configPath], { stdio: ['ignore', 'pipe', 'pipe'], env });
    child = started;
    started.stdout.on('data', (chunk: Buffer) => (log += chunk.toString()));
    started.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
    noteLog(`mosquitto on ${ports[0]}`, () => log);
    await waitFor(`mosquitto on ports ${ports.join(', ')}`, async () => {
      if (started.exitCode !== null || started.signalCode !== null) throw new Error(`mosquitto ended: ${log}`);
      return (await Promise.all(ports.map(accepts))).every(Boolean);
    });
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const running = child;
    child = undefined;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const ended = new Promise((resolve) => running.once('exit', resolve));
    running.kill(signal);
    await ended;
  };
  return {
    get pid() {
      return child?.pid ?? -1;
    },
    log: () => log,
    reload: () => void child?.kill('SIGHUP'),
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    start,
  };
};

export const startMosquitto = async (options: MosquittoOptions = {}): Promise<Mosquitto> => {
  const dir = mkdtempSync(join(tmpdir(), 'fleet-mosquitto-'));
  const port = await freePort();
  const wsPort = await freePort();
  const configPath = join(dir, 'mosquitto.conf');
  writeFileSync(configPath, configuration(dir, port, wsPort, options));
  const broker = brokerProcess(configPath, options.websockets ? [port, wsPort] : [port]);
  await broker.start();
  return {
    port,
    wsPort,
    url: `${options.tls ? 'mqtts' : 'mqtt'}://127.0.0.1:${port}`,
    dir,
    get pid() {
      return broker.pid;
    },
    log: () => broker.log(),
    stop: () => broker.stop(),
    kill: () => broker.kill(),
    start: () => broker.start(),
    dispose: async () => {
      await broker.kill();
      rmSync(dir, { recursive: true, force: true });
    },
  };
};
