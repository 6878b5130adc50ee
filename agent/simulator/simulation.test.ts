import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { decode } from '../../fleet/decode.ts';
import type { Message } from '../../fleet/decode.ts';
import { createVirtualFleet } from './testing/virtual-fleet.ts';
import type { Carried, VirtualFleet } from './testing/virtual-fleet.ts';
import { fleetSites } from './fleet-sites.ts';
import { PLACES } from './places.ts';
import type { ScenarioKind } from './scenarios.ts';
import { CYCLE_S, storyOf } from './story.ts';

const SEED = 1;
const sites = fleetSites(30, SEED);
const decoded = ({ topic, payload }: Carried) => decode(topic, Buffer.from(payload));

type AlertMessage = Extract<Message, { kind: 'event/alert' }>;

/** Alert events of one site in order, e.g. `open nvr_down critical nvr:nvr2`. */
const alertsOf = (fleet: VirtualFleet, site?: string): readonly { readonly s: number; readonly site: string; readonly body: AlertMessage['body'] }[] =>
  fleet.carried.flatMap((carried) => {
    if (!carried.topic.endsWith('event/alert') || (site !== undefined && carried.site !== site)) return [];
    const one = decoded(carried);
    return one.ok && one.message.kind === 'event/alert' ? [{ s: carried.s, site: carried.site, body: one.message.body }] : [];
  });

let cycle: VirtualFleet;
before(() => {
  cycle = createVirtualFleet(sites, storyOf(sites, PLACES.length, SEED), SEED);
  cycle.pass(CYCLE_S);
});

test('every message of a whole story decodes by the contract', () => {
  assert.ok(cycle.carried.length > 2_500);
  for (const carried of cycle.carried) {
    const one = decoded(carried);
    assert.ok(one.ok, one.ok ? '' : `${carried.site} ${carried.topic}: ${one.reason} ${one.detail}`);
  }
});

test('roll-ups count the objects that cameras saw, each once: those of the reviews that ended', () => {
  const calm = createVirtualFleet(sites.slice(0, 4), [], SEED);
  calm.pass(7_200);
  const bodies = (kind: string) =>
    calm.carried.flatMap((carried) => {
      const one = carried.topic.endsWith(kind) ? decoded(carried) : undefined;
      return one?.ok ? [one.message] : [];
    });
  const counted = bodies('event/rollup').flatMap((message) => (message.kind === 'event/rollup' ? (message.body.counts ?? []) : []));
  const ended = bodies('event/review').flatMap((message) => (message.kind === 'event/review' && message.body.phase === 'end' ? [message.body] : []));
  const objects = ended.reduce((sum, { severity }) => sum + (severity === 'alert' ? 2 : 1), 0);
  const n = counted.reduce((sum, one) => sum + (one.n ?? 0), 0);
  // The last quarter is not over yet.
  assert.ok(n > 10 && n <= objects && n >= objects - 20, `${n} of ${objects}`);
  assert.ok(counted.some(({ label }) => label === 'person'));
});

test('the same seed tells the same story, byte for byte', () => {
  const few = fleetSites(8, 3);
  const told = [1, 2].map(() => {
    const fleet = createVirtualFleet(few, storyOf(few, 8, 3), 3);
    fleet.pass(700);
    return fleet.carried;
  });
  assert.ok((told[0]?.length ?? 0) > 100);
  assert.deepEqual(told[0], told[1]);
});

interface Writer {
  readonly boot: number;
  readonly conn: number;
  readonly seq: number;
}

const isState = ({ topic }: Carried): boolean => topic.includes('/state/') && topic.startsWith('fleet/');

test('states rise by (boot, seq) at every site; a replaced router starts lower, a will has no seq', () => {
  for (const { site } of sites) {
    let last: Writer = { boot: 0, conn: 0, seq: 0 };
    const boots: number[] = [];
    for (const carried of cycle.published.filter((one) => one.site === site && isState(one))) {
      const body = JSON.parse(carried.payload) as Writer;
      if (body.seq === undefined) {
        assert.deepEqual([body.boot, body.conn], [last.boot, last.conn]);
        continue;
      }
      if (body.boot === last.boot) assert.equal(body.seq, last.seq + 1);
      else boots.push(body.boot);
      last = body;
    }
    assert.equal(boots.length, new Set(boots).size);
    if (site !== 'BL-VIE-01') assert.deepEqual(boots, [...boots].sort((a, b) => a - b));
    else assert.ok(boots.length === 3 && (boots[1] ?? 0) < (boots[0] ?? 0) && (boots[2] ?? 0) > (boots[0] ?? 0));
  }
});

test('event seq is one contiguous row that goes on over boots, copies are unchanged, and the list covers it', () => {
  for (const { site } of sites.filter(({ site }) => site !== 'BL-VIE-01')) {
    const row: string[] = [];
    for (const { topic, payload } of cycle.published.filter((one) => one.site === site)) {
      const { seq } = JSON.parse(payload) as Writer;
      if (topic.includes('/event/')) {
        if (seq === row.length + 1) row.push(payload);
        else assert.equal(row[seq - 1], payload);
      }
      if (topic.endsWith('state/alerts')) assert.equal((JSON.parse(payload) as { event_seq: number }).event_seq, row.length);
    }
  }
});

