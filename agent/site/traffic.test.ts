import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentLog } from '../../platform/log.ts';
import { bytes } from '../testing/fixtures.ts';
import { reviewBytes, statsBytes } from '../testing/frigate/frigate-bytes.ts';
import { createTruth } from '../testing/frigate/frigate-truth.ts';
import type { TruthReview } from '../testing/frigate/frigate-truth.ts';
import { createRecordingBroker } from '../testing/recording-broker.ts';
import { T0, camera, nvr, settingsWith } from '../testing/sites.ts';
import { createMemoryStore } from './agent-store.ts';
import { createMemoryOutbox } from './outbox.ts';
import { SiteAgent } from './site-agent.ts';

/*
 * What a site with 8 cameras sends in a quiet hour, on a clock that the test turns: statistics each minute, a router whose
 * figures tremble, and a review every four minutes.
 */

const CAMERAS = ['door', 'yard', 'till', 'stock', 'back', 'bay', 'park', 'aisle'];
const HOUR_S = 3_600;
const REVIEW_EVERY_S = 240;
/** Topic with the site's level, MQTT header, TCP, IP and TLS records of one message with its acknowledgement. */
const OVERHEAD_BYTES = 150;

const quietHour = (lowData: boolean) => {
  const broker = createRecordingBroker();
  const truth = createTruth('0.17', CAMERAS, T0 / 1_000);
  let s = 0;
  const tremble = (middle: number, by: number): number => middle + by * Math.sin(s / 7);
  const agent = new SiteAgent({
    settings: { ...settingsWith([nvr(CAMERAS.map((id) => camera(id)))]), lowData },
    version: '0.1.0',
    broker,
    store: createMemoryStore(),
    openOutbox: createMemoryOutbox,
    probes: [
      {
        ...{ name: 'router', everyMs: 30_000, limitMs: 1_000 },
        run: () => [
          {
            type: 'router',
            sample: {
              ...{ cpuPct: tremble(20, 5), memPct: tremble(40, 1), tempC: tremble(55, 2), rttMs: tremble(30, 8), lossPct: 0 },
              ...{ clock: { synced: true, source: 'ntp', offsetMs: tremble(0, 3) }, osBootTs: T0 - 86_400_000 + Math.round(tremble(0, 5)) },
              disks: [{ path: '/', totalMb: 7_000, freeMb: 4_000 - s / 100 }],
            },
          },
        ],
      },
    ],
    now: () => ({ wallTs: T0 + s * 1_000, monoMs: s * 1_000 }),
    newId: (wallTs) => `${wallTs}`,
    random: () => 0.5,
    log: silentLog(),
  });
  const say = (topic: string, payload: string): void => broker.say(`frigate/${topic}`, bytes(payload));
  const second = (): void => {
    if (s % 60 === 0) {
      for (const one of truth.cameras) one.fps = Math.round(tremble(5, 0.3) * 10) / 10;
      say('stats', statsBytes(truth, T0 / 1_000 + s));
    }
    const n = Math.floor(s / REVIEW_EVERY_S);
    const review: TruthReview = { id: `${n}-abc`, camera: CAMERAS[n % 8] ?? 'door', start: T0 / 1_000 + n * REVIEW_EVERY_S, severity: n % 3 === 0 ? 'alert' : 'detection', end: null, objects: ['person'], labels: [], zones: ['path'], detections: [], metadata: null };
    if (s % REVIEW_EVERY_S === 10) say('reviews', reviewBytes(review, 'new'));
    if (s % REVIEW_EVERY_S === 40) say('reviews', reviewBytes({ ...review, end: T0 / 1_000 + s }, 'end'));
    agent.tick();
    s += 1;
  };
  for (let turn = 0; turn < HOUR_S; turn += 1) second();
  const before = broker.published.length;
  for (let turn = 0; turn < HOUR_S; turn += 1) second();
  const sent = broker.published.slice(before);
  const size = sent.reduce((sum, { topic, payload }) => sum + topic.length + Buffer.byteLength(payload) + OVERHEAD_BYTES, 0);
  const of = (kind: string): number => sent.filter(({ topic }) => topic.endsWith(kind)).length;
  return { messages: sent.length, kbits: (size * 8) / HOUR_S / 1_000, health: of('state/health'), cameras: of('state/cameras'), reviews: of('event/review'), rollups: of('event/rollup') };
};

test('FS-912: a site of 8 cameras sends at most 20 kbit/s and about 150 messages in a quiet hour', (context) => {
  const hour = quietHour(false);
  context.diagnostic(`quiet hour: ${hour.messages} messages, ${hour.kbits.toFixed(2)} kbit/s`);
  assert.ok(hour.messages <= 160 && hour.kbits <= 20, JSON.stringify(hour));
  assert.deepEqual([hour.health, hour.cameras, hour.reviews, hour.rollups], [60, 12, 30, 4]);
});

test('FS-913: low-data mode sends less of everything but health', (context) => {
  const hour = quietHour(true);
  context.diagnostic(`low data: ${hour.messages} messages, ${hour.kbits.toFixed(2)} kbit/s`);
  assert.deepEqual([hour.health, hour.cameras, hour.reviews, hour.rollups], [60, 5, 10, 4]);
  assert.ok(hour.kbits < quietHour(false).kbits * 0.8);
});
