import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import fc from 'fast-check';
import { openDeskLog, type DeskLog, type DeskLogLimits } from './desk-log.ts';

const folderFor = (t: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), 'desk-log-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

const fileIn = (folder: string): string => join(folder, 'desk-actions.jsonl');
const action = (n: number) => ({ topic: `fleet/v1/_desk/alert/BL-LAB-1/A${n}`, document: { v: 1, text: 'ü'.repeat(n % 50) } });
const numbers = (log: DeskLog): number[] => log.unshared().map(({ k }) => k);

const withLog = async <T>(folder: string, use: (log: DeskLog) => Promise<T>, limits?: DeskLogLimits): Promise<T> => {
  const log = openDeskLog(folder, limits);
  try {
    return await use(log);
  } finally {
    await log.close();
  }
};

test('FS-500: an action is on disk before it is told as done, and comes back after a restart until a hub has it', async (t) => {
  const folder = folderFor(t);
  await withLog(folder, async (log) => {
    for (let n = 1; n <= 3; n += 1) {
      assert.deepEqual(await log.append(action(n)), { ok: true, action: { k: n, ...action(n) } });
      assert.equal(readFileSync(fileIn(folder), 'utf8').trimEnd().split('\n').length, n);
    }
    await log.shared([2]);
    assert.deepEqual(numbers(log), [1, 3]);
  });
  await withLog(folder, async (log) => {
    assert.deepEqual(log.unshared(), [{ k: 1, ...action(1) }, { k: 3, ...action(3) }]);
    assert.deepEqual(await log.append(action(4)), { ok: true, action: { k: 4, ...action(4) } });
  });
});

test('FS-501: cut off at any byte, the file keeps every action whose line is whole, and goes on', async (t) => {
  const folder = folderFor(t);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 8 }), fc.double({ min: 0, max: 1, noNaN: true }), async (actions, part) => {
      rmSync(fileIn(folder), { force: true });
      await withLog(folder, async (log) => {
        for (let n = 1; n <= actions; n += 1) await log.append(action(n));
      });
      const kept = Math.floor(statSync(fileIn(folder)).size * part);
      truncateSync(fileIn(folder), kept);
      const whole = readFileSync(fileIn(folder), 'utf8').split('\n').filter((line) => line.endsWith('}}')).length; // prettier-ignore
      await withLog(folder, async (log) => {
        assert.deepEqual(numbers(log), Array.from({ length: whole }, (_, index) => index + 1));
        assert.ok((await log.append(action(9))).ok);
      });
      await withLog(folder, async (log) => assert.equal(log.unshared().length, whole + 1));
    }),
    { seed: 501, numRuns: 40 },
  );
});

test('FS-501: lines that cannot be read are counted, those around them are kept', async (t) => {
  const folder = folderFor(t);
  await withLog(folder, async (log) => void (await log.append(action(1))));
  appendFileSync(fileIn(folder), '\u0000\u0000garbage\n{"k":"7"}\n[]\nnull\n{"k":9,"topic":"t","document":{}}\n{"k":10,"top');
  await withLog(folder, async (log) => {
    assert.deepEqual(numbers(log), [1, 9]);
    assert.equal(log.unreadable, 5);
  });
});

test('FS-502: above its bound the log refuses an action as a value, and takes one again once a hub has others', async (t) => {
  await withLog(
    folderFor(t),
    async (log) => {
      await log.append(action(1));
      await log.append(action(2));
      assert.deepEqual(await log.append(action(3)), { ok: false, code: 'full', limit: 2 });
      await log.shared([1]);
      assert.ok((await log.append(action(3))).ok);
    },
    { maxActions: 2, compactBytes: 1_000_000 },
  );
});

test('FS-502: what hubs have leaves the file', async (t) => {
  const folder = folderFor(t);
  await withLog(
    folder,
    async (log) => {
      for (let n = 1; n <= 200; n += 1) {
        await log.append(action(n));
        await log.shared([n - 1]);
      }
      assert.ok(statSync(fileIn(folder)).size < 4_096);
      assert.deepEqual(numbers(log), [200]);
    },
    { maxActions: 10, compactBytes: 2_000 },
  );
  await withLog(folder, async (log) => assert.deepEqual(numbers(log), [200]));
});

test('a disk that refuses is an answer, not a throw', async (t) => {
  const folder = folderFor(t);
  const log = openDeskLog(folder);
  rmSync(fileIn(folder));
  const outcome = await log.append(action(1));
  assert.ok(!outcome.ok && outcome.code === 'disk');
  assert.deepEqual(numbers(log), []);
  await log.close();
});

test('actions appended at once are all kept, in order', async (t) => {
  await withLog(folderFor(t), async (log) => {
    await Promise.all(Array.from({ length: 20 }, (_, n) => log.append(action(n))));
    assert.deepEqual(numbers(log), Array.from({ length: 20 }, (_, n) => n + 1));
  });
});
