import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SiteId } from '../fleet/ids.ts';
import { createNavStore } from './nav-store.ts';
import { NO_FILTER } from './selectors/filter.ts';

test('Back returns to the view and filters before, forward to those after', () => {
  const nav = createNavStore();
  nav.setFilter({ text: '', region: 'Iberia' });
  nav.setMode('table');
  nav.back();
  assert.deepEqual([nav.state().mode, nav.state().filter], ['map', { text: '', region: 'Iberia' }]);
  nav.back();
  assert.deepEqual(nav.state().filter, NO_FILTER);
  nav.back();
  nav.forward();
  nav.forward();
  assert.deepEqual([nav.state().mode, nav.state().filter], ['table', { text: '', region: 'Iberia' }]);
});

test('The letters of one word are one step, and a new step forgets what was ahead', () => {
  const nav = createNavStore();
  for (const text of ['b', 'bl', 'bl-']) nav.setFilter({ text });
  nav.back();
  assert.deepEqual(nav.state().filter, NO_FILTER);
  nav.setFilter({ text: '', tag: 'store' });
  nav.forward();
  assert.deepEqual(nav.state().filter, { text: '', tag: 'store' });
});

test('A selection stays through back and is no step; the same filter again is none either', () => {
  const nav = createNavStore();
  nav.setFilter({ text: '', status: 'err' });
  nav.select('BL-A-1' as SiteId);
  nav.setFilter({ text: '', status: 'err' });
  nav.back();
  assert.deepEqual([nav.state().filter, nav.state().selected], [NO_FILTER, 'BL-A-1']);
});

test('No more than a hundred steps are kept', () => {
  const nav = createNavStore();
  for (let n = 0; n <= 150; n++) nav.setFilter({ text: '', tag: `t${n}` });
  for (let n = 0; n < 150; n++) nav.back();
  assert.deepEqual(nav.state().filter, { text: '', tag: 't50' });
});

test('The drawer follows the selection and closes with it, or alone', () => {
  const nav = createNavStore();
  nav.openDrawer('BL-A-1' as SiteId);
  nav.select('BL-A-2' as SiteId);
  assert.deepEqual([nav.state().drawer, nav.state().selected], [true, 'BL-A-2']);
  nav.closeDrawer();
  assert.deepEqual([nav.state().drawer, nav.state().selected], [false, 'BL-A-2']);
  nav.openDrawer('BL-A-2' as SiteId);
  nav.select(undefined);
  assert.equal(nav.state().drawer, false);
});

test('FS-707: showing a view is one step: back brings filters, map or table and columns together', () => {
  const nav = createNavStore();
  const before = nav.state().columns;
  nav.show({ mode: 'table', filter: { text: '', region: 'Iberia' }, columns: ['name'] });
  nav.show({ mode: 'table', filter: { text: '', region: 'Iberia' }, columns: ['name'] });
  assert.deepEqual(nav.state().columns, ['name']);
  nav.back();
  assert.deepEqual([nav.state().mode, nav.state().filter, nav.state().columns], ['map', NO_FILTER, before]);
  nav.forward();
  assert.deepEqual([nav.state().mode, nav.state().columns], ['table', ['name']]);
});
