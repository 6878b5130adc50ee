import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DEFAULT_COLUMNS, SAVED_VIEWS_MAX, TABLE_COLUMNS } from '../fleet/saved-view.ts';
import { parseColumns, parseViews } from './saved-views.ts';
import { defaultSettings, parseSettings, parseSettingsChange } from './settings.ts';
import { exportText, readExport } from './transfer.ts';

const iberia = {
  id: 'v-1',
  name: 'Iberia',
  mode: 'table' as const,
  filter: { text: '', status: 'offline' as const, region: 'Iberia' },
  columns: ['name', 'heard'] as const,
};

test('FS-705: saved views and columns are kept, change by change, and go to another console in its file', () => {
  const fresh = defaultSettings('en');
  assert.deepEqual([fresh.views, fresh.columns], [[], DEFAULT_COLUMNS]);
  const settings = { ...fresh, ...parseSettingsChange({ views: [iberia], columns: ['heard', 'name'] }) };
  assert.deepEqual(settings.views, [iberia]);
  assert.deepEqual(settings.columns, ['name', 'heard']);
  const read = readExport(exportText(settings), fresh);
  assert.deepEqual(read.ok && read.settings, settings);
  assert.deepEqual(parseSettings({ theme: 'light' }, fresh).columns, DEFAULT_COLUMNS, 'an older file has none');
});

test('FS-706: of any JSON at most so many views come, each with a name of its own and known columns, and stay so', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.array(fc.record({ id: fc.constantFrom('a', 'b'), name: fc.string() })), (body, list) => {
      for (const views of [parseViews(body), parseViews(list), parseViews([iberia, body, ...list])]) {
        if (views === undefined) continue;
        assert.deepEqual(parseViews(views), views);
        assert.equal(new Set(views.map(({ name }) => name)).size, views.length);
      }
      assert.deepEqual(parseColumns(parseColumns(body) ?? []), parseColumns(body) ?? []);
    }),
    { seed: 706 },
  );
  const many = Array.from({ length: 99 }, (_, at) => ({ ...iberia, id: `v-${at}`, name: `View ${at}` }));
  assert.equal(parseViews(many)?.length, SAVED_VIEWS_MAX);
  assert.deepEqual(parseViews([{ ...iberia, mode: 'wall' }, { ...iberia, name: ' ' }, { ...iberia, id: '../x' }, null]), []);
  assert.deepEqual(parseViews([iberia, { ...iberia, id: 'v-2' }]), [iberia]);
  assert.deepEqual(parseColumns([...TABLE_COLUMNS, 'name', 'secret', 7]), TABLE_COLUMNS);
});
