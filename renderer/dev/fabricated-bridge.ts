import { DEFAULT_SOUNDS } from '../../fleet/sound-settings.ts';
import type { FleetDelta, FleetTables } from '../../fleet/delta.ts';
import type {
  EngineFrame,
  EngineProcessState,
  LocalSettings,
  MainInvokes,
  MainNotices,
  StartInfo,
  WindowFrame,
} from '../../fleet/ipc.ts';
import type { SiteRecord } from '../../fleet/model/site.ts';
import { DEFAULT_COLUMNS } from '../../fleet/saved-view.ts';
import { STATUS_ORDER } from '../../fleet/model/status.ts';
import { fabricatedConsoleAnswers } from './fabricated-consoles.ts';
import { fabricatedHub, fabricatedTables } from './fabricated-fleet.ts';

/*
 * Stands where the preload's bridge and the engine stand in the app, and sends fabricated frames. Parameters of the
 * page: scene = outage | calm | hubs-down | engine | failed | old | first | zero | no-hub | refused | adopted |
 * rebuilt,
 * sites = 30, theme, lang, demo = 0, rate = site changes a second.
 */

type Handler = (notice: never) => void;

export function installFabricatedBridge(query: URLSearchParams): void {
  const scene = query.get('scene') ?? 'outage';
  const now = Date.now();
  const handlers = new Map<string, Handler>();
  let settings: LocalSettings = {
    customer: 'Demo customer',
    theme: query.get('theme') === 'light' ? 'light' : 'dark',
    language: query.get('lang') === 'de' ? 'de' : query.get('lang') === 'es' ? 'es' : 'en',
    textSizePercent: 100,
    sounds: DEFAULT_SOUNDS,
    ...{ views: [], columns: DEFAULT_COLUMNS, hubs: [] },
    tunnel: { controlUrl: '', nodeName: '', client: 'auto', wipeOnClose: true, viewers: [] },
  };
  const start: StartInfo = {
    version: '0',
    consoleId: '0000abcd',
    clockSpeed: query.get('demo') === '0' ? 1 : 10,
    settings,
    packaged: false,
    ...(query.get('demo') === '0' ? {} : { demo: { sites: 30 } }),
  };

  const answers: { [K in keyof MainInvokes]: (args: MainInvokes[K]['args']) => MainInvokes[K]['result'] } = {
    'start-info': () => start,
    'engine-port': () => {
      const tables = sceneTables(scene, now, Number(query.get('sites') ?? 30));
      setTimeout(() => openPort(tables, scene, now, Number(query.get('rate') ?? 0)), 0);
      return processState(scene, now);
    },
    'save-settings': (part) => (settings = { ...settings, ...part }),
    'add-hub': () => ({ ok: false, code: 'fabricated', text: 'this page has no engine.' }),
    'remove-hub': () => null,
    'test-hub': () => ({ ok: false, lines: [{ step: 'address', result: 'failed' }], advice: ['write_address'] }),
    'choose-file': () => null,
    'keychain-state': () => 'missing',
    'export-settings': () => ({ outcome: 'cancelled' }),
    'import-settings': () => ({ outcome: 'cancelled' }),
    'agent-packages': () => [{ file: 'blocao-agent_0.1.0_amd64.deb', arch: 'x64', form: 'deb', bytes: 32_000_000 }],
    'save-site-kit': ({ site }) => ({ outcome: 'saved', path: `/tmp/blocao-site-${site}.tar` }),
    'choose-streets': () => ({ outcome: 'cancelled' }),
    'forget-streets': () => null,
    'copy-text': () => null,
    'restart-engine': () => null,
    ...fabricatedConsoleAnswers(query, now),
  };
  const bridge = {
    invoke: <K extends keyof MainInvokes>(channel: K, args: MainInvokes[K]['args']) =>
      Promise.resolve(answers[channel](args)),
    listen<K extends keyof MainNotices>(channel: K, handler: (notice: MainNotices[K]) => void) {
      handlers.set(channel, handler as Handler);
      return () => handlers.delete(channel);
    },
  };
  Object.defineProperty(window, 'blocao', { value: bridge });
}

function processState(scene: string, now: number): EngineProcessState {
  if (scene === 'engine') return { state: 'restarting', sinceTs: now, restarts: 2, nextTryTs: now + 2_000 };
  if (scene === 'failed') return { state: 'failed', sinceTs: now, restarts: 5, text: 'exit code 1' };
  return { state: 'running' };
}

