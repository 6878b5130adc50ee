import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SiteId } from '../fleet/ids.ts';
import type { FleetTables } from '../fleet/delta.ts';
import type { HubRecord } from '../fleet/model/hub.ts';
import { FleetStore } from './fleet-store.ts';
import { createNavStore } from './nav-store.ts';
import { createOverviewStore } from './overview-store.ts';
import { testSite } from './selectors/fleet.test-support.ts';

const hub = (state: HubRecord['state']): HubRecord => ({
  id: 'hub-1',
  name: 'hub-a',
  url: 'mqtt://hub.example',
  state,
  sinceTs: 0,
  refused: [],
  readOnly: false,
});
const EMPTY: FleetTables = { sites: {}, alerts: {}, hubs: {}, notices: {}, counters: {} };

function bench(tables: FleetTables) {
  let now = 1_000;
  const fleet = new FleetStore({ beforePaint: (task) => task(), afterPaint: (task) => task() });
  const nav = createNavStore();
  const overview = createOverviewStore(fleet, nav, () => now);
  const sink = fleet.connect({ send: () => undefined, close: () => undefined });
  sink({ type: 'snapshot', epoch: 1, seq: 1, tables, live: true, clock: { speed: 1, baseMs: 0 } });
  let seq = 1;
  return {
    nav,
    overview,
    hubState(state: HubRecord['state'], at: number) {
      now = at;
      sink({
        type: 'frame',
        epoch: 1,
        seq: ++seq,
        live: true,
        meter: { messagesPerS: 0, inboxDepth: 0, clockTs: at },
        delta: { hubs: { added: {}, updated: { 'hub-1': hub(state) }, removed: [] } },
      });
    },
  };
}

test('An outage of all hubs begins when the last one was lost and not with each retry', () => {
  const { overview, hubState } = bench({ ...EMPTY, hubs: { 'hub-1': hub('connected') } });
  assert.equal(overview.state().hubsDownSinceTs, undefined);
  hubState('waiting', 2_000);
  hubState('connecting', 3_000);
  hubState('waiting', 4_000);
  assert.equal(overview.state().hubsDownSinceTs, 2_000);
  hubState('connected', 5_000);
  assert.equal(overview.state().hubsDownSinceTs, undefined);
});

test('A filter acts at once on the lists', () => {
  const { overview, nav } = bench({
    ...EMPTY,
    sites: {
      'BL-A-1': testSite({ id: 'BL-A-1' as SiteId }),
      'BL-B-1': testSite({ id: 'BL-B-1' as SiteId, status: 'err' }),
    },
  });
  nav.setFilter({ text: 'bl-a' });
  assert.deepEqual(overview.state().sites.order, ['BL-A-1']);
  assert.equal(overview.state().sites.fleetTotal, 2);
});

test('A region narrows the numbers too, while the choice of regions stays the whole fleet', () => {
  const { overview, nav } = bench({
    ...EMPTY,
    sites: {
      'BL-A-1': testSite({ id: 'BL-A-1' as SiteId, region: 'Iberia' }),
      'BL-B-1': testSite({ id: 'BL-B-1' as SiteId, region: 'DACH', status: 'err' }),
    },
  });
  nav.setFilter({ text: '', region: 'Iberia' });
  const { sites } = overview.state();
  assert.deepEqual([sites.order, sites.total, sites.counts.err], [['BL-A-1'], 1, 0]);
  assert.deepEqual([...sites.groups.regions.keys()].sort(), ['DACH', 'Iberia']);
});
