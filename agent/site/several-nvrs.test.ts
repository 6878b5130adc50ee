import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseNvrId } from '../../fleet/ids.ts';
import type { NvrId } from '../../fleet/ids.ts';
import { silentLog } from '../../platform/log.ts';
import { bytes } from '../testing/fixtures.ts';
import { answerApi } from '../testing/frigate/frigate-api.ts';
import { reviewBytes, statsBytes } from '../testing/frigate/frigate-bytes.ts';
import { createTruth } from '../testing/frigate/frigate-truth.ts';
import type { FrigateTruth, TruthReview } from '../testing/frigate/frigate-truth.ts';
import { createRecordingBroker } from '../testing/recording-broker.ts';
import { T0, settingsWith } from '../testing/sites.ts';
import { createMemoryStore } from './agent-store.ts';
import { faultOfStatus } from './frigate/http-answer.ts';
import type { FrigateHttp, HttpAnswer } from './frigate/http-answer.ts';
import { createMemoryOutbox } from './outbox.ts';
import { SiteAgent } from './site-agent.ts';

/*
 * A site with eight Frigates, each under its own prefix and address, on a clock that the test turns.
 */

const VERSIONS = ['0.16', '0.17', '0.18'] as const;
const IDS = Array.from({ length: 8 }, (_, index) => parseNvrId(`nvr${index + 1}`) as NvrId);

interface Box {
  readonly id: NvrId;
  readonly prefix: string;
  readonly truth: FrigateTruth;
  /** Answers over HTTP; publishes statistics. */
  http: boolean;
  mqtt: boolean;
}

const rig = () => {
  let s = 0;
  const boxes: readonly Box[] = IDS.map((id, index) => ({
    id,
    prefix: `frigate-${id}`,
    truth: createTruth(VERSIONS[index % 3] ?? '0.17', [`${id}-door`], T0 / 1_000),
    http: true,
    mqtt: true,
  }));
  const httpOf = (box: Box): FrigateHttp => ({
    faults: new Map(),
    get: (path): Promise<HttpAnswer> => {
      if (!box.http) return Promise.resolve({ ok: false, fault: 'unreachable' });
      const { status, body } = answerApi(box.truth, undefined, { method: 'GET', url: path }, T0 / 1_000 + s);
      return Promise.resolve(status === 200 ? { ok: true, body: bytes(body), serverTs: T0 + s * 1_000 } : { ok: false, fault: faultOfStatus(status) });
    },
  });
  const https = new Map(boxes.map((box) => [box.id, httpOf(box)]));
  const broker = createRecordingBroker();
  const agent = new SiteAgent({
    settings: settingsWith(boxes.map(({ id, prefix }) => ({ id, prefix, cameras: [], discover: true }))),
    version: '0.1.0',
    broker,
    store: createMemoryStore(),
    openOutbox: createMemoryOutbox,
    probes: [{ name: 'router', everyMs: 30_000, limitMs: 1_000, run: () => [{ type: 'router', sample: { clock: { synced: true, source: 'ntp' } } }] }],
    frigateHttp: (id) => https.get(id),
    now: () => ({ wallTs: T0 + s * 1_000, monoMs: s * 1_000 }),
    newId: (wallTs) => `${wallTs}`,
    random: () => 0.5,
    log: silentLog(),
  });
  const pass = async (seconds: number): Promise<void> => {
    for (let turn = 0; turn < seconds; turn += 5) {
      s += 5;
      for (const box of boxes) {
        for (const camera of box.truth.cameras) camera.newestSegment = T0 / 1_000 + s;
        if (box.mqtt && s % 60 === 0) broker.say(`${box.prefix}/stats`, bytes(statsBytes(box.truth, T0 / 1_000 + s)));
        // Says that it lives, whatever it does: it is not believed (contract §10).
        broker.say(`${box.prefix}/available`, bytes('online'));
      }
      agent.tick();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const last = (kind: string) => {
    const found = broker.published.filter(({ topic }) => topic === `fleet/v1/${kind}`).at(-1);
    return JSON.parse(found?.payload ?? '{}') as Record<string, unknown>;
  };
  const states = () => (last('state/health')['nvrs'] as readonly { readonly state: string }[]).map(({ state }) => state);
  return { boxes, broker, pass, last, states };
};

test('FS-919: up, stale, down and safe mode of eight Frigates are told apart, and never by what they say of themselves', async () => {
  const { boxes, pass, states, last } = rig();
  await pass(120);
  assert.deepEqual(states(), boxes.map(() => 'up'));
  const [stale, down, safe] = boxes;
  assert.ok(stale && down && safe);
  stale.mqtt = false;
  Object.assign(down, { mqtt: false, http: false });
  safe.mqtt = false;
  safe.truth.safeMode = true;
  await pass(300);
  assert.deepEqual(states(), ['stale', 'down', 'safe_mode', 'up', 'up', 'up', 'up', 'up']);
  const open = (last('state/alerts')['open'] as readonly { readonly kind: string; readonly object: string }[]).map(({ kind, object }) => `${kind} ${object}`);
  assert.deepEqual(open.sort(), ['nvr_down nvr:nvr2', 'nvr_safe_mode nvr:nvr3', 'nvr_stale nvr:nvr1']);
  Object.assign(stale, { mqtt: true });
  Object.assign(down, { mqtt: true, http: true });
  Object.assign(safe, { mqtt: true });
  safe.truth.safeMode = false;
  await pass(300);
  assert.deepEqual(states(), boxes.map(() => 'up'));
  assert.deepEqual(last('state/alerts')['open'], []);
});

test('each Frigate is heard under its own prefix; its cameras and reviews carry its id', async () => {
  const { boxes, broker, pass, last } = rig();
  await pass(120);
  const cameras = last('state/cameras')['cameras'] as readonly { readonly nvr: string; readonly id: string }[];
  assert.deepEqual(cameras.map(({ nvr, id }) => `${nvr}/${id}`), IDS.map((id) => `${id}/${id}-door`));
  for (const { prefix } of boxes) {
    const review: TruthReview = { id: 'same', camera: 'door', start: T0 / 1_000 + 100, severity: 'alert', end: null, objects: [], labels: [], zones: [], detections: [], metadata: null };
    broker.say(`${prefix}/reviews`, bytes(reviewBytes(review, 'new')));
  }
  broker.say('frigate/reviews', bytes('{}'));
  const told = broker.published.filter(({ topic }) => topic.endsWith('event/review')).map(({ payload }) => (JSON.parse(payload) as { nvr: string }).nvr);
  assert.deepEqual(told, IDS);
});
