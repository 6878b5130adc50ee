import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { applyDelta } from './apply.ts';
import type { FleetDelta, TableDelta } from './delta.ts';
import type { FleetEvent } from './events.ts';
import { isRunEvent, openRun, reduce } from './reduce.ts';
import type { Run } from './reduce.ts';
import type { Reduction } from './reduction.ts';
import { squashAll, squashDeltas } from './squash.ts';
import { tablesOf } from './state.ts';
import type { FleetState } from './state.ts';
import { HUBS, SITES, step, story, storyWorld, take } from './testing/fleet-story.ts';
import { writeRows } from './testing/store-rows.ts';
import type { Rows } from './testing/store-rows.ts';

const RUNS = { numRuns: 150, seed: 20_250_615 };

test('FS-250: apply(before, delta) = after, whatever the event', () => {
  fc.assert(
    fc.property(story, fc.boolean(), (steps, all) => {
      const world = storyWorld(all);
      for (const given of steps) {
        const before = world.tables;
        const from = world.reductions.length;
        take(world, given);
        const after = world.reductions.slice(from).reduce((tables, { delta }) => applyDelta(tables, delta), before);
        assert.deepEqual(after, world.tables);
      }
    }),
    RUNS,
  );
});

test('FS-251: a squashed run does what the run does, also pair by pair', () => {
  fc.assert(
    fc.property(story, fc.boolean(), (steps, all) => {
      const world = storyWorld(all);
      const middle = Math.floor(steps.length / 2);
      for (const given of steps.slice(0, middle)) take(world, given);
      const before = world.tables;
      const from = world.reductions.length;
      for (const given of steps.slice(middle)) take(world, given);
      const deltas = world.reductions.slice(from).map(({ delta }) => delta);
      assert.deepEqual(applyDelta(before, squashAll(deltas)), world.tables);
      assert.deepEqual(applyDelta(before, deltas.reduce<FleetDelta>(squashDeltas, {})), world.tables);
    }),
    RUNS,
  );
});

/** Each event a millisecond after the one before. */
const later = (event: FleetEvent, index: number): FleetEvent => ({
  ...event,
  at: { wallTs: event.at.wallTs + index, monoMs: event.at.monoMs + index },
});

/** All events from `state` on as the engine folds a batch: neighbouring messages share a run. */
const foldInRuns = (state: FleetState, stored: Rows, events: readonly FleetEvent[]) => {
  const rows = structuredClone(stored);
  const deltas: FleetDelta[] = [];
  let now = state;
  const end = ({ state: next, delta, writes }: Reduction, event: FleetEvent): void => {
    now = next;
    deltas.push(delta);
    writeRows(rows, writes, event);
  };
  let run: Run | undefined;
  for (const [index, event] of events.entries()) {
    const following = events[index + 1];
    if (!isRunEvent(event)) {
      end(reduce(now, event), event);
      continue;
    }
    run ??= openRun(now, event.at);
    writeRows(rows, run.take(event), event);
    if (following !== undefined && isRunEvent(following)) continue;
    end(run.end(), event);
    run = undefined;
  }
  return { state: now, delta: squashAll(deltas), rows };
};

test('FS-264: a run of messages folded together equals the messages folded one by one: state, delta and rows', () => {
  fc.assert(
    fc.property(story, fc.boolean(), (steps, all) => {
      const world = storyWorld(all);
      const middle = Math.floor(steps.length / 2);
      for (const given of steps.slice(0, middle)) take(world, given);
      const { state, tables } = world;
      const stored = structuredClone(world.rows);
      const from = world.events.length;
      for (const given of steps.slice(middle)) take(world, given);
      const events = world.events.slice(from).map(later);
      const frozen = structuredClone(tables);
      const rows = structuredClone(stored);
      let one = state;
      for (const event of events) {
        const reduction = reduce(one, event);
        one = reduction.state;
        writeRows(rows, reduction.writes, event);
      }
      const together = foldInRuns(state, stored, events);
      assert.deepEqual(tablesOf(together.state), tablesOf(one));
      assert.deepEqual(applyDelta(tables, together.delta), tablesOf(one));
      assert.deepEqual(together.rows, rows);
      assert.deepEqual(tablesOf(state), frozen, 'the state before stays as it was');
    }),
    RUNS,
  );
});

