import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { decode } from '../../fleet/decode.ts';
import { hostileCases, hostileFile } from '../../fleet/testing/fixtures.ts';
import { startMosquitto } from '../../platform/mosquitto.test-support.ts';
import { waitFor } from '../../platform/wait-for.test-support.ts';
import { runEngine, temporaryDir, testConfig, testHub } from './engine.test-support.ts';
import { connectPublisher, TestSite, type TestDocument } from './site-speaker.test-support.ts';

const ROUNDS = 160;
const ROUND_MS = 50;
/** Per round: 500 hostile and 40 honest messages a second. */
const HOSTILE_PER_ROUND = 25;
const HONEST_PER_ROUND = 2;
const HONEST_SITES = 20;
const MAX_BEHIND = 1_000;

/** Bad input of every kind that a hub can carry to us: the kept cases, and bytes, sizes and depths made here. */
const badInput = (): readonly TestDocument[] => {
  const subscribed = /^fleet\/v1\/[^_/]+\/(?:state|event)\/|^fleet\/v1\/_desk\//;
  const kept = hostileCases()
    .filter(({ topic }) => subscribed.test(topic))
    .map(({ topic, file }) => ({ topic, payload: readFileSync(hostileFile(file), 'latin1') }));
  const made = ['', 'null', '[]', '"x"', '{"v":1}', '{"v":2}', '[['.repeat(5_000), '\u0000\u0001', 'x'.repeat(100_000), '{"__proto__":{"a":1},"v":1}'].map((payload) => ({ topic: 'fleet/v1/BL-EVIL-1/event/alert', payload }));
  const topics = ['fleet/v1/no-site/state/health', 'fleet/v1/BL-EVIL-1/state/unknown', 'fleet/v1/_desk/alert/BL-EVIL-1', 'fleet/v1/BL-EVIL-1/event/x/y'].map((topic) => ({ topic, payload: '{}' }));
  return [...kept, ...made, ...topics]
    .map((document) => ({ ...document, qos: 0 as const, retain: false }))
    .filter(({ topic, payload }) => !decode(topic, Buffer.from(payload)).ok);
};

const sumOf = (counters: Readonly<Record<string, { readonly n: number }>>, prefix: string): number =>
  Object.entries(counters).reduce((sum, [id, { n }]) => sum + (id.startsWith(prefix) ? n : 0), 0);

test('FS-490: 500 hostile messages a second cost no honest one: each is committed before any received 1,000 later, and counters tell the rest', async (t) => {
  const broker = await startMosquitto();
  t.after(() => broker.dispose());
  const dir = temporaryDir();
  t.after(() => dir.remove());
  const published = new Map<string, number>();
  let behind = 0;
  const seen = (site: string, boot: number, seq: number, space: string): void => {
    const at = published.get(`${site} ${boot} ${seq} ${space}`);
    if (at === undefined) return;
    behind = Math.max(behind, engine.hubs[0]!.received - at);
    published.delete(`${site} ${boot} ${seq} ${space}`);
  };
  const { engine, window, stop } = runEngine(testConfig(dir.path, [testHub(broker.url)]), {
    wrapWriter: (writer) => ({
      commit: (batch, durable) => {
        writer.commit(batch, durable);
        for (const { write } of batch.history) seen(write.site, write.boot, write.seq, 'event');
        for (const entry of batch.documents.values()) if ('write' in entry) seen(entry.write.site, entry.write.boot, entry.write.seq, 'state');
      },
    }),
  });
  t.after(stop);
  await window.until('connected', ({ hubs }) => hubs['hub-1']?.state === 'connected');
  const publisher = await connectPublisher(broker.url);
  t.after(() => publisher.close());
  await waitFor('live', () => window.live);

  const bad = badInput();
  assert.ok(bad.length > 15, `${bad.length} cases`);
  const evil = new TestSite('BL-EVIL-2');
  const sites = Array.from({ length: HONEST_SITES }, (_, n) => new TestSite(`BL-LAB-${n}`));
  const startedWith = engine.hubs[0]!.received;
  let sent = 0;
  let honest = 0;
  let floods = 0;
  const send = (document: TestDocument): void => {
    sent += 1;
    publisher.blast(document);
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let n = 0; n < HOSTILE_PER_ROUND; n += 1) {
      // Every fifth is well-formed: a flood of valid alerts from one site.
      if (n % 5 === 0) {
        floods += 1;
        send(evil.alert(floods));
      } else send(bad[(round * HOSTILE_PER_ROUND + n) % bad.length]!);
    }
    for (let n = 0; n < HONEST_PER_ROUND; n += 1) {
      const site = sites[honest % HONEST_SITES]!;
      const document = n === 0 ? site.health('ok', { cpu_pct: round % 100 }) : site.alert(honest);
      const { boot, seq } = JSON.parse(document.payload) as { boot: number; seq: number };
      honest += 1;
      send(document);
      published.set(`${site.id} ${boot} ${seq} ${n === 0 ? 'state' : 'event'}`, startedWith + sent);
    }
    await new Promise((resolve) => setTimeout(resolve, ROUND_MS));
  }
  await waitFor('everything received', () => engine.hubs[0]!.received >= startedWith + sent);
  await waitFor('every honest message committed', () => published.size === 0);
  assert.ok(behind < MAX_BEHIND, `${behind} received between`);

  const invalid = sent - honest - floods;
  const { counters } = window.tables;
  await window.until('the counters', (tables) => sumOf(tables.counters, 'rejected') === invalid);
  const delayed = counters['flood_delayed:BL-EVIL-2']?.n ?? 0;
  assert.ok(delayed > floods - 300 && delayed < floods, `${delayed} of ${floods} delayed`);
  const honestAlerts = Object.values(window.tables.alerts).filter((alert) => alert.source === 'agent' && alert.site?.startsWith('BL-LAB-')).length;
  assert.equal(honestAlerts, honest / 2);
  const answer = await window.ask({ name: 'quarantine' });
  assert.ok(answer.type === 'reply' && (answer.value as unknown[]).length > 0);
});
