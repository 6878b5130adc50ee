import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { AgentMemory } from '../agent-store.ts';
import type { OpenAlertRecord } from '../alert-step.ts';
import { absentDirectory } from './files.ts';
import { Stopped, createCrashFiles } from './crash-files.test-support.ts';
import type { CrashFiles } from './crash-files.test-support.ts';
import { openJournal } from './journal.ts';
import type { Journal } from './journal.ts';

/** An agent's dealings with its journal, in short: alerts that open and close, each told before the next step. */

const alert = (key: number, id: string): OpenAlertRecord => ({ id, rev: 1, kind: 'hot', severity: 'warning', object: `nvr:${key}`, occurredTs: 0, values: {} });

interface Life {
  readonly files: CrashFiles;
  readonly journal: Journal;
  /** Payloads that somebody may have heard. */
  readonly told: Map<number, string>;
  readonly open: Map<number, OpenAlertRecord>;
  readonly boot: number;
  ids: number;
}

const memoryOf = ({ journal, open, boot }: Pick<Life, 'journal' | 'open' | 'boot'>): AgentMemory => ({
  boot,
  eventSeq: journal.lastSeq,
  openAlerts: [...open.values()],
  lastAlertIds: [],
});

const keyOf = ({ object }: { readonly object: string }): number => Number(object.slice(4));

const begin = (files: CrashFiles, told: Map<number, string>, monoMs = 0, bounds = { maxBytes: 1e9, maxAgeMs: 1e9 }, segmentBytes = 262_144): Life => {
  const journal = openJournal({ files, monoMs, bounds, segmentBytes });
  const stored = journal.store.load();
  const open = new Map((stored?.openAlerts ?? []).map((one) => [keyOf(one), one]));
  const life = { files, journal, told, open, boot: (stored?.boot ?? 0) + 1, ids: 0 };
  journal.store.save(memoryOf(life));
  if (files.stopped) throw new Stopped();
  return life;
};

/** Toggles these alerts in one step: all written, then remembered, then told. */
const step = (life: Life, keys: readonly number[], monoMs = 0): void => {
  const { journal, open, told, boot } = life;
  const before = journal.lastSeq;
  for (const key of keys) {
    const known = open.get(key);
    const one = known ?? alert(key, `${boot}-${(life.ids += 1)}`);
    if (known) open.delete(key);
    else open.set(key, one);
    const { occurredTs: _none, ...rest } = one;
    journal.append('event/alert', monoMs, (seq) => JSON.stringify({ ...rest, boot, seq, op: known ? 'close' : 'open', rev: known ? 2 : 1 }));
  }
  journal.store.save(memoryOf(life));
  journal.commit();
  if (life.files.stopped) throw new Stopped();
  for (const entry of journal.after(before, 1_000)) {
    const earlier = told.get(entry.seq);
    assert.ok(earlier === undefined || earlier === entry.payload, 'a seq that was told has one content');
    told.set(entry.seq, entry.payload);
  }
};

const idsOf = (life: Life): string[] => Array.from(life.open.values(), ({ id }) => id).sort();

/** Alerts that the told events leave open. */
const openByEvents = (told: ReadonlyMap<number, string>): string[] => {
  const open = new Set<string>();
  for (const seq of [...told.keys()].sort((a, b) => a - b)) {
    const { id, op } = JSON.parse(told.get(seq) ?? '') as { id: string; op: string };
    if (op === 'open') open.add(id);
    else assert.ok(open.delete(id), `closes ${id}, which was never told`);
  }
  return [...open].sort();
};

/** Everything told and not proven (`provenSeq`: in any life) is there, unchanged. */
const assertWhole = (life: Life, provenSeq = 0): void => {
  const rest = new Map(life.journal.after(0, 100_000).map(({ seq, payload }) => [seq, payload]));
  for (const [seq, payload] of life.told) if (seq > provenSeq) assert.equal(rest.get(seq), payload, `event ${seq}`);
};

const stepsArb = fc.array(fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 }).map((keys) => [...new Set(keys)]), { minLength: 1, maxLength: 12 });

/** Runs steps until the file system stops; then the process or the power is gone. Answers up to where the hub had all. */
const crashed = (files: CrashFiles, told: Map<number, string>, steps: readonly (readonly number[])[], prove: number): number => {
  let provenSeq = 0;
  try {
    const life = begin(files, told, 0, undefined, 500);
    for (const [index, keys] of steps.entries()) {
      step(life, keys, index);
      if (index === prove) life.journal.proven((provenSeq = life.journal.lastSeq));
    }
    life.journal.close();
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
  }
  return provenSeq;
};