test('each open alert of the list was told by an event, and none that was closed', () => {
  for (const { site } of sites) {
    const open = new Map<string, number>();
    const told = new Map<string, number>();
    for (const carried of cycle.published.filter((one) => one.site === site)) {
      const one = decoded(carried);
      if (!one.ok) continue;
      if (one.message.kind === 'event/alert') {
        const { id, rev, op } = one.message.body;
        // After an outage the agent tells again what it told before.
        if (rev <= (told.get(id) ?? 0)) continue;
        told.set(id, rev);
        if (op === 'close') open.delete(id);
        else open.set(id, rev);
      }
      if (one.message.kind === 'state/alerts') {
        assert.deepEqual(new Map(one.message.body.open.map(({ id, rev }) => [id, rev])), open, site);
      }
    }
  }
});

const EXPECTED: readonly (readonly [site: string, kinds: readonly string[]])[] = [
  ['BL-WAW-01', ['camera_offline']],
  ['BL-MUC-01', ['disk_low', 'no_recordings']],
  ['BL-LAB-1', ['nvr_safe_mode']],
  ['BL-FRA-01', ['camera_frozen']],
  ['BL-WH-S', ['nvr_down']],
  ['BL-DUS-01', ['detector_slow']],
  ['BL-SVQ-01', ['hot']],
  ['BL-ZRH-01', ['nvr_stale']],
  ['BL-WH-N', ['queue_dropping']],
  ['BL-LIS-02', ['recording_path_missing']],
];

for (const [site, kinds] of EXPECTED) {
  test(`the story at ${site} raises ${kinds.join(' and ')}, nothing else, and all of it closes again`, () => {
    const alerts = alertsOf(cycle, site);
    assert.deepEqual([...new Set(alerts.map(({ body }) => body.kind))].sort(), kinds);
    const open = new Set(alerts.filter(({ body }) => body.op === 'open').map(({ body }) => body.id));
    const closed = new Set(alerts.filter(({ body }) => body.op === 'close').map(({ body }) => body.id));
    assert.deepEqual(closed, open);
  });
}

test('sites without a part in the story raise nothing', () => {
  const silent = ['BL-LIS-01', 'BL-OPO-01', 'BL-MAD-01', 'BL-VLC-01', 'BL-BRU-01', 'BL-AMS-01', 'BL-BER-01', 'BL-MIL-01', 'BL-ROM-01', 'BL-DUB-01'];
  for (const site of silent) assert.deepEqual(alertsOf(cycle, site), []);
});

test('critical alerts are there within the first ten minutes, so that the demo shows an error site', () => {
  const early = alertsOf(cycle).filter(({ s, body }) => s < 600 && body.op === 'open');
  assert.ok(early.some(({ body }) => body.severity === 'critical'));
  assert.ok(early.some(({ body }) => body.severity === 'warning'));
});

test('FS-683: the simulation says that it is one where a person may read it', () => {
  const inventory = cycle.carried.filter(({ topic }) => topic.endsWith('state/inventory')).at(-1);
  assert.match(inventory?.payload ?? '', /"model":"Simulated router"/);
  const certificate = cycle.carried.find(({ topic }) => topic.endsWith('state/cert'));
  assert.match(certificate?.payload ?? '', /Simulated fleet CA/);
});

/** One scenario at one site, begun after two minutes for half an hour. */
const alone = (kind: ScenarioKind, site = 'BL-WH-N', forS = 1_800): VirtualFleet => {
  const settings = sites.filter((one) => one.site === site);
  const fleet = createVirtualFleet(settings, [{ atS: 120, forS, site, kind }], SEED, false);
  fleet.pass(120 + forS + 1_200);
  return fleet;
};

test('an agent that dies leaves its last will on state/agent and comes back with a higher boot', () => {
  const fleet = alone('agent_dies', 'BL-WH-N', 300);
  const states = fleet.carried.filter(({ topic }) => topic.endsWith('state/agent')).map(({ payload }) => JSON.parse(payload) as Writer & { state: string });
  const will = states.findIndex(({ state, seq }) => state === 'offline' && seq === undefined);
  assert.ok(will > 0);
  assert.ok((states[will + 1]?.boot ?? 0) > (states[will]?.boot ?? Infinity));
});

test('a clock that runs ahead shows in ts and nowhere else', () => {
  const fleet = alone('clock_ahead');
  const skews = fleet.carried.filter(({ topic, s }) => topic.endsWith('state/health') && s > 200 && s < 1_800).map(({ payload, s }) => (JSON.parse(payload) as { ts: number }).ts - (1_780_000_000_000 + s * 1_000));
  assert.ok(skews.length > 10 && skews.every((skew) => skew === 180_000));
  assert.deepEqual(alertsOf(fleet), []);
});

test('a replaced router speaks with ts 0 until its clock is set, and warns after ten minutes', () => {
  const fleet = alone('router_replaced');
  const unset = fleet.carried.filter(({ topic, s }) => topic.endsWith('state/health') && s > 200 && s < 1_800);
  assert.ok(unset.length > 10 && unset.every(({ payload }) => (JSON.parse(payload) as { ts: number }).ts === 0));
  assert.deepEqual(alertsOf(fleet).map(({ body }) => `${body.op} ${body.kind}`), ['open clock_unset', 'close clock_unset']);
});

test('a failed renewal shows a certificate with 26 days left, then a fresh one', () => {
  const fleet = alone('renewal_fails');
  const certificates = fleet.carried.filter(({ topic }) => topic.endsWith('state/cert')).map(({ payload }) => JSON.parse(payload) as { serial: string; not_after_ts: number; renewal: { result?: string } });
  assert.deepEqual(certificates.map(({ renewal }) => renewal.result), [undefined, 'failed', 'ok']);
  assert.equal(new Set(certificates.map(({ serial }) => serial)).size, 3);
  assert.equal(Math.round(((certificates[1]?.not_after_ts ?? 0) - (1_780_000_000_000 + 120_000)) / 86_400_000), 26);
});