test('FS-252: a record that did not change is in no delta', () => {
  fc.assert(
    fc.property(story, (steps) => {
      const world = storyWorld(true);
      for (const given of steps) {
        const before = world.tables;
        take(world, given);
        const { delta } = world.reductions.at(-1) ?? { delta: {} };
        if (given.do === 'pass' || given.do === 'sleep' || given.do === 'link') continue;
        for (const [table, change] of Object.entries(delta as Readonly<Record<string, TableDelta<unknown>>>)) {
          const known = before[table as keyof typeof before];
          for (const [key, record] of Object.entries(change.updated)) assert.notDeepEqual(known[key], record);
        }
      }
    }),
    { ...RUNS, numRuns: 60 },
  );
});

/** Freezes all that a state holds; a fold that changes anything in place then throws. */
const freeze = (value: unknown): void => {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  if (value instanceof Map) value.set = value.delete = () => assert.fail('changed in place');
  Object.freeze(value);
  for (const member of Object.values(value)) freeze(member);
};

test('FS-253: reduce is pure: it leaves the state before as it was, and answers the same again', () => {
  fc.assert(
    fc.property(story, step, (steps, last) => {
      const world = storyWorld(true);
      for (const given of steps) take(world, given);
      const { state } = world;
      const before = structuredClone(tablesOf(state));
      freeze({ ...state, wheel: { ...state.wheel } });
      const event = {
        type: 'tick',
        at: world.at(),
        realWallMs: world.at().wallTs,
        realMonoMs: world.at().monoMs,
      } as const;
      const once = reduce(state, event);
      take(world, last);
      assert.deepEqual(tablesOf(state), before);
      assert.deepEqual(reduce(state, event).delta, once.delta);
    }),
    { ...RUNS, numRuns: 40 },
  );
});

test('FS-254: a start from what was stored gives the records that wrote it, but for what lives only with its hubs', () => {
  fc.assert(
    fc.property(story, fc.boolean(), (steps, all) => {
      const world = storyWorld(all);
      for (const given of steps) take(world, given);
      // Links, outages and whose clock is off are true only for one engine's life; adoption must have been judged.
      for (const id of HUBS) world.connect(id);
      for (const id of HUBS) world.quiet(id);
      world.pass(1_000);
      for (const id of HUBS) world.disconnect(id);
      const live = world.tables;
      const isLiveOnly = world.state.outage !== undefined || world.state.skewedAlikeMs !== undefined;
      world.restart();
      if (isLiveOnly) return;
      assert.deepEqual(world.tables.sites, live.sites);
      const shared = Object.fromEntries(Object.entries(live.alerts).filter(([, { site }]) => site !== undefined));
      assert.deepEqual(world.tables.alerts, shared);
    }),
    { ...RUNS, numRuns: 250 },
  );
});

test('FS-140: whatever happened before, once all is connected and speaks, every counted site ends up and unalarmed', () => {
  fc.assert(
    fc.property(story, (steps) => {
      const world = storyWorld(true);
      for (const given of steps.filter(({ do: what }) => what !== 'adopt')) take(world, given);
      for (const hub of HUBS) world.connect(hub);
      // Some agents are silent behind living bridges, the rest is off line, before all is well.
      for (const [index, site] of SITES.entries()) for (const hub of HUBS) world.bridge(site, index < 2, { hub });
      world.pass(400_000, 10_000);
      for (let minute = 0; minute < 80; minute += 1) {
        for (const [index, site] of SITES.entries()) {
          for (const hub of HUBS) world.bridge(site, true, { hub });
          const order = { boot: 12, conn: 4, seq: 1_000 + minute };
          world.say(site, 'state/agent', order);
          world.say(site, 'state/health', { ...order, seq: 2_000 + minute });
          world.say(site, 'state/alerts', { ...order, seq: 3_000 + minute, open: [], event_seq: 100 + index });
        }
        world.pass(60_000, 10_000);
      }
      for (const site of SITES) assert.equal(world.site(site).link, 'up');
      const open = Object.values(world.tables.alerts).filter(
        ({ state, kind }) => state === 'open' && kind !== 'certificate',
      );
      assert.deepEqual(open, []);
    }),
    { ...RUNS, numRuns: 25 },
  );
});
