import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KEEP_AFTER_CLOSE_MS } from '../../fleet/desk/expiry.ts';
import type { FleetEvent } from '../../fleet/events.ts';
import { parseSiteId } from '../../fleet/ids.ts';
import type { SiteId } from '../../fleet/ids.ts';
import type { HubRecord } from '../../fleet/model/hub.ts';
import { ANA, EXP_TS, NOW, operation, setOf } from '../../fleet/testing/desk-operations.ts';
import { deskTopic } from '../../fleet/topics.ts';
import type { DeskAlert } from '../../fleet/wire/desk-alert.ts';
import { createClock } from '../../platform/clock.ts';
import type { PublishOptions, PublishOutcome } from '../../platform/mqtt-link.ts';
import { quietLog } from './desk-console.test-support.ts';
import { DeskSync } from './desk-sync.ts';

/* Timers and links by hand; desk.test.ts does the same on real brokers. */

const SITE = parseSiteId('BL-LAB-1') as SiteId;
const topicOf = (id: string): string => deskTopic('desk/alert', SITE, id);
const TOPIC = topicOf('A1');
const mine = setOf({ 'aaaaaaaa-1': operation(1, 'take') });
const theirs = setOf({ 'bbbbbbbb-1': operation(1, 'ack') });

const hubRecord = (id: string, more: Partial<HubRecord> = {}): HubRecord => ({
  id, name: id, url: '', state: 'connected', sinceTs: NOW, protocol: 5, refused: [], readOnly: false, ...more,
}); // prettier-ignore

interface Sent {
  readonly hub: string;
  readonly topic: string;
  readonly payload: string;
  readonly options: PublishOptions;
  readonly answer: (outcome: PublishOutcome) => void;
}

const setUp = (open = false, silentUntilChange = false) => {
  const world = { wallMs: NOW, sent: [] as Sent[], timers: [] as { ms: number; callback: () => void }[], counters: [] as string[], shared: [] as string[] };
  const at = { wallTs: NOW, monoMs: 0 };
  const sync = new DeskSync({
    self: ANA,
    clock: createClock({ speed: 1, baseMs: NOW }, { wallMs: () => world.wallMs, monoMs: () => 0 }),
    log: quietLog,
    random: () => 0.5,
    publish: (hub, topic, payload, options, answer) => world.sent.push({ hub, topic, payload, options, answer }),
    startTimer: (ms, then) => {
      const timer = { ms, callback: then };
      world.timers.push(timer);
      return () => world.timers.splice(world.timers.indexOf(timer), 1);
    },
    isOpen: () => open,
    silentUntilChange,
    count: (id) => world.counters.push(id),
    onShared: (topic) => world.shared.push(topic),
  });
  const see = (...events: FleetEvent[]): void => {
    for (const event of events) sync.observe(event);
    sync.drained();
  };
  const connect = (hub: string, more: Partial<HubRecord> = {}): void =>
    see({ type: 'gap', at, hub, reason: 'reconnect' }, { type: 'hub', at, hub: hubRecord(hub, more) }, { type: 'desk-quiet', at, hub });
  const receive = (hub: string, body: DeskAlert): FleetEvent => ({
    type: 'message', at, hub, retained: false, message: { kind: 'desk/alert', site: SITE, id: 'A1', body },
  }); // prettier-ignore
  const tick = (): void => see({ type: 'tick', at, realWallMs: world.wallMs, realMonoMs: 0 });
  const fire = (): void => world.timers.splice(0).forEach(({ callback }) => callback());
  return { ...world, world, sync, at, see, connect, receive, fire, tick };
};

test('FS-510: a change goes to each hub that was read to its end, retained, at QoS 1, with the expiry', () => {
  const { sync, at, see, connect, fire, sent } = setUp();
  connect('hub-1');
  see({ type: 'gap', at, hub: 'hub-2', reason: 'reconnect' }, { type: 'hub', at, hub: hubRecord('hub-2') });
  sync.change(TOPIC, mine);
  fire();
  assert.deepEqual(sent.map(({ hub }) => hub), ['hub-1']); // prettier-ignore
  assert.deepEqual(sent[0]?.options, { qos: 1, retain: true, expiryS: (EXP_TS - NOW) / 1_000 });
  see({ type: 'desk-quiet', at, hub: 'hub-2' });
  fire();
  assert.deepEqual(sent.map(({ hub }) => hub), ['hub-1', 'hub-2']); // prettier-ignore
});

test('FS-510: nothing is judged before the inbox is drained', () => {
  const { sync, connect, receive, world } = setUp();
  connect('hub-1');
  connect('hub-2');
  sync.observe(receive('hub-1', theirs));
  assert.equal(world.timers.length, 0);
  sync.observe(receive('hub-2', theirs));
  sync.drained();
  assert.equal(world.timers.length, 0);
});

