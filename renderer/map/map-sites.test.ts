import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SiteId } from '../../fleet/ids.ts';
import type { FleetPicture, PictureChange } from '../fleet-picture.ts';
import { testSite } from '../selectors/fleet.test-support.ts';
import type { Sites } from '../selectors/site-list.ts';
import { groupSites } from './map-sites.ts';

const site = testSite({ id: 'BL-A-1' as SiteId, lat: 50, lon: 9 });
const picture = (sites: Sites): FleetPicture => ({ tables: { sites } }) as unknown as FleetPicture;
const change = (before: Sites, after: Sites): PictureChange => ({
  before: picture(before),
  after: picture(after),
  all: false,
  keys: { sites: ['BL-A-1'] },
});

test('A change of status alone never groups the map anew; a new place, site or adoption does', () => {
  const before = { 'BL-A-1': site };
  const groups = groupSites(before, { text: '' });
  const outdated = (after: Sites): boolean => groups.outdatedBy(change(before, after));
  assert.equal(outdated({ 'BL-A-1': { ...site, status: 'offline', lastLifeTs: 9 } }), false);
  assert.equal(outdated({ 'BL-A-1': { ...site, lat: 51 } }), true);
  assert.equal(outdated({ 'BL-A-1': { ...site, adoption: 'ignored' } }), true);
  assert.equal(outdated({}), true);
});

test('With a status as filter a change of status brings a site in or takes it out', () => {
  const before = { 'BL-A-1': site };
  const groups = groupSites(before, { text: '', status: 'err' });
  assert.equal(groups.clusters.size, 0);
  assert.equal(groups.outdatedBy(change(before, { 'BL-A-1': { ...site, status: 'err' } })), true);
  assert.equal(groups.outdatedBy(change(before, { 'BL-A-1': { ...site, status: 'warn' } })), false);
});

test('Sites without a position are counted and not drawn', () => {
  const { lat: _, lon: __, ...nowhere } = site;
  const groups = groupSites({ 'BL-A-1': nowhere }, { text: '' });
  assert.deepEqual([groups.placeless, groups.clusters.size, groups.places.length], [1, 0, 0]);
});

test('Region and tag act on the map as on the lists', () => {
  const sites = { 'BL-A-1': { ...site, region: 'Iberia', tags: ['store'] } };
  const shown = (filter: { region?: string; tag?: string }): number =>
    groupSites(sites, { text: '', ...filter }).clusters.size;
  const both = { region: 'Iberia', tag: 'warehouse' };
  assert.deepEqual([shown({ region: 'Iberia' }), shown({ tag: 'store' }), shown(both)], [1, 1, 0]);
});
