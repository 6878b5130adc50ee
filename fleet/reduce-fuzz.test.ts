import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { applyDelta } from './apply.ts';
import { decode, encode } from './decode.ts';
import type { Bodies } from './decode.ts';
import type { SiteId } from './ids.ts';
import { bodyArbitrary, topicOf } from './testing/arbitraries.ts';
import { LAB, makeWorld } from './testing/fleet-world.ts';
import { EVENT_KINDS, STATE_KINDS } from './wire/catalogue.ts';

const KINDS = [
  ...STATE_KINDS,
  ...EVENT_KINDS,
  'desk/alert',
  'desk/site',
  'desk/window',
  'desk/rule',
  'desk/rollout',
  'desk/handover',
] as const;

const sites = [LAB, 'BL-LAB-2' as SiteId];

const said = fc
  .constantFrom(...sites)
  .chain((site) =>
    fc.oneof(
      ...KINDS.map((kind) =>
        bodyArbitrary(kind, site).map((body) => ({
          topic: topicOf(kind, site, body),
          text: encode(kind, body as Bodies[typeof kind]),
        })),
      ),
    ),
  );
const turn = fc.record({ said, retained: fc.boolean(), thenMs: fc.constantFrom(0, 1_000, 100_000) });

test('FS-261: any message that decodes is folded without a throw, its delta is the change, and a restart survives it', () => {
  fc.assert(
    fc.property(fc.array(turn, { maxLength: 25 }), (turns) => {
      const world = makeWorld();
      const before = world.tables;
      const from = world.reductions.length;
      for (const { said: given, retained, thenMs } of turns) {
        const decoded = decode(given.topic, new TextEncoder().encode(given.text));
        if (decoded.ok) world.deliver(decoded.message, { retained });
        world.pass(thenMs, 10_000);
      }
      const after = world.reductions.slice(from).reduce((tables, { delta }) => applyDelta(tables, delta), before);
      assert.deepEqual(after, world.tables);
      world.restart();
    }),
    { numRuns: 120, seed: 11 },
  );
});

test('FS-262: ids that are names of every object are ids like any other', () => {
  const world = makeWorld();
  const body = { v: 1, exp_ts: 9_000_000_000_000, ops: { '0badcafe-1': { n: 1, kind: 'ack', by: 'Ana', ts: 1 } } };
  for (const id of ['constructor', 'toString', 'valueOf']) {
    world.alert(LAB, { id });
    assert.equal(world.record(`${LAB}/${id}`)?.handling, undefined);
    world.desk({ kind: 'desk/alert', site: LAB, id, body });
    assert.equal(world.record(`${LAB}/${id}`)?.handling?.acked, true);
    world.rule(id, { kind: 'site_offline', after_s: 60 });
    world.window(id, { once: { from_ts: 1, to_ts: 2 } });
  }
  world.restart();
  assert.equal(world.record(`${LAB}/constructor`)?.handling?.acked, true);
});

const order = fc.record({ boot: fc.constantFrom(10, 10, 11), seq: fc.integer({ min: 1, max: 20 }) });
const listed = fc
  .constantFrom('A1', 'A2', 'A3')
  .map((id) => ({ id, rev: 1, kind: 'disk_low', severity: 'warning', object: 'site' }));
const fact = fc.oneof(
  fc.record({ kind: fc.constantFrom('state/site', 'state/health'), order, name: fc.constantFrom('a', 'b') }),
  fc.record({
    kind: fc.constant('state/alerts'),
    order,
    open: fc.uniqueArray(listed, { selector: ({ id }) => id }),
    event_seq: fc.integer({ min: 0, max: 20 }),
  }),
  fc.record({
    kind: fc.constant('event/alert'),
    order,
    id: fc.constantFrom('A1', 'A2', 'A3'),
    rev: fc.integer({ min: 1, max: 3 }),
    op: fc.constantFrom('open', 'update', 'close'),
  }),
);
/** An agent says one thing under one (boot, seq), whatever the topic. */
const facts = fc.uniqueArray(fact, {
  selector: ({ kind, order: { boot, seq } }) => `${kind} ${boot} ${seq}`,
  maxLength: 14,
});

test('FS-263: consoles that hear the same in another order, some of it twice, end with the same documents and ids', () => {
  fc.assert(
    fc.property(
      facts.chain((heard) =>
        fc.tuple(
          fc.constant(heard),
          fc.shuffledSubarray([...heard, ...heard.slice(3)], {
            minLength: heard.length + Math.max(0, heard.length - 3),
          }),
        ),
      ),
      ([first, second]) => {
        const ends = [first, second].map((heard) => {
          const world = makeWorld();
          for (const { kind, order: by, ...fields } of heard)
            world.say(LAB, kind as 'state/site', {
              ...fields,
              ...by,
              name: `${'name' in fields ? fields.name : ''}${by.boot}.${by.seq}`,
            });
          world.pass(400_000, 10_000);
          const site = world.tables.sites[LAB];
          return { name: site?.name, offline: world.open('site_offline').map(({ id }) => id) };
        });
        assert.deepEqual(ends[0], ends[1]);
      },
    ),
    { numRuns: 120, seed: 5 },
  );
});