test('FS-513: a hub that refuses a document is asked again after the next connect, a read-only one never', () => {
  const { sync, connect, fire, sent, counters } = setUp();
  connect('hub-1');
  connect('hub-2', { readOnly: true });
  sync.change(TOPIC, mine);
  fire();
  sent[0]?.answer({ outcome: 'refused', code: 135 });
  sync.change(TOPIC, theirs);
  fire();
  assert.equal(sent.length, 1);
  assert.deepEqual(counters, ['desk_sync_refused']);
  connect('hub-1');
  fire();
  assert.deepEqual(sent.map(({ hub }) => hub), ['hub-1', 'hub-1']); // prettier-ignore
});

test('FS-515: own news shorten a wait that was begun for others, and both go in one publication', () => {
  const { sync, see, connect, receive, fire, world, sent } = setUp();
  connect('hub-1');
  connect('hub-2');
  see(receive('hub-1', theirs));
  assert.deepEqual(world.timers.map(({ ms }) => ms), [10_000]); // prettier-ignore
  sync.change(TOPIC, mine);
  assert.deepEqual(world.timers.map(({ ms }) => ms), [250, 250]); // prettier-ignore
  fire();
  assert.deepEqual(sent.map(({ hub, payload }) => [hub, Object.keys((JSON.parse(payload) as DeskAlert).ops).length]), [['hub-1', 2], ['hub-2', 2]]); // prettier-ignore
});

test('FS-515: what another console repaired meanwhile is not published again', () => {
  const { see, connect, receive, fire, world, sent } = setUp();
  connect('hub-1');
  connect('hub-2');
  see(receive('hub-1', theirs));
  assert.equal(world.timers.length, 1);
  see(receive('hub-2', theirs));
  fire();
  assert.equal(sent.length, 0);
});

test('FS-516: at most 200 publications wait for the answer of one hub', () => {
  const { sync, connect, fire, sent } = setUp();
  for (let n = 0; n < 300; n += 1) sync.change(topicOf(`A${n}`), mine);
  connect('hub-1');
  fire();
  fire();
  assert.equal(sent.length, 200);
  sent.forEach(({ answer }) => answer({ outcome: 'ok' }));
  fire();
  assert.equal(sent.length, 300);
});

test('FS-517: the set of an open alert is renewed in time and published; one that is over leaves', () => {
  for (const open of [true, false]) {
    const { sync, connect, fire, sent, world, tick } = setUp(open);
    sync.restore([{ topic: TOPIC, body: mine }]);
    connect('hub-1');
    fire();
    world.wallMs = EXP_TS - KEEP_AFTER_CLOSE_MS + 1;
    tick();
    fire();
    assert.equal(sent.length, open ? 2 : 1);
    world.wallMs = EXP_TS;
    tick();
    assert.equal(sync.known(TOPIC) !== undefined, open);
  }
});

test('FS-517: a hub that speaks 3.1.1 is cleared of what this console wrote, once it is over', () => {
  const { sync, see, at, connect, fire, sent, world, tick } = setUp();
  sync.restore([{ topic: TOPIC, body: mine }]);
  connect('hub-1', { protocol: 4 });
  fire();
  world.wallMs = EXP_TS;
  tick();
  fire();
  assert.deepEqual(sent.map(({ payload }) => payload === ''), [false, true]); // prettier-ignore
  see({ type: 'message', at, hub: 'hub-1', retained: false, message: { kind: 'cleared', of: 'desk/alert', site: SITE, id: 'A1' } });
  world.wallMs += 3_600_000;
  tick();
  fire();
  assert.equal(sent.length, 2);
  assert.equal(sync.known(TOPIC), undefined);
});

test('FS-518: a document counts as shared when a hub confirmed it, not when it was sent', () => {
  const { sync, connect, fire, sent, shared } = setUp();
  connect('hub-1');
  sync.change(TOPIC, mine);
  fire();
  assert.deepEqual(shared, []);
  sent[0]?.answer({ outcome: 'lost' });
  assert.deepEqual(shared, []);
  connect('hub-1');
  fire();
  sent[1]?.answer({ outcome: 'ok' });
  assert.deepEqual(shared, [TOPIC]);
});

test('FS-519: with an empty profile nothing is published, not even repairs, until someone acts here', () => {
  const { sync, see, connect, receive, fire, sent } = setUp(false, true);
  connect('hub-1');
  connect('hub-2');
  see(receive('hub-1', theirs));
  fire();
  assert.equal(sent.length, 0);
  sync.change(topicOf('A2'), mine);
  sync.drained();
  fire();
  assert.deepEqual(sent.map(({ hub, topic }) => `${hub} ${topic.at(-1)}`), ['hub-1 2', 'hub-2 2', 'hub-2 1']); // prettier-ignore
});
