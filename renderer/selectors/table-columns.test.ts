import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DEFAULT_COLUMNS, TABLE_COLUMNS } from '../../fleet/saved-view.ts';
import { columnsTemplate, fittingColumns, toggled } from './table-columns.ts';

test('All chosen columns stand where they fit; a narrower table never shows more of them, and the region goes first', () => {
  assert.equal(fittingColumns(TABLE_COLUMNS, 4_000, 1), TABLE_COLUMNS);
  assert.ok(!fittingColumns(DEFAULT_COLUMNS, 960, 1).includes('region'));
  assert.deepEqual(fittingColumns(DEFAULT_COLUMNS, 960, 1), DEFAULT_COLUMNS.filter((column) => column !== 'region'));
  fc.assert(
    fc.property(fc.subarray([...TABLE_COLUMNS]), fc.nat(1_500), fc.nat(1_500), (chosen, a, b) => {
      const [narrow, wide] = [Math.min(a, b), Math.max(a, b)];
      const [few, many] = [fittingColumns(chosen, narrow, 1), fittingColumns(chosen, wide, 1)];
      assert.ok(few.every((column) => many.includes(column)));
      assert.deepEqual(fittingColumns(chosen, 1.5 * wide, 1.5), many, 'larger text needs as much more room');
    }),
    { seed: 31 },
  );
});

test('A column that is chosen takes its place among the others', () => {
  assert.deepEqual(toggled(['name', 'heard'], 'region'), ['name', 'region', 'heard']);
  assert.deepEqual(toggled(['name', 'heard'], 'name'), ['heard']);
  assert.equal(columnsTemplate(['name']), 'minmax(2.375rem, 2.375rem) minmax(6.75rem, 6.75rem) minmax(6.875rem, 11rem) minmax(13.125rem, 1fr)');
});

test('FS-975: State, reason, cameras and last word stand in the narrowest window; the reason is narrow nowhere else', () => {
  // The table of a window of 1,024 px.
  assert.deepEqual(fittingColumns(DEFAULT_COLUMNS, 614, 1), ['state', 'cameras', 'heard']);
  const leastReasonPx = (widthPx: number): number => {
    const columns = fittingColumns(DEFAULT_COLUMNS, widthPx, 1);
    const [, least] = /minmax\(([\d.]+)rem, 1fr\)/.exec(columnsTemplate(columns))!;
    return Number(least) * 16;
  };
  assert.equal(leastReasonPx(614), 166);
  for (const widthPx of [960, 1_200, 1_900]) assert.equal(leastReasonPx(widthPx), 210);
});
