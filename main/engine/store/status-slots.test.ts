import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SERIES_KEPT_MS, SLOT_MS, type StatusCounts } from '../../../fleet/status-series.ts';
import { temporaryDir } from '../engine.test-support.ts';
import { openDatabase } from './database.ts';
import { nativeBindingPath } from './native-binding.ts';
import { createStatusSlots } from './status-slots.ts';

const START = 1_800_000_000_000;
const counts = (offline: number): StatusCounts => ({ offline, err: 0, warn: 0, unknown: 0, maintenance: 0, ok: 9 });

test('FS-701: whatever is noted for however long, 24 hours of slots are kept, each with its worst moment', (t) => {
  const dir = temporaryDir();
  t.after(() => dir.remove());
  const { db } = openDatabase({ dataDir: dir.path, nativeBinding: nativeBindingPath(), nowTs: START });
  t.after(() => db.close());
  const slots = createStatusSlots(db);
  const hours = 60;
  for (let minute = 0; minute < hours * 60; minute += 1) slots.note(START + minute * 60_000, counts(minute % 5 === 2 ? 3 : 1));
  const now = START + hours * 3_600_000;
  const kept = slots.until(now);
  assert.ok(kept.length <= SERIES_KEPT_MS / SLOT_MS + 1 && kept.length >= SERIES_KEPT_MS / SLOT_MS - 1, String(kept.length));
  assert.deepEqual(new Set(kept.map((slot) => slot.counts.offline)), new Set([3]));
  assert.equal(kept.at(-1)?.ts, now - SLOT_MS);
  assert.ok(Number(db.prepare('SELECT count(*) FROM status_slot').pluck().get()) <= SERIES_KEPT_MS / SLOT_MS + 1);
  // The clock is set back by a day and a half: what it called the future is gone.
  slots.note(now - 36 * 3_600_000, counts(2));
  assert.deepEqual(slots.until(now).length, 0);
  assert.deepEqual(slots.until(now - 36 * 3_600_000).map((slot) => slot.counts.offline), [2]);
});
