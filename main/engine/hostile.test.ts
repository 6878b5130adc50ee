import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { decode } from '../../fleet/decode.ts';
import { hostileCases, hostileFile } from '../../fleet/testing/fixtures.ts';
import { startMosquitto } from '../../platform/mosquitto.test-support.ts';
import { waitFor } from '../../platform/wait-for.test-support.ts';
import { runEngine, temporaryDir, testConfig, testHub } from './engine.test-support.ts';
import { connectPublisher, TestSite, type TestDocument, type TestPublisher } from './site-speaker.test-support.ts';
import type { StoreBatch } from './store/batch.ts';

const ROUNDS = 160;
const ROUND_MS = 50;
/** Per round, beside two honest ones: 500 hostile and 40 honest messages a second. */
const HOSTILE_PER_ROUND = 25;
/** Each speaks every 1.2 s: what comes faster on one topic would share a commit (contract §7). */
const HONEST_SITES = 24;
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

/** Sends the mix and notes at which place of the stream each honest message stands. */
class Mix {
  sent = 0;
  honest = 0;
  floods = 0;
  /** Honest messages without a commit yet: place in the stream. */
  readonly waiting = new Map<string, number>();
  readonly #publisher: TestPublisher;
  readonly #bad = badInput();
  readonly #evil = new TestSite('BL-EVIL-2');
  readonly #sites = Array.from({ length: HONEST_SITES }, (_, n) => new TestSite(`BL-LAB-${n}`));

  constructor(publisher: TestPublisher) {
    this.#publisher = publisher;
    assert.ok(this.#bad.length > 15, `${this.#bad.length} cases`);
  }

  get invalid(): number {
    return this.sent - this.honest - this.floods;
  }

  #send(document: TestDocument): void {
    this.sent += 1;
    this.#publisher.blast(document);
  }

  /** Every fifth is well-formed: a flood of valid alerts from one site. */
  #sendHostile(n: number): void {
    if (n % 5 !== 0) return this.#send(this.#bad[n % this.#bad.length]!);
    this.floods += 1;
    this.#send(this.#evil.alert(this.floods));
  }

  #sendHonest(space: 'state' | 'event'): void {
    const site = this.#sites[Math.floor(this.honest / 2) % HONEST_SITES]!;
    const document = space === 'state' ? site.health('ok', { cpu_pct: this.honest % 100 }) : site.alert(this.honest);
    const { boot, seq } = JSON.parse(document.payload) as { boot: number; seq: number };
    this.honest += 1;
    this.#send(document);
    this.waiting.set(`${site.id} ${boot} ${seq} ${space}`, this.sent);
  }

  async run(): Promise<void> {
    for (let round = 0; round < ROUNDS; round += 1) {
      for (let n = 0; n < HOSTILE_PER_ROUND; n += 1) this.#sendHostile(round * HOSTILE_PER_ROUND + n);
      this.#sendHonest('state');
      this.#sendHonest('event');
      await new Promise((resolve) => setTimeout(resolve, ROUND_MS));
    }
  }
}

/** Honest messages of a committed batch, as `Mix` names them. */
const committedIn = (batch: StoreBatch): string[] => [
  ...batch.history.map(({ write }) => `${write.site} ${write.boot} ${write.seq} event`),
  ...[...batch.documents.values()].flatMap((entry) => ('write' in entry ? [`${entry.write.site} ${entry.write.boot} ${entry.write.seq} state`] : [])),
];

test('FS-490: 500 hostile messages a second cost no honest one: each is committed before any received 1,000 later, and counters tell the rest', async (t) => {
  const broker = await startMosquitto();
  t.after(() => broker.dispose());
  const dir = temporaryDir();
  t.after(() => dir.remove());
  const publisher = await connectPublisher(broker.url);
  t.after(() => publisher.close());
  const mix = new Mix(publisher);
  let behind = 0;
  const { engine, window, stop } = runEngine(testConfig(dir.path, [testHub(broker.url)]), {
    wrapWriter: (writer) => ({
      commit: (batch, durable) => {
        writer.commit(batch, durable);
        for (const name of committedIn(batch)) {
          behind = Math.max(behind, engine.hubs[0]!.received - (mix.waiting.get(name) ?? Infinity));
          mix.waiting.delete(name);
        }
      },
    }),
  });
  t.after(stop);
  await window.until('connected', ({ hubs }) => hubs['hub-1']?.state === 'connected');
  await waitFor('live', () => window.live);
  assert.equal(engine.hubs[0]!.received, 0);
  await mix.run();
  await waitFor('everything received', () => engine.hubs[0]!.received === mix.sent);
  await waitFor('every honest message committed', () => mix.waiting.size === 0);
  assert.ok(behind < MAX_BEHIND, `${behind} received between`);
  await window.until('the counters', ({ counters }) => sumOf(counters, 'rejected') === mix.invalid);
  const delayed = window.tables.counters['flood_delayed:BL-EVIL-2']?.n ?? 0;
  assert.ok(delayed > mix.floods - 300 && delayed < mix.floods, `${delayed} of ${mix.floods} delayed`);
  const honestAlerts = Object.values(window.tables.alerts).filter((alert) => alert.source === 'agent' && alert.site?.startsWith('BL-LAB-'));
  assert.equal(honestAlerts.length, mix.honest / 2);
  const answer = await window.ask({ name: 'quarantine' });
  assert.ok(answer.type === 'reply' && (answer.value as unknown[]).length > 0);
});
