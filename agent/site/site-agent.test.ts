import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { silentLog } from '../../platform/log.ts';
import { bytes } from '../testing/fixtures.ts';
import { createRecordingBroker, decodeLocal } from '../testing/recording-broker.ts';
import type { RecordingBroker } from '../testing/recording-broker.ts';
import { NVR, T0, camera, nvr, settingsWith, statsWith } from '../testing/sites.ts';
import { createMemoryStore } from './agent-store.ts';
import type { AgentStore } from './agent-store.ts';
import type { OpenAlertRecord } from './alert-step.ts';
import type { LocalMessage } from './local-broker.ts';
import type { BridgeSample, Observation, RouterSample } from './observation.ts';
import { createMemoryOutbox } from './outbox.ts';
import type { AgentSettings } from './settings.ts';
import { SiteAgent } from './site-agent.ts';

const SITE = 'BL-LAB-1';
const SYNCED: RouterSample = { clock: { synced: true, source: 'ntp' } };

interface Rig {
  readonly broker: RecordingBroker;
  readonly agent: SiteAgent;
  /** Turns the clock by so many seconds, a tick every 5 s. */
  pass(seconds: number): void;
  probe: readonly Observation[];
}

const rig = (options: { settings?: AgentSettings; store?: AgentStore; wallTs?: number; router?: RouterSample; broker?: RecordingBroker; startS?: number } = {}): Rig => {
  const broker = options.broker ?? createRecordingBroker();
  let s = options.startS ?? 0;
  const self: { probe: readonly Observation[] } = { probe: [{ type: 'router', sample: options.router ?? SYNCED }] };
  let ids = 0;
  const agent = new SiteAgent({
    settings: options.settings ?? settingsWith(),
    version: '0.1.0',
    broker,
    store: options.store ?? createMemoryStore(),
    openOutbox: createMemoryOutbox,
    probes: [{ name: 'all', everyMs: 30_000, limitMs: 1_000, run: () => self.probe }],
    now: () => ({ wallTs: (options.wallTs ?? T0) + s * 1_000, monoMs: s * 1_000 }),
    newId: (wallTs) => `${wallTs}-${(ids += 1)}`,
    random: () => 0.5,
    log: silentLog(),
  });
  agent.tick();
  return Object.assign(self, {
    broker,
    agent,
    pass: (seconds: number) => {
      for (let turn = 0; turn < seconds; turn += 5) {
        s += 5;
        agent.tick();
      }
    },
  });
};

const bodies = (messages: readonly LocalMessage[], topic: string): readonly Record<string, unknown>[] =>
  messages.filter((message) => message.topic === `fleet/v1/${topic}`).map(({ payload }) => JSON.parse(payload) as Record<string, unknown>);

const downNvr: Observation = { type: 'nvr-http', nvr: NVR, sample: { reachable: false } };
const upNvr: Observation = { type: 'nvr-http', nvr: NVR, sample: { reachable: true, safeMode: false } };
const router: Observation = { type: 'router', sample: SYNCED };

test('at birth everything is published retained at QoS 0, and the last will belongs to this connection', () => {
  const { broker } = rig();
  assert.ok(broker.published.length >= 6);
  assert.ok(broker.published.every(({ retain, qos }) => retain && qos === 0));
  assert.deepEqual(JSON.parse(broker.will?.payload ?? ''), { v: 1, site: SITE, boot: T0 / 1_000, conn: 1, state: 'offline' });
});

test('FS-606: conn counts connects within one boot, and each connect publishes all states again', () => {
  const { broker } = rig();
  const first = broker.published.length;
  broker.cut();
  broker.connect();
  assert.equal(JSON.parse(broker.will?.payload ?? '').conn, 2);
  assert.equal(broker.published.length, 2 * first);
  assert.deepEqual(bodies(broker.published, 'state/site').map(({ conn }) => conn), [1, 2]);
});

test('without clock and stored boot nothing is said for 120 s, then the boot is 1', () => {
  const unset: RouterSample = { clock: { synced: false, source: 'none' } };
  const { broker, pass } = rig({ wallTs: 0, router: unset });
  pass(115);
  assert.equal(broker.published.length, 0);
  pass(5);
  assert.deepEqual([bodies(broker.published, 'state/health')[0]?.['boot'], bodies(broker.published, 'state/health')[0]?.['ts']], [1, 0]);
});

test('an alert is told once by an event and stands in the list that covers it', () => {
  const one = rig();
  one.probe = [router, downNvr];
  one.pass(120);
  const events = bodies(one.broker.published, 'event/alert').filter(({ kind }) => kind === 'nvr_down');
  const list = bodies(one.broker.published, 'state/alerts').at(-1);
  assert.deepEqual(events.map(({ op, seq, rev }) => [op, seq, rev]), [['open', 1, 1]]);
  const open = (list?.['open'] ?? []) as readonly { readonly id: string }[];
  assert.deepEqual([open.map(({ id }) => id), list?.['event_seq']], [[events[0]?.['id']], 1]);
});

