import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { emptyBatch } from './batch.ts';
import { openDatabase } from './database.ts';
import { nativeBindingPath } from './native-binding.ts';
import { createRetention } from './retention.ts';
import { createWriter } from './writer.ts';

test('FS-448: old rows leave in slices, new ones and open alerts stay, and the history has a bound in rows', (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'fleet-store-'));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const { db } = openDatabase({ dataDir: dir, nativeBinding: nativeBindingPath(), nowTs: 0 });
  t.after(() => db.close());
  const batch = emptyBatch();
  for (let n = 0; n < 100; n += 1) {
    batch.history.push({ write: { table: 'history', site: 'BL-LAB-1' as never, kind: 'event/alert', boot: 1, seq: n, ts: n, rxTs: n }, body: Buffer.from('{}') });
    const closed = n % 2 === 0 ? { state: 'closed', closedTs: n } : { state: 'open' };
    batch.alerts.set(`a${n}`, { key: `a${n}`, ...closed } as never);
  }
  createWriter(db).commit(batch, false);
  const count = (table: string): unknown => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
  const retention = createRetention(db, { historyKeptMs: 1_000, historyMaxRows: 40, closedAlertsKeptMs: 1_000, sliceRows: 10 });
  let slices = 0;
  while (retention.slice(1_050)) {
    slices += 1;
    assert.ok(slices < 100);
  }
  assert.ok(slices >= 3, `${slices} slices`);
  assert.deepEqual([count('history'), count('alert')], [40, 75]);
  assert.equal(db.prepare('SELECT min(rx_ts) FROM history').pluck().get(), 60);
  assert.equal(db.prepare("SELECT count(*) FROM alert WHERE state = 'open'").pluck().get(), 50);
});
