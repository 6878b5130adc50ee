import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { at } from '../testing/sites.ts';
import { alertKey, emptyAlertMemory, openAlerts, stepAlerts } from './alert-step.ts';
import type { AlertChange, AlertMemory } from './alert-step.ts';
import type { AgentSeverity, Finding, Verdict } from './rules/rule.ts';

const HOLD = { raiseAfterMs: 60_000, clearAfterMs: 30_000, minSamples: 2 };

const finding = (verdict: Verdict, sample: number, more: Partial<Finding> = {}): Finding => ({
  kind: 'camera_offline',
  object: 'camera:nvr/door',
  verdict,
  severity: 'warning',
  sample,
  holdOff: HOLD,
  ...more,
});

/** Runs looks one after the other: [second, findings]. */
const run = (looks: readonly (readonly [number, readonly Finding[]])[], from: AlertMemory = emptyAlertMemory()) => {
  let memory = from;
  let ids = 0;
  const changes: AlertChange[] = [];
  for (const [s, found] of looks) {
    const step = stepAlerts(memory, found, at(s), () => `id-${(ids += 1)}`, () => true);
    memory = step.memory;
    changes.push(...step.changes);
  }
  return { memory, changes };
};

const ops = (changes: readonly AlertChange[]) => changes.map(({ op, alert }) => `${op} ${alert.id} ${alert.rev}`);

test('FS-620: an alert opens once its condition held for the hold-off, not a moment earlier', () => {
  assert.deepEqual(run([[0, [finding('bad', 1)]], [59.999, [finding('bad', 2)]]]).changes, []);
  assert.deepEqual(ops(run([[0, [finding('bad', 1)]], [60, [finding('bad', 2)]]]).changes), ['open id-1 1']);
});

test('FS-621: one sample raises nothing, however long it is looked at', () => {
  assert.deepEqual(run([[0, [finding('bad', 7)]], [60, [finding('bad', 7)]], [6_000, [finding('bad', 7)]]]).changes, []);
});

test('its time is when the condition began, not when it was raised', () => {
  const { changes } = run([[10, [finding('bad', 1)]], [70, [finding('bad', 2)]]]);
  assert.equal(changes[0]?.alert.occurredTs, at(10).wallTs);
});

test('a good or middling sample starts the wait anew; an unmeasured one does not', () => {
  const interrupted = (verdict: Verdict) =>
    run([[0, [finding('bad', 1)]], [30, [finding(verdict, 2)]], [61, [finding('bad', 3)]], [62, [finding('bad', 4)]]]).changes.length;
  assert.equal(interrupted('good'), 0);
  assert.equal(interrupted('between'), 0);
  assert.equal(interrupted('unmeasured'), 1);
});

test('FS-622: it closes with the same id once good for its own hold-off; a middling sample holds it open', () => {
  const open = [[0, [finding('bad', 1)]], [60, [finding('bad', 2)]]] as const;
  const closed = run([...open, [90, [finding('good', 3)]], [119, [finding('good', 4)]], [120, [finding('good', 5)]]]);
  assert.deepEqual(ops(closed.changes), ['open id-1 1', 'close id-1 2']);
  const held = run([...open, [90, [finding('good', 3)]], [110, [finding('between', 4)]], [125, [finding('good', 5)]], [130, [finding('good', 6)]]]);
  assert.deepEqual(ops(held.changes), ['open id-1 1']);
});

test('an unmeasured object keeps its alert open', () => {
  const { memory } = run([[0, [finding('bad', 1)]], [60, [finding('bad', 2)]], [9_000, [finding('unmeasured', 3)]]]);
  assert.equal(memory.open.size, 1);
});

test('FS-625: a condition that returns is a new alert that names the one before', () => {
  const { changes } = run([
    [0, [finding('bad', 1)]],
    [60, [finding('bad', 2)]],
    [90, [finding('good', 3)]],
    [120, [finding('good', 4)]],
    [200, [finding('bad', 5)]],
    [260, [finding('bad', 6)]],
  ]);
  assert.deepEqual(ops(changes), ['open id-1 1', 'close id-1 2', 'open id-2 1']);
  assert.equal(changes[2]?.alert.prev, 'id-1');
});

test('FS-626: a change of severity is a revision of the same alert, after the same waits', () => {
  const bad = (sample: number, severity: AgentSeverity) => finding('bad', sample, { severity });
  const { changes, memory } = run([
    [0, [bad(1, 'warning')]],
    [60, [bad(2, 'warning')]],
    [70, [bad(3, 'critical')]],
    [129, [bad(4, 'critical')]],
  ]);
  assert.deepEqual(ops(changes), ['open id-1 1']);
  const later = run([[130, [bad(5, 'critical')]], [140, [bad(6, 'warning')]], [169, [bad(7, 'warning')]], [170, [bad(8, 'warning')]]], memory);
  assert.deepEqual(ops(later.changes), ['update id-1 2', 'update id-1 3']);
  assert.deepEqual(later.changes.map(({ alert }) => alert.severity), ['critical', 'warning']);
  assert.equal(openAlerts(later.memory)[0]?.rev, 3);
});

