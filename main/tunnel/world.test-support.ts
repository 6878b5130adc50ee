import { tunnelArtefacts } from '../../scripts/tunnel/artefacts.ts';
import { waitFor } from '../../platform/wait-for.test-support.ts';
import type { SiteId } from '../../fleet/ids.ts';
import type { OpeningFailure, SiteConsole } from '../../fleet/tunnel/opening.ts';
import type { ConsoleFailed, ConsoleProxy, TunnelConfig, TunnelNotice } from '../../fleet/tunnel/process.ts';
import type { TailnetState, TailnetStatus, TunnelClient } from '../../fleet/tunnel/tailnet.ts';
import { createLog } from '../../platform/log.ts';
import type { EngineConfig, EngineEvents, NodeState, TunnelEngine } from './engine.ts';
import { startNativeEngine } from './native-engine.ts';
import { startTestnet, type Testnet, type TestnetSiteWish } from './testnet.test-support.ts';
import { createTunnel, type Tunnel } from './tunnel.ts';
import { startWasmEngine } from './wasm-engine.ts';

export const CLIENTS = ['wasm', 'native'] as const satisfies readonly TunnelClient[];

export const quietLog = createLog({ level: 'error', write: (line) => void process.stderr.write(`${line}\n`), nowMs: Date.now });

export const testnetOf = async (sites: readonly TestnetSiteWish[]): Promise<Testnet> =>
  startTestnet((await tunnelArtefacts()).testnet, sites);

/** Node state in memory. */
export const memoryState = (values = new Map<string, string>()): NodeState => ({
  get: (id) => values.get(id) ?? '',
  set: (id, hex) => void values.set(id, hex),
  all: () => Object.fromEntries(values),
});

/** A client alone, in the tailnet when this settles. */
export const joinedEngine = async (client: TunnelClient, net: Testnet, forceRelay?: true, more: Partial<EngineEvents> = {}): Promise<TunnelEngine> => {
  const { wasm, wasmExec, native } = await tunnelArtefacts();
  let running = false;
  const nothing = (): void => undefined;
  const events: EngineEvents = {
    onState: (state) => (running ||= state === 'Running'),
    ...{ onNetMap: nothing, onHealth: nothing, onBrowse: nothing, onError: nothing, onRelay: nothing, onExit: nothing },
    ...more,
  };
  const { controlURL: controlUrl, authKey, caPem: ca } = net;
  const relay = forceRelay === undefined ? {} : { forceRelay };
  const config: EngineConfig = { controlUrl, authKey, ca, hostname: `test-${client}`, ephemeral: true, state: memoryState(), ...relay };
  const engine = client === 'wasm' ? await startWasmEngine({ wasm, wasmExec }, config, events) : await startNativeEngine(native, config, events);
  await waitFor('the tailnet', () => running);
  return engine;
};

/** The whole tunnel without its process, and everything that it told. */
export interface TestTunnel {
  readonly tunnel: Tunnel;
  readonly notices: readonly TunnelNotice[];
  readonly status: () => TailnetStatus | undefined;
  readonly until: (state: TailnetState) => Promise<TailnetStatus>;
  /** Opens a console of that host and answers its proxy when it is ready. */
  readonly open: (host: string, port?: number, extra?: Partial<SiteConsole>) => Promise<ConsoleProxy>;
  /** The next failure told of that host's console. */
  readonly failure: (host: string, code: OpeningFailure) => Promise<ConsoleFailed>;
  readonly figures: (host: string) => Extract<TunnelNotice, { type: 'console-figures' }> | undefined;
  readonly stop: () => Promise<void>;
}

export const startTestTunnel = async (net: Pick<Testnet, 'controlURL' | 'authKey' | 'caPem'>, wish: Partial<TunnelConfig> & { readonly forceRelay?: true }): Promise<TestTunnel> => {
  const { wasm, wasmExec, native } = await tunnelArtefacts();
  const notices: TunnelNotice[] = [];
  const { forceRelay, ...rest } = wish;
  const config: TunnelConfig = {
    client: 'auto',
    controlUrl: net.controlURL,
    hostname: 'desk',
    authKey: net.authKey,
    ca: net.caPem,
    artefacts: { wasm, wasmExec, native },
    ...rest,
  };
  const tunnel = createTunnel(config, { tell: (notice) => notices.push(notice), log: quietLog, ...(forceRelay ? { forceRelay } : {}) });
  const last = <T extends TunnelNotice['type']>(type: T, key?: string): Extract<TunnelNotice, { type: T }> | undefined =>
    notices.findLast((one): one is Extract<TunnelNotice, { type: T }> => one.type === type && (key === undefined || ('key' in one && one.key === key)));
  const open = (host: string, port = 80, extra: Partial<SiteConsole> = {}): void =>
    tunnel.control({ type: 'open', key: host, site: 'BL-LAB-1' as SiteId, console: { id: 'web', host, port, scheme: 'http', ...extra }, also: [] });
  const status = (): TailnetStatus | undefined => last('status')?.status;
  const readySince = (from: number, host: string): ConsoleProxy | undefined => {
    const at = notices.findLastIndex((one) => one.type === 'console-ready' && one.key === host);
    return at < from ? undefined : (notices[at] as Extract<TunnelNotice, { type: 'console-ready' }>).proxy;
  };
  return {
    tunnel,
    notices,
    status,
    until: (state) =>
      waitFor(() => `the state ${state}, has ${JSON.stringify(status())}`, () => { const now = status(); return now?.state === state ? now : undefined; }),
    open: async (host, port, extra) => {
      const from = notices.length;
      open(host, port, extra);
      return waitFor(`a ready console of ${host}`, () => readySince(from, host));
    },
    failure: (host, code) => {
      const from = notices.length;
      return waitFor(`${code} of ${host}`, () => notices.slice(from).find((one): one is ConsoleFailed => one.type === 'console-failed' && one.key === host && one.code === code));
    },
    figures: (host) => last('console-figures', host),
    stop: () => tunnel.stop(),
  };
};
