import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { SiteStatus } from '../../fleet/model/status.ts';
import { demoDocuments } from './demo-desk.ts';
import { fleetSites } from './fleet-sites.ts';
import { PLACES } from './places.ts';
import { CYCLE_S, storyOf } from './story.ts';
import { watchFleet } from './testing/console-fold.ts';
import { createVirtualFleet } from './testing/virtual-fleet.ts';

/** The story as a console judges it: an hour of fleet time through the real fold, at the demo's speed. */

const SPEED = 10;
const SEED = 1;

/** Statuses that each site had, in order, with the second at which each began. */
const history = new Map<string, { readonly status: SiteStatus; readonly s: number }[]>();
const shown = new Map<SiteStatus, number>();
/** Marks beside the status at the end. */
const badges = new Map<string, readonly string[]>();

before(() => {
  const sites = fleetSites(30, SEED);
  const fleet = createVirtualFleet(sites, storyOf(sites, PLACES.length, SEED), SEED);
  const console = watchFleet(fleet, demoDocuments(sites, fleet.now().wallTs), SPEED);
  fleet.pass(CYCLE_S, () => {
    console.look();
    const s = fleet.now().monoMs / 1_000;
    if (s % 5 !== 0) return;
    for (const [id, status] of console.statuses()) {
      const list = history.get(id) ?? [];
      if (list.at(-1)?.status !== status) history.set(id, [...list, { status, s }]);
      if (s === CYCLE_S - 5) badges.set(id, console.site(id)?.badges ?? []);
      if (s >= 20 && !shown.has(status)) shown.set(status, s);
    }
  });
});

const statusesOf = (id: string): readonly SiteStatus[] => (history.get(id) ?? []).map(({ status }) => status).filter((status) => status !== 'unknown');

test('FS-679: within the first minute at speed 10 there are an offline, a warning and an error site, and one in maintenance', () => {
  for (const status of ['offline', 'warn', 'err', 'maintenance', 'ok'] as const) {
    assert.ok((shown.get(status) ?? Infinity) < 300, `${status} at ${shown.get(status)}`);
  }
});

for (const [site, expected] of [
  ['BL-WH-N', ['ok', 'offline', 'ok', 'warn', 'ok']],
  ['BL-PRG-01', ['ok', 'offline', 'ok']],
  ['BL-MUC-01', ['ok', 'err', 'ok']],
  ['BL-LAB-1', ['ok', 'err', 'ok']],
  ['BL-WAW-01', ['ok', 'warn', 'ok']],
  ['BL-BCN-01', ['ok', 'warn', 'ok']],
  ['BL-BOD-01', ['maintenance']],
  ['BL-CPH-01', ['ok']],
  ['BL-STO-01', ['ok']],
  ['BL-WH-S', ['ok', 'err', 'ok']],
  ['BL-PAR-01', ['ok', 'offline', 'ok']],
  ['BL-LYS-01', ['ok', 'offline', 'ok']],
  ['BL-VIE-01', ['ok', 'offline', 'ok']],
  ['BL-LIS-01', ['ok']],
] as const) {
  test(`${site} goes through ${expected.join(', ')}`, () => assert.deepEqual(statusesOf(site), expected));
}

test('FS-682: at the end of the hour every site is as it was', () => {
  for (const [id, list] of history) {
    assert.equal(list.at(-1)?.status, id === 'BL-BOD-01' ? 'maintenance' : 'ok', id);
    // That a router was replaced may be remembered for a while.
    if (id !== 'BL-VIE-01') assert.deepEqual(badges.get(id), [], id);
  }
});