test('FS-628: an alert whose object no rule names any more closes at once, marked as gone', () => {
  const { changes } = run([[0, [finding('bad', 1)]], [60, [finding('bad', 2)]], [61, []]]);
  assert.deepEqual(ops(changes), ['open id-1 1', 'close id-1 2']);
  assert.equal(changes[1]?.alert.values['gone'], true);
});

test('FS-627: waits run on the monotonic clock: a wall clock that jumps years opens nothing', () => {
  const later = { wallTs: at(0).wallTs + 3.15e11, monoMs: 1_000 };
  const first = stepAlerts(emptyAlertMemory(), [finding('bad', 1)], at(0), () => 'a', () => true);
  assert.deepEqual(stepAlerts(first.memory, [finding('bad', 2)], later, () => 'a', () => true).changes, []);
});

test('the list is worst first, then oldest, then by id', () => {
  const hold = { raiseAfterMs: 0, clearAfterMs: 0, minSamples: 1 };
  const { memory } = run([
    [0, [finding('bad', 1, { object: 'a', holdOff: hold })]],
    [1, [finding('bad', 1, { object: 'a', holdOff: hold }), finding('bad', 1, { object: 'b', holdOff: hold, severity: 'critical' })]],
  ]);
  assert.deepEqual(openAlerts(memory).map(({ object }) => object), ['b', 'a']);
});

const verdicts = fc.constantFrom<Verdict>('bad', 'good', 'between', 'unmeasured');
const lookArb = fc.record({
  dtS: fc.integer({ min: 1, max: 90 }),
  isNew: fc.boolean(),
  a: fc.option(fc.tuple(verdicts, fc.constantFrom<AgentSeverity>('warning', 'critical')), { nil: undefined }),
  b: fc.option(fc.tuple(verdicts, fc.constantFrom<AgentSeverity>('warning', 'critical')), { nil: undefined }),
});

const looksOf = (steps: readonly { dtS: number; isNew: boolean; a?: readonly [Verdict, AgentSeverity] | undefined; b?: readonly [Verdict, AgentSeverity] | undefined }[]) => {
  let s = 0;
  let sample = 0;
  return steps.map(({ dtS, isNew, a, b }) => {
    s += dtS;
    if (isNew) sample += 1;
    const found = [a && finding(a[0], sample, { object: 'a', severity: a[1] }), b && finding(b[0], sample, { object: 'b', severity: b[1] })];
    return [s, found.filter((one) => one !== undefined)] as const;
  });
};

test('FS-624: whatever happens: one open alert per kind and object, revisions rise by one, a close has the id of its open', () => {
  fc.assert(
    fc.property(fc.array(lookArb, { maxLength: 60 }), (steps) => {
      const { changes, memory } = run(looksOf(steps));
      const open = new Map<string, { id: string; rev: number }>();
      const seen = new Set<string>();
      for (const { op, alert } of changes) {
        const key = alertKey(alert.kind, alert.object);
        const before = open.get(key);
        if (op === 'open') {
          assert.equal(before, undefined);
          assert.ok(!seen.has(alert.id));
          assert.equal(alert.rev, 1);
          seen.add(alert.id);
        } else {
          assert.equal(before?.id, alert.id);
          assert.equal(alert.rev, (before?.rev ?? 0) + 1);
        }
        if (op === 'close') open.delete(key);
        else open.set(key, { id: alert.id, rev: alert.rev });
      }
      assert.deepEqual([...memory.open].map(([key, { id, rev }]) => [key, { id, rev }]), [...open]);
    }),
    { seed: 51, numRuns: 300 },
  );
});

test('whatever happens: an alert opens only after two distinct bad samples and the full hold-off', () => {
  fc.assert(
    fc.property(fc.array(lookArb, { maxLength: 60 }), (steps) => {
      const looks = looksOf(steps);
      let memory = emptyAlertMemory();
      looks.forEach(([s, found], index) => {
        const step = stepAlerts(memory, found, at(s), () => `id-${index}`, () => true);
        memory = step.memory;
        for (const { alert } of step.changes.filter(({ op }) => op === 'open')) {
          const bad = looks
            .slice(0, index + 1)
            .filter(([, list]) => list.some(({ object, verdict }) => object === alert.object && verdict === 'bad'))
            .map(([second, list]) => [second, list.find(({ object }) => object === alert.object)?.sample]);
          const inRun = bad.filter(([second]) => (second ?? 0) * 1_000 >= alert.occurredTs - at(0).wallTs);
          assert.ok(new Set(inRun.map(([, sample]) => sample)).size >= 2);
          assert.ok(at(s).wallTs - alert.occurredTs >= HOLD.raiseAfterMs);
        }
      });
    }),
    { seed: 52, numRuns: 300 },
  );
});

test('a step that nothing happens in leaves the memory as it was given', () => {
  const before = run([[0, [finding('bad', 1)]], [60, [finding('bad', 2)]]]).memory;
  const copy = structuredClone(before);
  stepAlerts(before, [finding('good', 3)], at(61), () => 'x', () => true);
  assert.deepEqual(before, copy);
});
