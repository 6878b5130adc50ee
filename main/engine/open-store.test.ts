import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { SiteId } from '../../fleet/ids.ts';
import { restoreFleet, tablesOf } from '../../fleet/state.ts';
import { createClock } from '../../platform/clock.ts';
import { silentLog } from '../../platform/log.ts';
import { openStore } from './open-store.ts';
import { addWrites, emptyBatch } from './store/batch.ts';

const ENVELOPE = { v: 1, boot: 1, conn: 1, seq: 1, ts: 1_780_000_000_000, level: 'ok' };

test('FS-449: stored documents pass the checks of a message at the next start; what fails is left to the hubs', (t) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'fleet-open-store-'));
  t.after(() => rmSync(dataDir, { recursive: true, force: true }));
  const clock = createClock({ speed: 1, baseMs: 0 });
  const first = openStore(dataDir, clock, silentLog());
  const batch = emptyBatch();
  for (const [site, nvrs] of [['BL-LAB-1', null], ['BL-LAB-2', 'broken']] as const) {
    const write = { table: 'document', site: site as SiteId, kind: 'state/health', boot: 1, seq: 1, rxTs: 1 } as const;
    addWrites(batch, [write], Buffer.from(JSON.stringify({ ...ENVELOPE, site, nvrs })));
  }
  first.writer.commit(batch, true);
  first.db.close();
  const { db, picture } = openStore(dataDir, clock, silentLog());
  db.close();
  assert.deepEqual(picture.documents.map(({ body }) => body), [{ ...ENVELOPE, site: 'BL-LAB-1' }]);
  const fleet = restoreFleet(picture, { consoleId: '0011aabb', hubs: [], showAllAsAdopted: true }, clock.at());
  assert.deepEqual(Object.keys(tablesOf(fleet).sites), ['BL-LAB-1']);
});
