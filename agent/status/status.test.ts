import assert from 'node:assert/strict';
import { request } from 'node:http';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { silentLog } from '../../platform/log.ts';
import { waitFor } from '../../platform/wait-for.test-support.ts';
import { NVR, T0, at, camera, nvr, settingsWith, statsWith } from '../testing/sites.ts';
import { emptyAlertMemory } from '../site/alert-step.ts';
import type { OpenAlertRecord } from '../site/alert-step.ts';
import { lookAt } from '../site/alert-rules.ts';
import type { VectorState } from '../site/embeddings/embedding-source.ts';
import type { HttpFault } from '../site/frigate/http-answer.ts';
import type { Observation } from '../site/observation.ts';
import type { SiteFacts } from '../site/site-agent-deps.ts';
import { emptyObserved, observe } from '../site/observed.ts';
import { vectorSteps } from './doctor-vectors.ts';
import { siteStatus } from './site-status.ts';
import type { SiteStatus, StatusSource } from './site-status.ts';
import { askCheckIn, askStatus, statusSocket } from './status-client.ts';
import { isKnownHost, startStatusServer } from './status-server.ts';
import type { StatusServer } from './status-server.ts';
import { statusPage } from './status-page.ts';
import { statusText } from './status-text.ts';
import { LANGUAGES, languageFrom, wordsOf } from './words.ts';
import type { Language } from './words.ts';

const HUB = { name: 'hub-a', host: 'hub.example', port: 8_883 };
const base = settingsWith([nvr([camera('door', { name: 'Front door' }), camera('yard')])]);
const settings = { ...base, hubs: [HUB] };

interface Scene {
  readonly observations?: readonly Observation[];
  readonly alerts?: readonly Partial<OpenAlertRecord>[];
  readonly connected?: boolean;
  readonly started?: boolean;
  readonly writable?: boolean;
  readonly word?: boolean;
  readonly frigateFailures?: SiteFacts['frigateFailures'];
}

const sourceOf = ({ observations = [], alerts = [], connected = true, started = true, writable = true, frigateFailures = new Map() }: Scene): StatusSource => {
  const observed = observations.reduce((sum, one) => observe(sum, one, at(0)), emptyObserved(settings, at(0)));
  const open = alerts.map((more, index): OpenAlertRecord => ({ id: `id-${index}`, rev: 1, kind: 'hot', severity: 'warning', object: 'site', occurredTs: T0, values: {}, ...more }));
  return {
    settings,
    writable,
    agentSeq: 7,
    facts: {
      ...(started ? { identity: { site: settings.site, boot: 1_780_000_000, conn: 1 } } : {}),
      connected,
      frigateFailures,
      vectors: [],
      provenSeq: 0,
      report: {
        look: lookAt(observed, settings, at(0)),
        alerts: { ...emptyAlertMemory(), open: new Map(open.map((one) => [one.id, one])) },
        cameras: new Map(),
        agent: { state: 'online', version: '0.1.0', startedTs: T0 },
        queue: { depth: 3, dropped: 0 },
        eventSeq: 0,
      },
    },
  };
};

const EN = wordsOf('en');
const statusOf = (scene: Scene, language: Language = 'en'): SiteStatus => siteStatus(sourceOf(scene), wordsOf(language));
const bridge = (connected: boolean): Observation => ({ type: 'bridge', sample: { hub: 'hub-a', connected, refusals: 0 } });
const good: readonly Observation[] = [{ type: 'stats', nvr: NVR, stats: statsWith({ door: {}, yard: {} }) }, bridge(true)];

test('a site where everything works says so, with its cameras, hubs and the code', () => {
  const status = statusOf({ observations: good });
  assert.deepEqual([status.state, status.problems, status.code], ['good', [], '9807']);
  const text = statusText(status, EN);
  assert.match(text, /^BL-LAB-1 Lab: Everything is fine\.\n/);
  assert.match(text, /NVR nvr: runs \(0\.17\.2\), 2 of 2 cameras, 2 recording\n/);
  assert.match(text, /Hub hub-a: connected \(hub\.example:8883\)\n/);
  assert.match(text, /code 9807\n$/);
});