test('FS-930: stopped at any write, sync or rename, by kill or power cut, nothing told is lost, nothing is told twice', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(stepsArb, fc.integer({ min: 1, max: 150 }), fc.double({ min: 0, max: 0.99, noNaN: true }), fc.boolean(), fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })), fc.nat(12)), { minLength: 1, maxLength: 4 }),
      (lives) => {
        let files = createCrashFiles();
        const told = new Map<number, string>();
        let provenSeq = 0;
        for (const [steps, operations, share, isPower, chances, prove] of lives) {
          files.stopAfter(operations, share);
          provenSeq = Math.max(provenSeq, crashed(files, told, steps, prove));
          files = isPower ? files.afterPowerCut(() => chances.next().value as number) : files.afterKill();
          const last = begin(files, told);
          assertWhole(last, provenSeq);
          // What was written but not told may be recalled: it is told now.
          for (const { seq, payload } of last.journal.after(0, 100_000)) if (!told.has(seq)) told.set(seq, payload);
          assert.deepEqual(openByEvents(told), idsOf(last));
        }
      },
    ),
    { seed: 930, numRuns: 400 },
  );
});

test('FS-931: boots rise over every crash, even of what is remembered, and the row of seq goes on', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.boolean(), fc.boolean(), fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true }))), { minLength: 2, maxLength: 6 }), (lives) => {
      let files = createCrashFiles();
      let [lastBoot, lastSeq] = [0, 0];
      for (const [operations, isPower, isForgotten, chances] of lives) {
        if (isForgotten) for (const name of files.list().filter((one) => one.startsWith('agent.state'))) files.remove(name);
        files.stopAfter(operations, 0.5);
        try {
          const life = begin(files, new Map());
          assert.ok(life.boot > lastBoot && life.journal.lastSeq >= lastSeq);
          lastBoot = life.boot;
          step(life, [1, 2, 3]);
          lastSeq = life.journal.lastSeq;
        } catch (error) {
          if (!(error instanceof Stopped)) throw error;
        }
        files = isPower ? files.afterPowerCut(() => chances.next().value as number) : files.afterKill();
      }
    }),
    { seed: 931, numRuns: 300 },
  );
});

test('FS-932: a flipped bit costs the event it hit, not those behind it; boot and seq never fall', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 30 }), fc.nat(), fc.nat(10), (count, bit, which) => {
      const files = createCrashFiles();
      const life = begin(files, new Map());
      for (let turn = 0; turn < count; turn += 1) step(life, [turn + 1]);
      life.journal.close();
      const damaged = files.afterKill();
      const names = damaged.list();
      damaged.rot(names[which % names.length] ?? '', bit);
      const later = begin(damaged, new Map());
      assert.ok(later.boot > life.boot);
      assert.ok(later.journal.after(0, 1_000).length >= count - 1);
      // The last event may be the one that was hit: its number then stands in the snapshot.
      assert.ok(later.journal.lastSeq >= count - 1);
    }),
    { seed: 932, numRuns: 300 },
  );
});

test('FS-933: on a full disk events are still told, and written once there is room; the reserve holds the first of them', () => {
  const files = createCrashFiles();
  const life = begin(files, new Map());
  step(life, [1], 0);
  files.room = files.size;
  step(life, [2], 1);
  assert.equal(life.journal.writable, true, 'the reserve was given up');
  files.room = files.size;
  for (let turn = 0; turn < 5; turn += 1) step(life, [3 + turn], 2);
  assert.equal(life.journal.writable, false);
  assert.deepEqual([...life.told.keys()], [1, 2, 3, 4, 5, 6, 7]);
  files.room = Infinity;
  step(life, [20], 60_000);
  assert.equal(life.journal.writable, true);
  assertWhole(begin(files.afterKill(), life.told));
  life.journal.trim(700_000);
  assert.ok(files.list().includes('reserve'), 'there is a reserve again for the next time');
});

test('what waits for a full disk is bounded: the oldest leave, counted', () => {
  const files = createCrashFiles();
  const life = begin(files, new Map());
  files.room = 0;
  for (let turn = 0; turn < 3_000; turn += 1) life.journal.append('event/review', 0, (seq) => `{"boot":1,"seq":${seq}}`);
  assert.deepEqual([life.journal.dropped, life.journal.after(0, 9_999).length], [1_000, 2_000]);
});

const filler = 'x'.repeat(4_000);

