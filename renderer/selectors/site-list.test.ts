import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { SiteId } from '../../fleet/ids.ts';
import { STATUS_ORDER } from '../../fleet/model/status.ts';
import { NO_FILTER } from './filter.ts';
import { anySites, testSite } from './fleet.test-support.ts';
import { calmSince, makeSiteList, oldestReport, updateSiteList, type Sites } from './site-list.ts';

const anyFilter = fc.record(
  { text: fc.constantFrom('', 'munchen', 'bl-a', 'hamburg bl'), status: fc.constantFrom(...STATUS_ORDER) },
  { requiredKeys: ['text'] },
);

const idsOf = (...tables: Sites[]): readonly SiteId[] =>
  [...new Set(tables.flatMap((table) => Object.keys(table)))] as SiteId[];

test('The site list kept up change by change equals the list made from scratch', () => {
  fc.assert(
    fc.property(fc.array(anySites, { minLength: 2, maxLength: 5 }), anyFilter, (pictures, filter) => {
      let list = makeSiteList(pictures[0]!, filter);
      for (let at = 1; at < pictures.length; at++) {
        list = updateSiteList(list, pictures[at - 1]!, pictures[at]!, idsOf(pictures[at - 1]!, pictures[at]!), filter);
      }
      assert.deepEqual(list, makeSiteList(pictures.at(-1)!, filter));
    }),
    { seed: 20_261_124, numRuns: 300 },
  );
});

test('A report that changes no status leaves order, counts and facts the same objects', () => {
  const before = {
    'BL-A-1': testSite({ id: 'BL-A-1' as SiteId, lastLifeTs: 1 }),
    'BL-A-2': testSite({ id: 'BL-A-2' as SiteId }),
  };
  const after = { ...before, 'BL-A-1': { ...before['BL-A-1'], lastLifeTs: 2 } };
  const list = makeSiteList(before, NO_FILTER);
  const next = updateSiteList(list, before, after, ['BL-A-1' as SiteId], NO_FILTER);
  assert.equal(next.order, list.order);
  assert.equal(next.counts, list.counts);
  assert.equal(next.facts, list.facts);
});

test('The worst status comes first, then the newest change; silent fine sites stand above the other fine ones', () => {
  const site = (id: string, change: object): ReturnType<typeof testSite> => testSite({ id: id as SiteId, ...change });
  const sites = [
    site('BL-A-1', {}),
    site('BL-A-2', { link: 'stale' }),
    site('BL-B-1', { status: 'warn', statusSinceTs: 5 }),
    site('BL-B-2', { status: 'warn', statusSinceTs: 9 }),
    site('BL-C-1', { status: 'offline' }),
  ];
  const list = makeSiteList(Object.fromEntries(sites.map((one) => [one.id, one])), NO_FILTER);
  assert.deepEqual(list.order, ['BL-C-1', 'BL-B-2', 'BL-B-1', 'BL-A-2', 'BL-A-1']);
});

test('Pending, ignored and decommissioned sites count nowhere', () => {
  const sites = Object.fromEntries(
    (['pending', 'ignored', 'decommissioned', 'new'] as const).map((adoption, index) => [
      `BL-A-${index}`,
      testSite({ id: `BL-A-${index}` as SiteId, adoption }),
    ]),
  );
  const list = makeSiteList(sites, NO_FILTER);
  assert.deepEqual(list.order, ['BL-A-3']);
  assert.equal(list.fleetTotal, 1);
});

test('Cameras of an unreachable site count in the total and never as online', () => {
  const cameras = { total: 4, online: 4, disabled: 1, recording: 3 };
  const sites = {
    'BL-A-1': testSite({ id: 'BL-A-1' as SiteId, cameras }),
    'BL-A-2': testSite({ id: 'BL-A-2' as SiteId, status: 'offline', cameras }),
  };
  const { facts } = makeSiteList(sites, NO_FILTER);
  assert.deepEqual(facts, {
    camerasOnline: 4,
    camerasTotal: 6,
    sitesRecording: 1,
    sitesWithCameras: 2,
    sitesReachable: 1,
    silent: 0,
  });
});

test('A status filter hides sites and keeps the numbers of the other statuses', () => {
  const sites = {
    'BL-A-1': testSite({ id: 'BL-A-1' as SiteId }),
    'BL-A-2': testSite({ id: 'BL-A-2' as SiteId, status: 'err' }),
  };
  const list = makeSiteList(sites, { text: '', status: 'err' });
  assert.deepEqual(list.order, ['BL-A-2']);
  assert.equal(list.counts.ok, 1);
});

test('The oldest report is that of a reachable site', () => {
  const sites = {
    'BL-A-1': testSite({ id: 'BL-A-1' as SiteId, lastLifeTs: 50 }),
    'BL-A-2': testSite({ id: 'BL-A-2' as SiteId, lastLifeTs: 40 }),
    'BL-B-1': testSite({ id: 'BL-B-1' as SiteId, status: 'offline', lastLifeTs: 1 }),
  };
  assert.equal(oldestReport(sites, Object.keys(sites) as SiteId[])?.id, 'BL-A-2');
});

test('A calm fleet is calm since the last of its sites came to be fine', () => {
  const sites = Object.fromEntries([40, 90, 70].map((ts, at) => [`S${at}`, testSite({ id: `S${at}` as SiteId, statusSinceTs: ts })]));
  assert.equal(calmSince(sites, ['S0', 'S1', 'S2'] as SiteId[]), 90);
  assert.equal(calmSince(sites, []), undefined);
});
