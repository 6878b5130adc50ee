import { readDialCode, readErrorCode, readPath, readPeers, readSelf, readState, readWarnings, text } from './client-words.ts';
import type { Dialled, EngineConfig, EngineEvents, TunnelEngine } from './engine.ts';
import type { WasmConn, WasmIpn } from './wasm-client.ts';
import { runWasmProgram, type WasmFiles } from './wasm-program.ts';
import { WasmStream } from './wasm-stream.ts';

const STOP_TIMEOUT_MS = 3_000;

/** The client as WebAssembly in this process: runs wherever Node does, always through the relay. Rejects where it does not start. */
export const startWasmEngine = async (files: WasmFiles, config: EngineConfig, events: EngineEvents): Promise<TunnelEngine> => {
  let over = false;
  const streams = new Set<WasmStream>();
  const tell = <K extends keyof EngineEvents>(event: K, ...values: Parameters<EngineEvents[K]>): void => {
    if (!over) (events[event] as (...all: Parameters<EngineEvents[K]>) => void)(...values);
  };
  const end = (): void => {
    over = true;
    for (const stream of streams) stream.destroy();
  };
  const { controlUrl, authKey, hostname, ephemeral, state, ca } = config;
  const shim = { controlUrl, onRelay: (up: boolean) => tell('onRelay', up), ...(ca === undefined ? {} : { ca }) };
  const { createIpn, halt } = await runWasmProgram(files, shim, (exit) => {
    tell('onExit', exit);
    end();
  });
  const ipn = await createIpn({
    controlURL: controlUrl,
    ...(authKey === undefined ? {} : { authKey }),
    hostname,
    ephemeral,
    acceptRoutes: false,
    stateStorage: { getState: state.get, setState: state.set },
  });
  await ipn.run({
    notifyState: (word) => tell('onState', readState(word)),
    notifyNetMap: (json) => {
      const { self, peers } = JSON.parse(json) as { readonly self?: unknown; readonly peers?: unknown };
      tell('onNetMap', readSelf(self), readPeers(peers));
    },
    notifyBrowseToURL: (url) => tell('onBrowse', url),
    notifyPanicRecover: (words) => tell('onError', 'EBACKEND', text(words)),
    notifyError: (message, code) => tell('onError', readErrorCode(code), text(message)),
    notifyHealth: (json) => tell('onHealth', readWarnings(JSON.parse(json))),
  });
  return {
    client: 'wasm',
    dial: (host, port, timeoutMs) => (over ? Promise.resolve(gone) : dial(ipn, streams, host, port, timeoutMs)),
    path: (host) => (over ? Promise.resolve({ kind: 'unknown' }) : pathTo(ipn, host)),
    login: () => (over ? Promise.resolve() : ipn.login()),
    logout: () => (over ? Promise.resolve() : within(ipn.logout()).catch(() => undefined)),
    stop: async () => {
      if (over) return;
      end();
      await within(ipn.shutdown()).catch(() => undefined);
      halt();
    },
  };
};

const gone: Dialled = { ok: false, code: 'ENOTRUNNING', text: 'the client has ended' };

const dial = async (ipn: WasmIpn, streams: Set<WasmStream>, host: string, port: number, timeoutMs: number): Promise<Dialled> => {
  let conn: WasmConn | undefined;
  try {
    // A promise of an ended program never settles: the host keeps the time too.
    conn = await within(ipn.dialTCP(host, port, { timeoutMs }), timeoutMs + 1_000);
  } catch (error) {
    const { code, message } = error as Error & { readonly code?: string };
    return { ok: false, code: readDialCode(code), text: text(message) };
  }
  // An ended program answers nothing at all.
  if (conn === undefined) return gone;
  const stream = new WasmStream(conn);
  streams.add(stream);
  stream.once('close', () => streams.delete(stream));
  return { ok: true, stream };
};

const pathTo = async (ipn: WasmIpn, host: string): ReturnType<TunnelEngine['path']> => {
  try {
    return readPath(JSON.parse(await within(ipn.path(host))));
  } catch {
    return { kind: 'unknown' };
  }
};

const within = async <T>(work: Promise<T>, limitMs = STOP_TIMEOUT_MS): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error('the client did not answer'), { code: 'ETIMEDOUT' })), limitMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
};
