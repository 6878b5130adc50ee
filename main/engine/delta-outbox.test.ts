import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { applyDelta } from '../../fleet/apply.ts';
import type { FleetDelta, FleetTables } from '../../fleet/delta.ts';
import type { EngineFrame, WindowFrame } from '../../fleet/ipc.ts';
import { addDelta, emptyChanges } from './changes.ts';
import { DeltaOutbox, MAX_RECORDS_PER_FRAME, type PictureSource } from './delta-outbox.ts';

type Snapshot = Extract<EngineFrame, { type: 'snapshot' | 'frame' }>;

const EMPTY: FleetTables = { sites: {}, alerts: {}, hubs: {}, notices: {}, counters: {} };

/** An outbox whose picture is `tables`, and what a window would hold. */
const setUp = (tables: FleetTables = EMPTY) => {
  let picture = tables;
  let toEngine: (frame: WindowFrame) => void = () => undefined;
  const frames: Snapshot[] = [];
  const source: PictureSource = {
    epoch: 7,
    clock: { speed: 1, baseMs: 0 },
    tables: () => picture,
    isLive: () => true,
    pictureTs: () => undefined,
    meter: () => ({ messagesPerS: 0, inboxDepth: 0, clockTs: 0 }),
  };
  const port = { post: (frame: EngineFrame) => void frames.push(frame as Snapshot), onMessage: (handler: typeof toEngine) => void (toEngine = handler), onClose: () => undefined, close: () => undefined };
  const outbox = new DeltaOutbox(port, source, () => undefined);
  return {
    frames,
    outbox,
    picture: () => picture,
    send: (frame: WindowFrame) => toEngine(frame),
    commit: (delta: FleetDelta) => {
      picture = applyDelta(picture, delta);
      const changes = emptyChanges();
      addDelta(changes, delta);
      outbox.add(changes);
    },
    drawn: () => toEngine({ type: 'drawn', epoch: 7, seq: frames.at(-1)!.seq }),
  };
};

/** A delta that is true of the picture: adds what is absent, updates or removes what is there. */
const deltaFor = (tables: FleetTables, steps: readonly (readonly [string, number | null])[]): FleetDelta => {
  const part = { added: {} as Record<string, unknown>, updated: {} as Record<string, unknown>, removed: [] as string[] };
  for (const [key, value] of new Map(steps)) {
    const known = key in tables.counters;
    if (value === null && known) part.removed.push(key);
    else if (value !== null) (known ? part.updated : part.added)[key] = { id: key, n: value, lastTs: 0 };
  }
  return { counters: part } as unknown as FleetDelta;
};

const windowOf = (frames: readonly Snapshot[]): FleetTables =>
  frames.reduce((tables, frame) => (frame.type === 'snapshot' ? frame.tables : applyDelta(tables, frame.delta)), EMPTY);

test('FS-453: whatever the window draws when, its tables end equal to the picture, by numbered frames and one in flight', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'd');
  const step = fc.oneof(
    fc.record({ commit: fc.array(fc.tuple(key, fc.option(fc.nat(9), { nil: null })), { minLength: 1, maxLength: 4 }) }),
    fc.constant('drawn' as const),
    fc.constant('subscribe' as const),
    fc.constant('tick' as const),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const box = setUp();
      box.send({ type: 'subscribe' });
      let drawnSeq = 0;
      for (const next of steps) {
        const before = box.frames.length;
        if (next === 'drawn') {
          drawnSeq = box.frames.at(-1)!.seq;
          box.drawn();
        } else if (next === 'subscribe') box.send({ type: 'subscribe' });
        else if (next === 'tick') box.outbox.tick();
        else box.commit(deltaFor(box.picture(), next.commit));
        // Nothing leaves while a frame is in flight, except the snapshot that the window asked for.
        if (next !== 'subscribe' && box.frames.length > before) assert.ok(drawnSeq >= box.frames[before - 1]!.seq);
        assert.ok(box.frames.length - before <= 1);
      }
      for (let n = 0; n < 3; n += 1) box.drawn();
      assert.deepEqual(windowOf(box.frames), box.picture());
      assert.deepEqual(box.frames.map((frame) => frame.seq), box.frames.map((_, index) => index + 1));
    }),
    { seed: 453 },
  );
});

test('FS-454: a window that hangs costs no more than the records that exist, however much changes', () => {
  const box = setUp();
  box.send({ type: 'subscribe' });
  for (let n = 0; n < 50_000; n += 1) box.commit(deltaFor(box.picture(), [[`c${n % 50}`, n % 7 === 0 ? null : n]]));
  assert.equal(box.frames.length, 1);
  assert.ok(box.outbox.pending <= 50, `${box.outbox.pending} wait`);
  box.drawn();
  assert.equal(box.frames.length, 2);
  assert.deepEqual(windowOf(box.frames), box.picture());
});

test('FS-455: a large picture goes out in frames of bounded size, changes in between included', () => {
  const n = 3 * MAX_RECORDS_PER_FRAME + 10;
  const sites = Object.fromEntries(Array.from({ length: n }, (_, i) => [`s${i}`, { id: `s${i}` }]));
  const box = setUp({ ...EMPTY, sites: sites as never, hubs: { h: { id: 'h' } } as never });
  box.send({ type: 'subscribe' });
  const first = box.frames[0]!;
  assert.equal(first.type === 'snapshot' && Object.keys(first.tables.hubs).length, 1);
  box.commit({ sites: { added: {}, updated: { [`s${n - 1}`]: { id: 'changed' } as never }, removed: ['s0', 's2999'] } });
  for (let turn = 0; turn < 5; turn += 1) box.drawn();
  assert.equal(box.frames.length, 4);
  const size = (frame: Snapshot): number => (frame.type === 'snapshot' ? Object.keys(frame.tables.sites).length : Object.keys(frame.delta.sites?.added ?? {}).length);
  assert.ok(box.frames.every((frame) => size(frame) <= MAX_RECORDS_PER_FRAME));
  assert.deepEqual(windowOf(box.frames), box.picture());
});

test('FS-456: an acknowledgement of another frame or another engine life releases nothing', () => {
  const box = setUp();
  box.send({ type: 'subscribe' });
  box.commit(deltaFor(box.picture(), [['a', 1]]));
  box.send({ type: 'drawn', epoch: 6, seq: 1 });
  box.send({ type: 'drawn', epoch: 7, seq: 2 });
  assert.equal(box.frames.length, 1);
  box.drawn();
  assert.equal(box.frames.length, 2);
});

test('FS-457: a window that has not subscribed gets nothing', () => {
  const box = setUp();
  box.commit(deltaFor(box.picture(), [['a', 1]]));
  box.outbox.tick();
  assert.equal(box.frames.length, 0);
});
