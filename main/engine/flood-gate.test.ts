import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { decode, type Message } from '../../fleet/decode.ts';
import { EVENT_BURST } from './flood-bucket.ts';
import { SiteFloodGate, SPOOL_MAX_EVENTS, SPOOL_MAX_OTHERS } from './flood-gate.ts';
import type { InboxMessage } from './inbox.ts';
import { TestSite, type TestDocument } from './site-speaker.test-support.ts';
import { emptyBatch, type StoreBatch } from './store/batch.ts';
import { openDatabase } from './store/database.ts';
import { nativeBindingPath } from './store/native-binding.ts';
import { createReader } from './store/reader.ts';
import { createWriter } from './store/writer.ts';

const setUp = (t: TestContext) => {
  const dir = mkdtempSync(join(tmpdir(), 'fleet-flood-'));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const { db } = openDatabase({ dataDir: dir, nativeBinding: nativeBindingPath(), nowTs: 0 });
  t.after(() => db.close());
  const reader = createReader(db);
  const writer = createWriter(db);
  const gate = new SiteFloodGate(reader);
  const offer = (document: TestDocument, monoMs: number, rows: StoreBatch): unknown => {
    const payload = Buffer.from(document.payload);
    const decoded = decode(document.topic, payload);
    assert.ok(decoded.ok);
    const entry: InboxMessage = { hub: 'h', connection: 1, at: { wallTs: monoMs, monoMs }, packet: { topic: document.topic, payload, qos: 1, retain: false } };
    return gate.judge(decoded.message as Message, entry, rows);
  };
  const commit = (rows: StoreBatch): void => {
    writer.commit(rows, true);
    gate.committed(rows);
  };
  return { gate, offer, commit, reader };
};

const seqOf = (body: Buffer): number => (JSON.parse(body.toString()) as { seq: number }).seq;

test('FS-480: a flooding site is delayed beyond its burst and drained at its rate in order; another site does not notice', (t) => {
  const { gate, offer, commit, reader } = setUp(t);
  const flooding = new TestSite('BL-EVIL-1');
  const honest = new TestSite('BL-LAB-1');
  const rows = emptyBatch();
  const verdicts = Array.from({ length: EVENT_BURST + 100 }, (_, n) => offer(flooding.alert(n), 0, rows));
  assert.equal(verdicts.filter((verdict) => verdict === 'pass').length, EVENT_BURST);
  assert.equal(rows.spooled.length, 100);
  assert.equal(offer(honest.alert(1), 0, rows), 'pass');
  commit(rows);
  // One token is there again, but older events of the site wait: a new one queues behind them.
  const later = emptyBatch();
  assert.equal(offer(flooding.alert(999), 1_000, later), 'delayed');
  assert.deepEqual(gate.due({ wallTs: 1_000, monoMs: 1_000 }, later).map(({ body }) => seqOf(body)), [EVENT_BURST + 1]);
  commit(later);
  const drained: number[] = [];
  for (let second = 2; drained.length < 100; second += 1) {
    const batch = emptyBatch();
    drained.push(...gate.due({ wallTs: 0, monoMs: second * 1_000 }, batch).map(({ body }) => seqOf(body)));
    commit(batch);
    assert.ok(second < 200);
  }
  assert.deepEqual(drained, Array.from({ length: 100 }, (_, n) => EVENT_BURST + 2 + n));
  assert.deepEqual(reader.spoolSizes(), []);
});

test('FS-481: a batch that failed has spooled and drained nothing', (t) => {
  const { gate, offer, commit } = setUp(t);
  const site = new TestSite('BL-EVIL-1');
  const failed = emptyBatch();
  for (let n = 0; n < EVENT_BURST + 5; n += 1) offer(site.alert(n), 0, failed);
  // The next batch is another object: what the failed one had added does not count.
  const rows = emptyBatch();
  assert.equal(offer(site.alert(1), 60_000, rows), 'pass');
  assert.equal(rows.spooled.length, 0);
  for (let n = 0; n < EVENT_BURST + 5; n += 1) offer(site.alert(n), 60_000, rows);
  commit(rows);
  const drainFails = emptyBatch();
  const ready = gate.due({ wallTs: 0, monoMs: 120_000 }, drainFails);
  const again = emptyBatch();
  assert.deepEqual(gate.due({ wallTs: 0, monoMs: 180_000 }, again).slice(0, ready.length).map(({ id }) => id), ready.map(({ id }) => id));
});

test('FS-482: the spool of a site is bounded; other events leave room for alerts, and what is dropped is counted by kind', (t) => {
  const { offer } = setUp(t);
  const site = new TestSite('BL-EVIL-1');
  const rows = emptyBatch();
  for (let n = 0; n < EVENT_BURST + SPOOL_MAX_OTHERS; n += 1) offer(site.review(`r${n}`), 0, rows);
  assert.equal(rows.spooled.length, SPOOL_MAX_OTHERS);
  assert.deepEqual(offer(site.review('one more'), 0, rows), { dropped: 'flood_dropped.event/review:BL-EVIL-1' });
  const alert = site.alert(1);
  for (let n = SPOOL_MAX_OTHERS; n < SPOOL_MAX_EVENTS; n += 1) offer(alert, 0, rows);
  assert.equal(rows.spooled.length, SPOOL_MAX_EVENTS);
  assert.deepEqual(offer(alert, 0, rows), { dropped: 'flood_dropped.event/alert:BL-EVIL-1' });
});
