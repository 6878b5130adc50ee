import type { MainInvokes } from '../../fleet/ipc.ts';
import type { SiteId } from '../../fleet/ids.ts';
import { sideOfFailure } from '../../fleet/tunnel/opening-rules.ts';
import type { OpenConsole, OpeningFailure } from '../../fleet/tunnel/opening.ts';
import type { TailnetState, TailnetStatus } from '../../fleet/tunnel/tailnet.ts';
import type { ConsoleInvokes, ConsoleRecordLine } from '../../fleet/tunnel/window.ts';

/* Consoles of sites that nobody opened: `consoles` = a list of phases or failures of the page, `tailnet` = a state. */

const DAY_MS = 86_400_000;

export function fabricatedConsoleAnswers(query: URLSearchParams, now: number): {
  [K in keyof ConsoleInvokes]: (args: ConsoleInvokes[K]['args']) => MainInvokes[K]['result'];
} {
  const words = (query.get('consoles') ?? '').split(',').filter((word) => word !== '');
  const consoles = words.map((word, index) => fabricated(word, index, now));
  return {
    'open-console': ({ site }) => `${site}/nvr`,
    'close-console': () => null,
    'console-command': () => null,
    'place-console': () => null,
    'accept-certificate': () => false,
    'site-consoles': () => [{ id: 'nvr', name: 'Frigate nvr' }, { id: 'nvr-2' }],
    'tunnel-state': () => ({ tailnet: tailnet(query, now), consoles }),
    'sign-in': () => null,
    'sign-out': () => null,
    'save-tunnel': () => ({ ok: true, secretKept: 'session' }),
    'save-viewer': () => ({ ok: false, code: 'bad_site', text: '' }),
    'console-record': () => ({ lines: recordLines(now), state: 'whole', file: '/profile/record/consoles-000001.jsonl' }),
  };
}

function tailnet(query: URLSearchParams, now: number): TailnetStatus {
  const expiry = query.get('expiry');
  return {
    state: (query.get('tailnet') ?? 'joined') as TailnetState,
    sinceTs: now - 90_000,
    client: 'native',
    node: {
      name: 'fleet-console-0000abcd',
      addresses: ['100.64.0.9'],
      ...(expiry === null ? {} : { keyExpiryTs: now + Number(expiry) * DAY_MS }),
    },
    ephemeral: query.get('ephemeral') === '1',
    peers: 30,
    warnings: [],
    ...(query.get('tailnet') === 'unavailable' ? { why: 'no Go found: install Go 1.26.6 or python3 with venv' } : {}),
  };
}

const SITES = ['BL-MUC-01', 'BL-WH-N', 'BL-LIS-02', 'BL-LAB-1'] as readonly string[] as readonly SiteId[];
const NAMES = ['München Marienplatz', 'Hamburg warehouse', 'Lisboa Oriente', undefined];

function fabricated(word: string, index: number, now: number): OpenConsole {
  const site = SITES[index % SITES.length]!;
  const name = NAMES[index % NAMES.length];
  const base: OpenConsole = {
    key: `${site}/nvr`,
    site,
    ...(name === undefined ? {} : { siteName: name }),
    console: { id: 'nvr', name: 'Frigate nvr', nvr: 'nvr', host: `${site.toLowerCase()}.tail.example`, port: 8971, scheme: 'https' },
    phase: 'open',
    steps: [
      { step: 'sign_in', startTs: now - 2_400, endTs: now - 2_390 },
      { step: 'join', startTs: now - 2_390, endTs: now - 1_900 },
      { step: 'find_site', startTs: now - 1_900, endTs: now - 1_890 },
      { step: 'connect', startTs: now - 1_890, endTs: now - 1_700 },
      { step: 'open', startTs: now - 1_700, endTs: now - 1_200 },
    ],
    client: 'native',
    path: index % 2 === 0 ? { kind: 'direct', endpoint: '203.0.113.7:41641' } : { kind: 'relayed', relay: 'fra' },
    latencyMs: 31,
    transfer: { receivedBytes: 48_300_000, sentBytes: 910_000 },
    refused: index,
    page: { title: 'Live', canGoBack: true, canGoForward: false, state: 'shown' },
    ownWindow: false,
  };
  switch (word) {
    case 'open':
    case 'closing':
      return { ...base, phase: word };
    case 'stalled':
      return { ...base, phase: 'stalled', latencyMs: 4_210 };
    case 'link':
      return { ...base, page: { ...base.page, link: 'https://docs.frigate.video/configuration/live?from=a-very-long-address-that-has-to-be-cut-somewhere' } };
    case 'hung':
    case 'crashed':
      return { ...base, page: { ...base.page, state: word } };
    case 'own':
      return { ...base, ownWindow: true };
    case 'refused':
      return { ...base, signInRefused: true };
    case 'opening':
      return { ...base, phase: 'opening', steps: [...base.steps.slice(0, 3), { step: 'connect', startTs: now - 3_000 }] };
    default:
      return withFailure(base, word as OpeningFailure, now);
  }
}

function withFailure(base: OpenConsole, code: OpeningFailure, now: number): OpenConsole {
  const certificate = code.startsWith('certificate') ? { certificate: { pinned: 'ab'.repeat(32), shown: 'cd'.repeat(32) } } : {};
  return {
    ...base,
    phase: 'failed',
    steps: [...base.steps.slice(0, 3), { step: 'connect', startTs: now - 9_000 }],
    failure: {
      code,
      side: sideOfFailure(code),
      ts: now - 1_000,
      detail: 'dial tcp 100.64.0.7:8971: i/o timeout',
      ...(code === 'site_offline' ? { offlineSinceTs: now - 420_000 } : {}),
      ...(code === 'proxy_failed' ? { nextTryTs: now + 12_000 } : {}),
      ...certificate,
    },
  };
}

function recordLines(now: number): ConsoleRecordLine[] {
  const common = { who: 'mduarte', site: SITES[0]!, console: 'nvr' };
  return [
    { ...common, n: 4, ts: now - 60_000, what: { type: 'closed', openMs: 240_000, receivedBytes: 48_300_000, sentBytes: 910_000, refused: 2 } },
    { ...common, n: 3, ts: now - 90_000, what: { type: 'download', file: 'till_1.mp4', bytes: 12_000_000, outcome: 'saved' } },
    { ...common, n: 2, ts: now - 295_000, what: { type: 'signed_in', user: 'viewer', outcome: 'ok' } },
    { ...common, n: 1, ts: now - 300_000, what: { type: 'opened' } },
  ];
}
