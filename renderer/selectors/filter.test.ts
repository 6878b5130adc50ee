import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filterWords, matchesWords } from './filter.ts';
import { testSite } from './fleet.test-support.ts';

test('A text filter finds every word anywhere in id, name, region, address and tags, without case and accents', () => {
  const site = testSite({ name: 'München Marienplatz', region: 'DACH', tags: ['store'] });
  const matches = (text: string): boolean => matchesWords(site, filterWords(text));
  assert.equal(matches('munchen'), true);
  assert.equal(matches('DACH store'), true);
  assert.equal(matches('bl-lab'), true);
  assert.equal(matches('  '), true);
  assert.equal(matches('munchen berlin'), false);
});
