import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testSite } from './fleet.test-support.ts';
import { NO_GROUPS, updateGroups } from './site-groups.ts';

const iberia = testSite({ region: 'Iberia', tags: ['store', 'store', '24/7'] });

test('Regions and tags are those of sites that count, each with its number of sites', () => {
  const groups = updateGroups(NO_GROUPS, {}, { a: iberia, b: { ...iberia, adoption: 'pending' } }, ['a', 'b']);
  assert.deepEqual([...groups.regions], [['Iberia', 1]]);
  assert.deepEqual([...groups.tags], [['store', 1], ['24/7', 1]]);
});

test('A region goes with its last site, and other changes leave the groups as they are', () => {
  const groups = updateGroups(NO_GROUPS, {}, { a: iberia }, ['a']);
  assert.equal(updateGroups(groups, { a: iberia }, { a: { ...iberia, status: 'err' } }, ['a']), groups);
  const moved = updateGroups(groups, { a: iberia }, { a: { ...iberia, region: 'DACH', tags: [] } }, ['a']);
  assert.deepEqual([[...moved.regions], [...moved.tags]], [[['DACH', 1]], []]);
});
