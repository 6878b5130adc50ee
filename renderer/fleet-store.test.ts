import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { applyDelta } from '../fleet/apply.ts';
import type { FleetDelta, FleetTables } from '../fleet/delta.ts';
import type { EngineFrame, Meter, WindowFrame } from '../fleet/ipc.ts';
import { FleetStore } from './fleet-store.ts';
import type { PictureChange } from './fleet-picture.ts';
import { anySites } from './selectors/fleet.test-support.ts';

const METER: Meter = { messagesPerS: 1, inboxDepth: 0, clockTs: 1_000 };
const EMPTY: FleetTables = { sites: {}, alerts: {}, hubs: {}, notices: {}, counters: {} };
const CLOCK = { speed: 1, baseMs: 0 };

/** A store whose frames are painted by hand. */
function bench() {
  const before: (() => void)[] = [];
  const after: (() => void)[] = [];
  const sent: WindowFrame[] = [];
  const changes: PictureChange[] = [];
  const store = new FleetStore({ beforePaint: (task) => before.push(task), afterPaint: (task) => after.push(task) });
  store.onChange((change) => changes.push(change));
  const link = { send: (frame: WindowFrame) => void sent.push(frame), close: () => undefined };
  return {
    store,
    sent,
    changes,
    sink: store.connect(link),
    drawFrame: () => before.splice(0).forEach((task) => task()),
    afterFrame: () => after.splice(0).forEach((task) => task()),
  };
}

const snapshot = (tables: FleetTables, epoch = 1, seq = 1): EngineFrame => ({
  type: 'snapshot',
  epoch,
  seq,
  tables,
  live: true,
  clock: CLOCK,
});
const frame = (delta: FleetDelta, seq: number, epoch = 1): EngineFrame => ({
  type: 'frame',
  epoch,
  seq,
  delta,
  live: true,
  meter: METER,
});

test('A new link is asked for a snapshot, and each painted frame is acknowledged after its paint', () => {
  const { sink, sent, drawFrame, afterFrame } = bench();
  assert.deepEqual(sent, [{ type: 'subscribe' }]);
  sink(snapshot(EMPTY));
  assert.equal(sent.length, 1);
  drawFrame();
  assert.equal(sent.length, 1);
  afterFrame();
  assert.deepEqual(sent.at(-1), { type: 'drawn', epoch: 1, seq: 1 });
});

test('FS-750: after any run of frames the picture equals the tables, and the changes name every key that differs and what it was', () => {
  fc.assert(
    fc.property(
      fc.array(anySites, { minLength: 1, maxLength: 5 }),
      fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
      (pictures, paints) => {
        const { store, sink, drawFrame } = bench();
        let tables: FleetTables = { ...EMPTY, sites: pictures[0]! };
        let drawn: FleetTables['sites'] = {};
        store.onChange(({ before, after, all, keys }) => {
          const { sites } = after.tables;
          const differs = [...new Set([...Object.keys(drawn), ...Object.keys(sites)])].filter((id) => drawn[id] !== sites[id]);
          assert.ok(all || differs.every((id) => keys.sites?.includes(id)));
          assert.ok(all || (keys.sites ?? []).every((id) => before.tables.sites[id] === drawn[id]));
          drawn = { ...sites };
        });
        sink(snapshot(tables));
        drawFrame();
        pictures.slice(1).forEach((sites, index) => {
          const delta = deltaTo(tables, sites);
          tables = applyDelta(tables, delta);
          sink(frame(delta, index + 2));
          if (paints[index]) drawFrame();
        });
        drawFrame();
        assert.deepEqual(store.picture().tables.sites, pictures.at(-1));
      },
    ),
    { seed: 20_261_127, numRuns: 200 },
  );
});

test('A gap, a repeated number or another engine life leads to a new snapshot and never to a guess', () => {
  for (const wrong of [frame({}, 3), frame({}, 1), frame({}, 2, 9)]) {
    const { store, sink, sent, drawFrame } = bench();
    sink(snapshot(EMPTY));
    drawFrame();
    sink(wrong);
    assert.deepEqual(sent.at(-1), { type: 'subscribe' });
    sink(frame(deltaTo(EMPTY, { 'BL-X-1': 1 as never }), 4));
    drawFrame();
    assert.deepEqual(store.picture().tables.sites, {});
    sink(snapshot({ ...EMPTY, counters: { a: { id: 'a', n: 1, lastTs: 0 } } }, 2, 7));
    drawFrame();
    assert.equal(store.picture().tables.counters['a']?.n, 1);
  }
});

test('Frames of a link that was replaced are ignored, and its open questions fail', async () => {
  const { store, sink, drawFrame } = bench();
  const question = store.request({ name: 'quarantine' });
  const sink2 = store.connect({ send: () => undefined, close: () => undefined });
  await assert.rejects(question, /restarted/);
  sink(snapshot({ ...EMPTY, counters: { old: { id: 'old', n: 1, lastTs: 0 } } }));
  sink2(snapshot(EMPTY));
  drawFrame();
  assert.deepEqual(store.picture().tables.counters, {});
});

test('The last picture stays on screen while a new engine starts', () => {
  const { store, sink, drawFrame } = bench();
  sink(snapshot({ ...EMPTY, counters: { a: { id: 'a', n: 1, lastTs: 0 } } }));
  drawFrame();
  store.connect({ send: () => undefined, close: () => undefined });
  assert.equal(store.picture().tables.counters['a']?.n, 1);
});

function deltaTo(from: FleetTables, sites: FleetTables['sites']): FleetDelta {
  const has = (id: string): boolean => Object.hasOwn(from.sites, id);
  const pick = (keep: (id: string) => boolean): FleetTables['sites'] =>
    Object.fromEntries(Object.entries(sites).filter(([id]) => keep(id)));
  return {
    sites: {
      added: pick((id) => !has(id)),
      updated: pick(has),
      removed: Object.keys(from.sites).filter((id) => !Object.hasOwn(sites, id)),
    },
  };
}