test('FS-607: over a restart the open alert keeps its id, event seq goes on, boot rises; it is not told a second time', () => {
  const store = createMemoryStore();
  const first = rig({ store });
  first.probe = [router, downNvr];
  first.pass(120);
  const opened = bodies(first.broker.published, 'event/alert')[0];
  const second = rig({ store, startS: 200 });
  second.probe = [router, downNvr];
  second.pass(120);
  assert.deepEqual(bodies(second.broker.published, 'event/alert'), []);
  second.probe = [router, upNvr];
  second.pass(90);
  const closed = bodies(second.broker.published, 'event/alert')[0];
  assert.deepEqual([closed?.['op'], closed?.['id'], closed?.['seq'], closed?.['rev']], ['close', opened?.['id'], 2, 2]);
  assert.ok((closed?.['boot'] as number) > (opened?.['boot'] as number));
});

const remembered = (kind: OpenAlertRecord['kind'], object: string, more: Partial<OpenAlertRecord> = {}): OpenAlertRecord => ({
  ...{ id: `${kind} ${object}`, rev: 1, kind, severity: 'warning', object, occurredTs: T0 - 1_000_000, values: {} },
  ...more,
});

test('FS-929: what was open before a restart neither closes nor begins anew because nobody has looked at it yet', () => {
  const hub = { name: 'hub-a', host: 'hub.example', port: 8_883 };
  const settings = { ...settingsWith([{ ...nvr([]), discover: true }]), hubs: [hub] };
  const openAlerts = [
    remembered('disk_low', 'disk:/media/frigate/recordings', { nvr: NVR }),
    remembered('disk_low', 'disk:/'),
    remembered('camera_offline', 'camera:nvr/door', { nvr: NVR }),
    remembered('bridge_refused', 'hub:hub-a'),
    remembered('bridge_refused', 'hub:hub-of-last-year'),
    remembered('config_drift', 'site'),
    remembered('queue_dropping', 'site'),
  ];
  const one = rig({ settings, store: createMemoryStore({ boot: 1, eventSeq: 7, openAlerts, lastAlertIds: [] }) });
  one.probe = [router];
  one.pass(590);
  // Frigate's own silence is another matter.
  const told = () => bodies(one.broker.published, 'event/alert').filter(({ kind }) => kind !== 'nvr_stale').map(({ op, id, rev }) => `${String(op)} ${String(id)} ${String(rev)}`);
  assert.deepEqual(told(), ['close bridge_refused hub:hub-of-last-year 2']);
  one.probe = [
    { type: 'router', sample: { ...SYNCED, disks: [{ path: '/', totalMb: 100, freeMb: 90 }] } },
    { type: 'nvr-cameras', nvr: NVR, cameras: [camera('yard')] },
    { type: 'stats', nvr: NVR, stats: statsWith({ yard: {} }) },
    { type: 'bridge', sample: { hub: 'hub-a', connected: true, refusals: 0 } },
  ];
  one.pass(90);
  const rest = ['disk_low disk:/media/frigate/recordings', 'disk_low disk:/', 'camera_offline camera:nvr/door', 'bridge_refused hub:hub-a', 'config_drift site'];
  assert.deepEqual(new Set(told().slice(1)), new Set(rest.map((id) => `close ${id} 2`)));
  one.pass(240);
  assert.deepEqual(told().at(-1), 'close queue_dropping site 2');
});

test('an event that happens while the local broker is away is told after it is back, once', () => {
  const one = rig();
  one.broker.cut();
  one.probe = [router, downNvr];
  one.pass(120);
  assert.deepEqual(bodies(one.broker.published, 'event/alert'), []);
  one.broker.connect();
  assert.equal(bodies(one.broker.published, 'event/alert').length, 1);
});

test('after a loss of the bridge events since it was last known up are told again, unchanged, and all states within 30 s', () => {
  const one = rig();
  const bridge = (text: string) => one.broker.say('$SYS/broker/connection/to-hub/state', bytes(text));
  bridge('1');
  one.pass(900);
  bridge('0');
  one.probe = [router, downNvr];
  one.pass(120);
  const before = one.broker.published.filter(({ topic }) => topic.endsWith('event/alert'));
  const sites = bodies(one.broker.published, 'state/site').length;
  bridge('1');
  const after = one.broker.published.filter(({ topic }) => topic.endsWith('event/alert'));
  // So long before the loss the bridge was surely up: what is older the hub has.
  const replayed = before.filter(({ payload }) => (JSON.parse(payload) as { ts: number }).ts >= T0 + 570_000);
  assert.ok(replayed.length > 0 && replayed.length < before.length);
  assert.deepEqual(after, [...before, ...replayed]);
  one.pass(30);
  assert.equal(bodies(one.broker.published, 'state/site').length, sites + 1);
});

