import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SiteId } from '../../fleet/ids.ts';
import { testSite } from './fleet.test-support.ts';
import { BY_STATUS, nextSort, sortSites } from './table-sort.ts';

const site = (id: string, change: object) => [id, testSite({ id: id as SiteId, ...change })] as const;
const sites = Object.fromEntries([
  site('BL-C-1', { name: 'Zürich', diskFullInH: 40 }),
  site('BL-A-10', { name: 'Ávila' }),
  site('BL-A-9', { name: 'Bern', diskFullInH: 3 }),
]);
const order = Object.keys(sites) as SiteId[];

test('Words sort as the language does and numbers in ids as numbers', () => {
  assert.deepEqual(sortSites(order, sites, { by: 'name', down: false }, 'de'), ['BL-A-10', 'BL-A-9', 'BL-C-1']);
  assert.deepEqual(sortSites(order, sites, { by: 'site', down: false }, 'de'), ['BL-A-9', 'BL-A-10', 'BL-C-1']);
});

test('What a site did not tell stands last in both directions', () => {
  assert.deepEqual(sortSites(order, sites, { by: 'disk', down: false }, 'en'), ['BL-A-9', 'BL-C-1', 'BL-A-10']);
  assert.deepEqual(sortSites(order, sites, { by: 'disk', down: true }, 'en'), ['BL-C-1', 'BL-A-9', 'BL-A-10']);
});

test('The overview order is the default and is not made anew', () => {
  assert.equal(sortSites(order, sites, BY_STATUS, 'en'), order);
  assert.deepEqual(nextSort(nextSort(BY_STATUS, 'disk'), 'disk'), { by: 'disk', down: true });
});