test('FS-951: what no alert can tell is told here: no broker, no hub, no clock, no disk; each with what to do', () => {
  const problems = (scene: Scene) => statusOf({ observations: good, ...scene }).problems.map(({ severity, text, advice }) => `${severity} ${text} ${advice.length > 10}`);
  assert.deepEqual(problems({ connected: false }), ['critical The broker of this router does not answer true']);
  assert.deepEqual(problems({ observations: [...good, bridge(false)] }), ['critical No connection to the hub hub-a (hub.example:8883) true']);
  assert.deepEqual(problems({ started: false }), ['critical The agent has not started to report: it waits for the clock of this router true']);
  assert.deepEqual(problems({ writable: false }), ['critical The disk of this router refuses to be written true']);
});

test('a Frigate that speaks by MQTT and cannot be asked is told after a minute, with what to do; one that is down has its own word', () => {
  const since = (sinceMs: number, fault: HttpFault = 'login') => new Map([[NVR, { fault, sinceMs }]]);
  const told = (frigateFailures: ReturnType<typeof since>) => statusOf({ observations: good, frigateFailures }).problems.map(({ severity, text }) => `${severity} ${text}`);
  assert.deepEqual(told(since(-59_000)), []);
  assert.deepEqual(told(since(-60_000)), ['warning Frigate does not let the agent in: nvr']);
  assert.match(told(since(-60_000, 'gateway')).join(), /cannot be asked over HTTP/);
  const down: Observation = { type: 'nvr-http', nvr: NVR, sample: { reachable: false } };
  assert.equal(statusOf({ observations: [down, bridge(true)], frigateFailures: since(-90_000, 'unreachable') }).problems.length, 1);
});

test('before the first statistics nothing is said of cameras but how many there are', () => {
  assert.match(statusText(statusOf({ observations: [bridge(true)] }), EN), /NVR nvr: was not heard of yet, 2 cameras, not measured yet\n/);
});

test('an NVR that does not answer is told at once, before its alert is due', () => {
  const down: Observation = { type: 'nvr-http', nvr: NVR, sample: { reachable: false } };
  assert.deepEqual(statusOf({ observations: [down, bridge(true)] }).problems.map(({ text }) => text), ['The recorder does not answer: nvr:nvr']);
  const told = statusOf({ observations: [down, bridge(true)], alerts: [{ kind: 'nvr_down', object: 'nvr:nvr', severity: 'critical' }] });
  assert.equal(told.problems.length, 1);
});

test('open alerts come worst first, each with what to do; a certificate that ends soon is one of them', () => {
  const certificate: Observation = { type: 'certificate', certificate: { not_after_ts: T0 + 5 * 86_400_000 } };
  const status = statusOf({ observations: [...good, certificate], alerts: [{ kind: 'hot' }, { kind: 'nvr_safe_mode', severity: 'critical', object: 'nvr:nvr' }] });
  assert.deepEqual(status.problems.map(({ severity }) => severity), ['critical', 'warning', 'warning']);
  assert.equal(status.state, 'critical');
  assert.match(statusText(status, EN), /The certificate of this site ends in 5 days/);
});

test('picture vectors are told with their recorder; those that cannot be read with what to do, and by doctor too', () => {
  const stateOf = (state: VectorState) => {
    const source = sourceOf({ observations: good });
    return siteStatus({ ...source, facts: { ...source.facts, vectors: [{ nvr: NVR, state, told: 12, skipped: 1 }] } }, EN);
  };
  assert.ok(statusText(stateOf('flowing'), EN).includes('\nPicture vectors of nvr: flow (12 sent)\n'));
  assert.deepEqual([stateOf('flowing').state, stateOf('behind').state, stateOf('unasked').state], ['good', 'good', 'good']);
  const forbidden = stateOf('forbidden');
  assert.deepEqual(forbidden.problems, [{ severity: 'warning', text: 'Picture vectors of nvr: the file may not be read', advice: EN.advice.vectors }]);
  assert.deepEqual(vectorSteps('nvr', forbidden), [
    { area: 'nvr', state: 'bad', text: 'NVR nvr, picture vectors: the file may not be read (12 sent, 1 left out)', advice: EN.advice.vectors },
  ]);
  assert.deepEqual(vectorSteps('nvr', stateOf('flowing')).map(({ state }) => state), ['good']);
  assert.deepEqual([vectorSteps('b', forbidden), vectorSteps('nvr', undefined)], [[], []]);
});

