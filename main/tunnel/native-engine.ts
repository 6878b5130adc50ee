import type { Socket } from 'node:net';
import type { TunnelPath } from '../../fleet/tunnel/tailnet.ts';
import { readErrorCode, readPath, readPeers, readSelf, readState, readWarnings, text } from './client-words.ts';
import type { Dialled, EngineConfig, EngineEvents, TunnelEngine } from './engine.ts';
import { dialNative, type NativeDoor } from './native-dial.ts';
import { startCore, type CoreLine, type CoreProcess } from './native-process.ts';

const START_TIMEOUT_MS = 10_000;
const ASK_TIMEOUT_MS = 6_000;
const PROTOCOL = 1;

/** The client as a program of its own: direct paths where the network allows them. Rejects where it does not start. */
export const startNativeEngine = async (program: string, config: EngineConfig, events: EngineEvents): Promise<TunnelEngine> => {
  const engine = new NativeEngine(config, events);
  await engine.start(program);
  return engine;
};

class NativeEngine implements TunnelEngine {
  readonly client = 'native';
  readonly #config: EngineConfig;
  readonly #events: EngineEvents;
  readonly #streams = new Map<number, Socket>();
  readonly #sockets = new Set<Socket>();
  readonly #replies = new Map<number, (line: CoreLine) => void>();
  #core: CoreProcess | undefined;
  #door: NativeDoor | undefined;
  #over = false;
  #asked = 0;

  constructor(config: EngineConfig, events: EngineEvents) {
    this.#config = config;
    this.#events = events;
  }

  async start(program: string): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    try {
      this.#door = await new Promise<NativeDoor>((resolve, reject) => {
        const fail = (words: string): void => reject(new Error(words));
        timer = setTimeout(() => fail('the client did not come up'), START_TIMEOUT_MS);
        const core = startCore(
          program,
          (line) => this.#hear(line, resolve, fail),
          (words) => {
            fail(words);
            this.#lost(words);
          },
        );
        this.#core = core;
        core.send(startLine(this.#config, core));
      });
    } catch (error) {
      await this.stop();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  async dial(host: string, port: number, timeoutMs: number): Promise<Dialled> {
    if (this.#over || this.#door === undefined) return { ok: false, code: 'ENOTRUNNING', text: 'the client has ended' };
    const { dialled, stream } = await dialNative(this.#door, host, port, timeoutMs);
    if (!dialled.ok) return dialled;
    const socket = dialled.stream as Socket;
    this.#sockets.add(socket);
    if (stream !== undefined) this.#streams.set(stream, socket);
    socket.once('close', () => {
      this.#sockets.delete(socket);
      if (stream !== undefined) this.#streams.delete(stream);
    });
    if (this.#over) socket.destroy();
    return dialled;
  }

  path(host: string): Promise<TunnelPath> {
    if (this.#over) return Promise.resolve({ kind: 'unknown' });
    return new Promise((resolve) => {
      const id = (this.#asked += 1);
      const done = (line: CoreLine): void => {
        clearTimeout(timer);
        this.#replies.delete(id);
        resolve(line['ok'] === true ? readPath(line['path']) : { kind: 'unknown' });
      };
      const timer = setTimeout(() => done({}), ASK_TIMEOUT_MS);
      this.#replies.set(id, done);
      this.#core?.send({ cmd: 'path', id, host });
    });
  }

  login(): Promise<void> {
    return Promise.resolve(this.#core?.send({ cmd: 'login' }));
  }

  logout(): Promise<void> {
    return Promise.resolve(this.#core?.send({ cmd: 'logout' }));
  }

  async stop(): Promise<void> {
    this.#end();
    await this.#core?.end();
  }

  #hear(line: CoreLine, up: (door: NativeDoor) => void, fail: (words: string) => void): void {
    if (this.#over) return;
    switch (line['event']) {
      case 'hello':
        if (line['protocol'] !== PROTOCOL) fail(`the client speaks protocol ${String(line['protocol'])}`);
        break;
      case 'listening':
        up({ address: text(line['address']), token: text(line['token']) });
        break;
      case 'failed':
        fail(text(line['message']));
        break;
      case 'reply':
        this.#replies.get(Number(line['id']))?.(line);
        break;
      case 'reset':
        this.#streams.get(Number(line['stream']))?.destroy(new Error('the connection broke'));
        break;
      default:
        tellOf(line, this.#config, this.#events);
    }
  }

  #lost(words: string): void {
    if (this.#over) return;
    this.#end();
    if (this.#door !== undefined) this.#events.onExit(words);
  }

  #end(): void {
    this.#over = true;
    for (const socket of this.#sockets) socket.destroy();
    for (const reply of this.#replies.values()) reply({});
  }
}

const startLine = (config: EngineConfig, { socket }: CoreProcess): CoreLine => ({
  cmd: 'start',
  controlURL: config.controlUrl,
  authKey: config.authKey ?? '',
  hostname: config.hostname,
  ephemeral: config.ephemeral,
  acceptRoutes: false,
  tags: [],
  caPem: config.ca ?? '',
  state: config.state.all(),
  socket,
  verbose: false,
  forceRelay: config.forceRelay ?? false,
});

const tellOf = (line: CoreLine, { state }: EngineConfig, events: EngineEvents): void => {
  switch (line['event']) {
    case 'state':
      events.onState(readState(line['state']));
      break;
    case 'netmap':
      events.onNetMap(readSelf(line['self']), readPeers(line['peers']));
      break;
    case 'health':
      events.onHealth(readWarnings(line['warnings']));
      break;
    case 'browse':
      events.onBrowse(text(line['url']));
      break;
    case 'error':
      events.onError(readErrorCode(line['code']), text(line['message']));
      break;
    case 'setState':
      if (typeof line['id'] === 'string' && typeof line['value'] === 'string') state.set(line['id'], line['value']);
      break;
    default:
      // `stopped`, and what a newer client may say.
      break;
  }
};
