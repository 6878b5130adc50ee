import assert from 'node:assert/strict';
import test from 'node:test';
import type { SiteId } from '../ids.ts';
import { HUB, LAB, START_TS, makeWorld } from '../testing/fleet-world.ts';

const many = (count: number): SiteId[] => Array.from({ length: count }, (_, index) => `BL-N${index}-1` as SiteId);

test('FS-360: unknown sites show as new until the absence of documents is judged, so a fresh console loses none', () => {
  const world = makeWorld({ showAllAsAdopted: false });
  const ids = many(300);
  for (const id of ids) world.say(id, 'state/health', {}, { retained: true });
  assert.equal(Object.keys(world.tables.sites).length, 300);
  for (const id of ids) world.adopt(id);
  world.quiet();
  assert.ok(ids.every((id) => world.site(id).adoption === 'adopted'));
});

test('FS-361: once documents exist, unknown sites are pending, and what comes beyond 200 is counted', () => {
  const world = makeWorld({ showAllAsAdopted: false });
  const pending = (): number =>
    Object.values(world.tables.sites).filter(({ adoption }) => adoption === 'pending').length;
  for (const id of many(250)) world.say(id, 'state/health');
  world.adopt(LAB);
  world.quiet();
  assert.equal(pending(), 200);
  assert.equal(world.counted('pending_full'), 50);
  world.say('BL-LATE-1' as SiteId, 'state/health');
  assert.equal(pending(), 200);
  assert.equal(world.counted('pending_full'), 51);
});

test('FS-362: a site shown as new stays so while others are being adopted, also over a restart', () => {
  const world = makeWorld({ showAllAsAdopted: false });
  const ids = many(250);
  for (const id of ids) world.say(id, 'state/health');
  world.quiet();
  world.adopt(ids[0] as SiteId);
  assert.ok(ids.slice(1).every((id) => world.site(id).adoption === 'new'));
  world.restart();
  assert.ok(ids.slice(1).every((id) => world.site(id).adoption === 'new'));
  world.connect();
  world.quiet();
  world.say('BL-LATE-1' as SiteId, 'state/health');
  assert.equal(world.site('BL-LATE-1' as SiteId).adoption, 'pending', 'from then on unknown ids wait');
});

test('FS-363: adoption is judged when every connected hub fell quiet', () => {
  const world = makeWorld({ hubs: [HUB, 'hub-2'], showAllAsAdopted: false });
  world.say(LAB, 'state/health');
  world.quiet();
  world.adopt('BL-LAB-2' as SiteId);
  assert.equal(world.site().adoption, 'new', 'the other hub may still hold documents');
  world.quiet('hub-2');
  assert.equal(world.site().adoption, 'pending');
});

test('FS-364: a desk document is stored once, merged, and an older version only enters the history', () => {
  const world = makeWorld({ showAllAsAdopted: false });
  world.adopt(LAB, { n: 5, state: 'ignored' });
  const again = world.adopt(LAB, { n: 4, state: 'adopted' });
  assert.deepEqual(again.writes.map(({ table }) => table), ['desk-version']);
  assert.deepEqual(world.adopt(LAB, { n: 5, state: 'ignored' }).writes, []);
  assert.equal(world.site().adoption, 'ignored');
  assert.equal(world.rows.desk.size, 1);
});

test('FS-365: operation sets past exp_ts leave the alert, the memory and the store', () => {
  const world = makeWorld();
  const body = {
    v: 1,
    exp_ts: START_TS + 3_600_000,
    ops: { '0badcafe-1': { n: 1, kind: 'ack', by: 'Ana', ts: START_TS } },
  };
  world.alert(LAB, { id: 'A1' });
  world.desk({ kind: 'desk/alert', site: LAB, id: 'A1', body });
  assert.equal(world.record(`${LAB}/A1`)?.handling?.acked, true);
  world.pass(2 * 3_600_000, 10_000);
  assert.equal(world.record(`${LAB}/A1`)?.handling, undefined);
  assert.equal(world.rows.desk.size, 0);
  world.desk({ kind: 'desk/alert', site: LAB, id: 'A1', body });
  assert.equal(world.rows.desk.size, 0, 'a hub that still holds it brings nothing back');
});

test('FS-366: operations are kept for a site that has not spoken yet, and for an alert that comes later', () => {
  const world = makeWorld();
  const body = { v: 1, exp_ts: START_TS + 9e9, ops: { '0badcafe-1': { n: 1, kind: 'take', by: 'Ana', ts: START_TS } } };
  world.desk({ kind: 'desk/alert', site: LAB, id: 'A1', body });
  assert.equal(world.tables.sites[LAB], undefined, 'a document about an alert makes no site');
  world.alert(LAB, { id: 'A1' });
  assert.equal(world.record(`${LAB}/A1`)?.handling?.owner?.by, 'Ana');
});
