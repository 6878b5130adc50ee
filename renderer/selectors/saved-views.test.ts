import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_COLUMNS, SAVED_VIEWS_MAX, type SavedView } from '../../fleet/saved-view.ts';
import { NO_FILTER } from './filter.ts';
import { renamed, viewShown, withView } from './saved-views.ts';

const plain = { mode: 'map', filter: NO_FILTER, columns: DEFAULT_COLUMNS } as const;
const iberia = { ...plain, filter: { text: '', region: 'Iberia' } } as const;

test('What is shown gets a name; the same name again takes the place of what it named', () => {
  const one = withView([], '  Iberia ', iberia);
  assert.deepEqual(one, [{ id: 'v-1', name: 'Iberia', ...iberia }]);
  const two = withView(one, 'Table', { ...plain, mode: 'table' });
  assert.deepEqual(two.map(({ id }) => id), ['v-1', 'v-2']);
  const again = withView(two, 'Iberia', { ...iberia, mode: 'table' });
  assert.deepEqual(again.map(({ id, mode }) => [id, mode]), [['v-1', 'table'], ['v-2', 'table']]);
  assert.equal(withView(two, '  ', iberia), two);
  const full: readonly SavedView[] = Array.from({ length: SAVED_VIEWS_MAX }, (_, at) => ({ id: `v-${at}`, name: `${at}`, ...plain }));
  assert.equal(withView(full, 'one more', plain), full);
});

test('A view is on screen while filters, map or table and columns are those it was saved with', () => {
  const views = withView([], 'Iberia', iberia);
  assert.equal(viewShown(views, iberia), 'v-1');
  assert.equal(viewShown(views, { ...iberia, mode: 'table' }), undefined);
  assert.equal(viewShown(views, { ...iberia, columns: ['name'] }), undefined);
  assert.equal(viewShown(views, plain), 'all');
});

test('No two views have one name, and none has an empty one', () => {
  const views = withView(withView([], 'A', plain), 'B', iberia);
  assert.equal(renamed(views, 'v-1', 'B'), views);
  assert.equal(renamed(views, 'v-1', ' '), views);
  assert.deepEqual(renamed(views, 'v-1', 'C').map(({ name }) => name), ['C', 'B']);
});