test('FS-952: whatever cameras and settings are called, the page holds no markup of theirs', () => {
  const status = statusOf({ observations: good });
  fc.assert(
    fc.property(fc.constantFrom('<script>alert(1)</script>', '"><img src=x onerror=1>', "'&lt;"), fc.string({ unit: 'binary', maxLength: 40 }), (evil, more) => {
      const named: SiteStatus = { ...status, name: evil + more, hubs: [{ ...HUB, name: evil, host: more }], problems: [{ severity: 'warning', text: evil, advice: more }] };
      const page = statusPage(named, 'en');
      assert.doesNotMatch(page, /<script|<img|onerror=1>/);
      assert.equal(page.split('<h1>').length, 2);
    }),
    { seed: 952 },
  );
});

let dir = '';
let server: StatusServer;
let checkIns = 0;
let isBrokerThere = true;

before(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'fleet-status-'));
  server = startStatusServer({
    status: (language) => statusOf({ observations: good }, language),
    checkIn: () => ((checkIns += 1), isBrokerThere),
    socket: statusSocket(dir),
    page: { host: '127.0.0.1', port: 0 },
    log: silentLog(),
  });
  await waitFor('both doors', async () => server.port !== undefined && (await askStatus(dir)).ok);
});
after(async () => {
  await server.stop();
  rmSync(dir, { recursive: true, force: true });
});

const get = (options: { readonly path?: string; readonly method?: string; readonly host?: string; readonly language?: string }): Promise<{ status: number; headers: Record<string, unknown>; body: string }> =>
  new Promise((resolve, reject) => {
    const headers = { host: options.host ?? '127.0.0.1', 'accept-language': options.language ?? 'en' };
    const outgoing = request({ host: '127.0.0.1', port: server.port, path: options.path ?? '/', method: options.method ?? 'GET', headers }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    outgoing.on('error', reject);
    outgoing.end();
  });

test('status and page speak the three languages of the console, each in all its words', async () => {
  assert.deepEqual([undefined, 'de_CH.UTF-8', 'fr, es;q=0.8', 'xx'].map(languageFrom), ['en', 'de', 'es', 'en']);
  const texts = LANGUAGES.map((language) => JSON.stringify(wordsOf(language)).match(/"(?:[^"\\]|\\.)*"/g) ?? []);
  assert.equal(new Set(texts.map(({ length }) => length)).size, 1);
  const holes = texts.map((list) => list.map((text) => (text.match(/\{\w+\}/g) ?? []).toSorted().join()));
  assert.deepEqual(holes[1], holes[0]);
  assert.deepEqual(holes[2], holes[0]);
  assert.match((await get({ language: 'de' })).body, /<html lang="de">[^]*Alles in Ordnung\.[^]*Verbindungen/);
});

test('FS-953: the page can only be read, loads nothing, runs nothing, and answers no foreign name', async () => {
  const page = await get({});
  assert.equal(page.status, 200);
  assert.match(String(page.headers['content-security-policy']), /^default-src 'none'; style-src 'sha256-[^']+'; frame-ancestors 'none'/);
  assert.doesNotMatch(page.body, /<script|<link|<img|src=|<form/);
  const answers = await Promise.all([
    get({ host: 'evil.example' }),
    get({ host: 'localhost:8081' }),
    get({ method: 'POST', path: '/check-in' }),
    get({ path: '/check-in' }),
    get({ path: '/../etc/passwd' }),
    get({ path: '/status.json' }),
  ]);
  assert.deepEqual(answers.map(({ status }) => status), [421, 200, 405, 404, 404, 200]);
  assert.equal(checkIns, 0);
});

test('names and addresses that a page open to the network answers to', () => {
  const hosts = ['127.0.0.1', 'localhost:81', '[::1]', '192.168.1.4:81', 'router.lan', 'evil.example', '', undefined];
  assert.deepEqual(hosts.map((host) => isKnownHost(host, '127.0.0.1')), [true, true, true, false, false, false, false, false]);
  assert.deepEqual(hosts.map((host) => isKnownHost(host, '0.0.0.0')), [true, true, true, true, false, false, false, false]);
});

test('only the socket in the own directory takes the order to check in, and only its owner may use it', async () => {
  assert.equal((await askCheckIn(dir)).ok, true);
  assert.equal(checkIns, 1);
  assert.equal(statSync(statusSocket(dir)).mode & 0o777, 0o600);
  isBrokerThere = false;
  assert.deepEqual(await askCheckIn(dir), { ok: false, reason: 'no_broker' });
  assert.deepEqual(await askStatus('/nowhere'), { ok: false, reason: 'not_running' });
});