function sceneTables(scene: string, now: number, sites: number): FleetTables {
  const tables = fabricatedTables(now, sites, scene === 'calm');
  const down = { state: 'waiting', nextTryTs: now + 8_000, problem: { code: 'tcp_timeout', text: 'timeout' } } as const;
  const downHubs = {
    'hub-1': fabricatedHub(now, 1, down),
    'hub-2': fabricatedHub(now, 2, { ...down, problem: { code: 'tcp_refused', text: '' } }),
  };
  const dialling = { 'hub-1': fabricatedHub(now, 1, { state: 'connecting' }) };
  const none = { ...tables, sites: {}, alerts: {} };
  switch (scene) {
    case 'hubs-down': {
      const unknown = Object.fromEntries(
        Object.values(tables.sites).map((site): [string, SiteRecord] => [
          site.id,
          {
            ...site,
            status: 'unknown',
            statusSinceTs: now - 120_000,
            unknownReason: 'no_hub',
            lastStatus: site.status,
            lastStatusTs: now - 180_000,
          },
        ]),
      );
      return { ...tables, sites: unknown, alerts: {}, hubs: downHubs };
    }
    case 'old':
      return { ...tables, hubs: dialling };
    case 'first':
      return { ...none, hubs: dialling };
    case 'unreachable':
      return { ...none, hubs: downHubs };
    case 'zero':
      return none;
    case 'no-hub':
      return { ...none, hubs: {} };
    case 'refused':
      return {
        ...tables,
        hubs: { 'hub-1': fabricatedHub(now, 1, { refused: [{ topic: 'fleet/v1/_desk/#', code: 135 }] }) },
      };
    case 'adopted':
      return { ...tables, notices: { a: { id: 'a', kind: 'showing_all_as_adopted', ts: now, values: {} } } };
    case 'rebuilt':
      return { ...tables, notices: { a: { id: 'a', kind: 'database_rebuilt', ts: now, values: {} } } };
    default:
      return tables;
  }
}

function openPort(tables: FleetTables, scene: string, now: number, rate: number): void {
  const { port1, port2 } = new MessageChannel();
  const live = !['old', 'first', 'unreachable'].includes(scene);
  let seq = 0;
  let sites = tables.sites;
  const send = (frame: EngineFrame): void => port2.postMessage(frame);
  const meter = (): { messagesPerS: number; inboxDepth: number; clockTs: number } => ({
    messagesPerS: 120 + Math.round(Math.random() * 20) + rate,
    inboxDepth: 0,
    clockTs: Date.now(),
  });
  port2.onmessage = ({ data }: MessageEvent<WindowFrame>) => {
    if (data.type === 'subscribe') {
      const age =
        scene === 'old'
          ? { pictureTs: now - 3 * 3_600_000 }
          : scene === 'hubs-down'
            ? { pictureTs: now - 180_000 }
            : {};
      seq = 1;
      send({
        type: 'snapshot',
        epoch: 1,
        seq,
        tables,
        live: live && scene !== 'hubs-down',
        clock: { speed: 1, baseMs: now },
        ...age,
      });
    } else if (data.type === 'drawn' && scene !== 'hubs-down') {
      setTimeout(
        () => {
          const delta = rate > 0 ? randomChanges(sites, Math.max(1, Math.round(rate / 60))) : {};
          if (delta.sites) sites = { ...sites, ...delta.sites.updated };
          send({ type: 'frame', epoch: 1, seq: ++seq, delta, live, meter: meter() });
        },
        rate > 0 ? 4 : 1_000,
      );
    }
  };
  window.postMessage('blocao-port', '*', [port1]);
}

function randomChanges(sites: FleetTables['sites'], n: number): FleetDelta {
  const ids = Object.keys(sites);
  const updated = Object.fromEntries(
    Array.from({ length: n }, () => {
      const site = sites[ids[Math.floor(Math.random() * ids.length)]!]!;
      return [
        site.id,
        {
          ...site,
          status: STATUS_ORDER[Math.floor(Math.random() * 6)]!,
          statusSinceTs: Date.now(),
          lastLifeTs: Date.now(),
        },
      ];
    }),
  );
  return { sites: { added: {}, updated, removed: [] } };
}