test('FS-934: 20 MB or 7 days of running time are kept; what leaves before the hub has it is counted', () => {
  const files = createCrashFiles();
  const life = begin(files, new Map(), 0, { maxBytes: 2_000_000, maxAgeMs: 7 * 86_400_000 });
  for (let turn = 0; turn < 1_000; turn += 1) {
    life.journal.append('event/review', turn, (seq) => JSON.stringify({ boot: 1, seq, filler }));
    life.journal.store.save(memoryOf(life));
    life.journal.commit();
    life.journal.trim(turn);
  }
  assert.ok(files.size < 2_700_000 && files.size > 1_500_000, String(files.size));
  assert.equal(life.journal.dropped, 1_000 - life.journal.depth);
  assert.equal(life.journal.after(0, 1)[0]?.seq, life.journal.dropped + 1);
  life.journal.trim(8 * 86_400_000);
  assert.ok(life.journal.depth < 100, 'only the newest file is left');
});

test('the age of events counts over restarts, without any wall clock', () => {
  const files = createCrashFiles();
  const first = begin(files, new Map(), 5_000);
  step(first, [1], 86_405_000);
  first.journal.close();
  const second = openJournal({ files, monoMs: 10 });
  assert.equal(second.append('event/alert', 1_010, () => '{}').seq, 2);
  const ages = (second.after(0, 9) as readonly { readonly ageMs?: number }[]).map(({ ageMs }) => ageMs);
  assert.deepEqual(ages, [86_400_000, 86_401_000]);
});

test('files whose events the hub has are removed, once two snapshots know what stood in them', () => {
  const files = createCrashFiles();
  const life = begin(files, new Map());
  for (let turn = 0; turn < 300; turn += 1) life.journal.append('event/review', turn, (seq) => JSON.stringify({ boot: 1, seq, filler }));
  life.journal.store.save(memoryOf(life));
  for (let turn = 0; turn < 5; turn += 1) {
    life.journal.append('event/review', turn, (seq) => JSON.stringify({ boot: 1, seq, filler }));
    life.journal.store.save(memoryOf(life));
    life.journal.commit();
  }
  life.journal.proven(305);
  assert.deepEqual([life.journal.depth, life.journal.dropped], [0, 0]);
  assert.ok(files.size < 600_000);
  assert.equal(begin(files.afterKill(), new Map()).journal.lastSeq, 305);
});

test('a disk that refuses to remove a file keeps it, and nobody from going on', () => {
  const files = createCrashFiles();
  const life = begin(files, new Map(), 0, undefined, 500);
  for (let turn = 1; turn <= 20; turn += 1) step(life, [turn], turn);
  const { length } = files.list();
  files.stopAfter(0, 0);
  life.journal.proven(20);
  files.stopAfter(Infinity, 1);
  assert.equal(files.list().length, length);
  life.journal.trim(3_600_000);
  life.journal.proven(20);
  assert.ok(files.list().length < length);
});

test('FS-935: an empty directory is a new agent: no boot, no seq, nothing open', () => {
  const journal = openJournal({ files: createCrashFiles(), monoMs: 0 });
  assert.deepEqual([journal.store.load(), journal.lastSeq, journal.depth], [undefined, 0, 0]);
});

test('a directory that cannot be used keeps nobody from telling; a disk that comes back gets the boot and what waits', () => {
  const nowhere = openJournal({ files: absentDirectory(), monoMs: 0 });
  nowhere.store.save({ boot: 5, eventSeq: 0, openAlerts: [], lastAlertIds: [] });
  nowhere.append('event/review', 1, (seq) => `{"boot":5,"seq":${seq}}`);
  nowhere.commit();
  assert.deepEqual([nowhere.writable, nowhere.after(0, 9).length], [false, 1]);
  const files = createCrashFiles();
  files.room = 0;
  files.append('x', new Uint8Array());
  const life = begin(files, new Map());
  files.stopAfter(0, 0);
  life.journal.trim(1);
  files.stopAfter(Infinity, 1);
  files.room = Infinity;
  step(life, [1], 60_000);
  life.journal.trim(120_000);
  const later = begin(files.afterKill(), new Map());
  assert.equal(later.boot, 2);
  assertWhole({ ...later, told: life.told });
});

test('foreign files and foreign bytes are left alone', () => {
  const files = createCrashFiles();
  files.append('000000000000001-000000000000001.log', Buffer.from('not ours at all BJ1\n and more'));
  files.append('lost+found', Buffer.from('x'));
  files.append('agent.state', Buffer.from('{"v":1}'));
  const life = begin(files, new Map());
  step(life, [1]);
  assert.equal(life.boot, 2);
  assertWhole(life);
});