test('stop says stopping; before the boot is known there is nobody to say it', async () => {
  const one = rig();
  await one.agent.stop();
  assert.equal(bodies(one.broker.published, 'state/agent').at(-1)?.['state'], 'stopping');
  const waiting = rig({ wallTs: 0, router: {} });
  await waiting.agent.stop();
  assert.deepEqual(waiting.broker.published, []);
});

test('FS-660: a review of Frigate is told as start and end; names of persons do not leave the site', () => {
  const one = rig();
  const review = (type: string, end: number | null) =>
    bytes({ type, before: {}, after: { id: 'r1', camera: 'door', start_time: T0 / 1_000, end_time: end, severity: 'alert', thumb_path: '/a.webp', data: { objects: ['person'], sub_labels: ['Bob'], zones: ['yard'] } } });
  one.broker.say('frigate/reviews', review('new', null));
  one.broker.say('frigate/reviews', review('update', null));
  one.broker.say('frigate/reviews', review('end', T0 / 1_000 + 20));
  const reviews = bodies(one.broker.published, 'event/review');
  assert.deepEqual(reviews.map(({ phase, end_ts }) => [phase, end_ts]), [['start', undefined], ['end', T0 + 20_000]]);
  assert.ok(!one.broker.published.some(({ payload }) => payload.includes('Bob')));
});

test('payloads that are refused are counted by kind and reason', () => {
  const one = rig();
  one.broker.say('frigate/stats', bytes('"twice"'));
  one.broker.say('frigate/door/enabled/state', bytes('maybe'));
  assert.deepEqual([...one.agent.frigate.refused], [['stats type', 1], ['switch value', 1]]);
});

const figure = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(Infinity, -Infinity, NaN, 1e300, -5));
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const text = fc.oneof(fc.string({ maxLength: 400 }), fc.string({ unit: 'binary', maxLength: 400 }));
const routerArb = fc.record({
  cpuPct: maybe(figure),
  memPct: maybe(figure),
  tempC: maybe(figure),
  rttMs: maybe(figure),
  lossPct: maybe(figure),
  osBootTs: maybe(figure),
  brokerDropped: maybe(figure),
  disks: maybe(fc.array(fc.record({ path: text, totalMb: figure, freeMb: figure, recordingMbPerH: figure }), { maxLength: 20 })),
  clock: maybe(fc.record({ synced: fc.boolean(), source: text, offsetMs: figure })),
  versions: maybe(fc.record({ os: text, mosquitto: text })),
  hardware: maybe(fc.record({ model: text, arch: text, memoryMb: figure })),
}) as fc.Arbitrary<RouterSample>;
const httpArb = fc.record({ reachable: fc.boolean(), version: text, safeMode: fc.boolean(), newestSegmentAgeS: fc.dictionary(fc.constantFrom('door', 'yard'), figure), recordingMbPerH: figure });
const bridgeArb = fc.record({ hub: text, connected: fc.boolean(), refusals: fc.nat(9) }) as fc.Arbitrary<BridgeSample>;
const statsArb = fc.record({
  cameras: fc.dictionary(fc.constantFrom('door', 'yard', 'other'), fc.record({ camera_fps: figure, process_fps: figure, ffmpeg_pid: fc.constantFrom(1, null) })),
  detectors: fc.dictionary(text, fc.record({ inference_speed: figure })),
  service: fc.record({ version: text, uptime: figure, storage: fc.dictionary(fc.constantFrom('/media/frigate/recordings', '/x'), fc.record({ total: figure, used: figure, free: figure })) }),
});
const reviewArb = fc.record({
  type: fc.constantFrom('new', 'update', 'end', 'genai'),
  after: fc.record({ id: text, camera: text, start_time: figure, end_time: figure, severity: text, thumb_path: text, data: fc.record({ objects: fc.array(text, { maxLength: 90 }), zones: fc.array(text, { maxLength: 90 }) }) }),
});

test('FS-616: whatever probes and Frigate say, every message of the agent decodes by the contract', () => {
  const step = fc.record({ router: routerArb, http: httpArb, bridge: bridgeArb, stats: statsArb, review: reviewArb, seconds: fc.constantFrom(30, 60, 600) });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), (steps) => {
      const one = rig();
      for (const { router: sample, http, bridge, stats, review, seconds } of steps) {
        one.probe = [{ type: 'router', sample }, { type: 'nvr-http', nvr: NVR, sample: http }, { type: 'bridge', sample: bridge }];
        one.broker.say('frigate/stats', bytes(stats));
        one.broker.say('frigate/reviews', bytes(review));
        one.pass(seconds);
      }
      for (const message of one.broker.published) {
        const decoded = decodeLocal(SITE, message);
        assert.ok(decoded.ok, decoded.ok ? '' : `${message.topic} ${decoded.reason} ${decoded.detail}`);
      }
    }),
    { seed: 101, numRuns: 80 },
  );
});
