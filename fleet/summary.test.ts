import assert from 'node:assert/strict';
import test from 'node:test';
import type { SiteId } from './ids.ts';
import type { SiteRecord } from './model/site.ts';
import { makeWorld } from './testing/fleet-world.ts';
import { compareSites, summarise } from './summary.ts';

const base = (): SiteRecord => {
  const world = makeWorld();
  world.say('BL-A-1' as SiteId, 'state/health');
  return world.site('BL-A-1' as SiteId);
};

test('FS-210: a roll-up counts adopted and new sites by status, and its worst status comes first', () => {
  const site = base();
  const summary = summarise([
    { ...site, status: 'ok', adoption: 'new' },
    { ...site, status: 'warn', openAlerts: { critical: 0, warning: 2, info: 1 } },
    { ...site, status: 'offline', adoption: 'pending' },
    { ...site, status: 'err', adoption: 'ignored' },
  ]);
  assert.deepEqual([summary.total, summary.pending, summary.fresh, summary.worst], [2, 1, 1, 'warn']);
  assert.deepEqual(summary.byStatus, { offline: 0, err: 0, warn: 1, unknown: 0, maintenance: 0, ok: 1 });
  assert.deepEqual(summary.openAlerts, { critical: 0, warning: 2, info: 1 });
});

test('FS-211: sites sort offline, err, warn, unknown, maintenance, ok, then by the newest change', () => {
  const site = base();
  const given = (['ok', 'maintenance', 'unknown', 'warn', 'err', 'offline'] as const).map((status) => ({
    ...site,
    status,
  }));
  assert.deepEqual(
    [...given].sort(compareSites).map(({ status }) => status),
    ['offline', 'err', 'warn', 'unknown', 'maintenance', 'ok'],
  );
  const older = { ...site, statusSinceTs: 1 };
  const newer = { ...site, statusSinceTs: 2 };
  assert.deepEqual([older, newer].sort(compareSites), [newer, older]);
});
