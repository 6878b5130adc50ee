import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SLOT_MS, type StatusCounts } from '../../fleet/status-series.ts';
import { BAR_MS, BARS, statusBars } from './status-bars.ts';

const NONE: StatusCounts = { offline: 0, err: 0, warn: 0, unknown: 0, maintenance: 0, ok: 9 };
const HOUR = Math.floor(1_800_000_000_000 / BAR_MS) * BAR_MS;
const NOW = HOUR + 7 * 60_000;

test('Each bar shows the worst slot of its half hour, and a half hour without slots is a gap, not a calm one', () => {
  const slots = [
    { ts: HOUR - 3 * BAR_MS, counts: NONE },
    { ts: HOUR - BAR_MS, counts: { ...NONE, warn: 1 } },
    { ts: HOUR - BAR_MS + SLOT_MS, counts: { ...NONE, offline: 3 } },
  ];
  const { bars, peak, peakTs } = statusBars(slots, NOW, { ...NONE, err: 1 });
  assert.equal(bars.length, BARS);
  assert.deepEqual(bars.slice(-4).map(({ counts }) => counts && counts.offline + counts.err + counts.warn), [0, undefined, 3, 1]);
  assert.deepEqual([peak, peakTs], [3, HOUR - BAR_MS]);
});

test('Slots older than the chart, and those of a clock that ran ahead, are not drawn', () => {
  const far = { ...NONE, offline: 9 };
  const { bars, peak } = statusBars([{ ts: HOUR - 60 * BAR_MS, counts: far }, { ts: HOUR + BAR_MS, counts: far }], NOW, undefined);
  assert.equal(peak, 0);
  assert.ok(bars.every(({ counts }) => counts === undefined));
});
