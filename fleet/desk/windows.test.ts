import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseSiteId } from '../ids.ts';
import type { SiteId } from '../ids.ts';
import { ANA, NOW } from '../testing/desk-operations.ts';
import type { DeskWindow } from '../wire/desk-window.ts';
import { maintenanceAt } from './windows.ts';
import { isTimeZone, localDateAt, weekdayOf, zonedTs } from './zone.ts';

const HOUR_MS = 3_600_000;
const berlin = { id: parseSiteId('BL-LAB-1') as SiteId, tags: [], timeZone: 'Europe/Berlin' };
const window = (more: Partial<DeskWindow>): DeskWindow => ({
  v: 1, n: 1, console: ANA, by: 'ana', ts: NOW, scope: { all: true }, ...more,
}); // prettier-ignore
const ts = (text: string): number => Date.parse(text);
const nightly = window({ recurs: { weekdays: [1, 2, 3, 4, 5, 6, 7], at: '02:30', duration_s: 3_600 } });
const openAt = (one: DeskWindow, text: string, site = berlin): boolean =>
  maintenanceAt({ w: one }, site, ts(text)).untilTs !== undefined;

test('FS-355: a window that opens once is open from its begin until just before its end, in its scope', () => {
  const once = window({ once: { from_ts: NOW, to_ts: NOW + HOUR_MS } });
  assert.deepEqual(maintenanceAt({ once }, berlin, NOW - 1), { changesTs: NOW });
  assert.deepEqual(maintenanceAt({ once }, berlin, NOW), { untilTs: NOW + HOUR_MS, changesTs: NOW + HOUR_MS });
  assert.deepEqual(maintenanceAt({ once }, berlin, NOW + HOUR_MS), {});
  assert.deepEqual(maintenanceAt({ once: { ...once, scope: { tags: ['lab'] } } }, berlin, NOW), {});
  assert.deepEqual(maintenanceAt({ once: { ...once, gone: true } }, berlin, NOW), {});
});

test('FS-356: 02:30 in Berlin is 01:30 UTC in winter and 00:30 UTC in summer', () => {
  assert.deepEqual([openAt(nightly, '2027-01-15T01:29:59Z'), openAt(nightly, '2027-01-15T01:30:00Z')], [false, true]);
  assert.deepEqual([openAt(nightly, '2027-07-15T00:29:59Z'), openAt(nightly, '2027-07-15T00:30:00Z')], [false, true]);
  assert.deepEqual([openAt(nightly, '2027-07-15T01:30:00Z'), openAt(nightly, '2027-01-15T02:30:00Z')], [false, false]);
});

test('FS-356: the day of the week is the one at the site', () => {
  const sunday = window({ recurs: { weekdays: [7], at: '23:30', duration_s: 7_200 } });
  const auckland = { ...berlin, timeZone: 'Pacific/Auckland' };
  // Sunday 2027-01-17 23:30 in Auckland (UTC+13) is Sunday 10:30 UTC; in Berlin (UTC+1) it is Sunday 22:30 UTC.
  assert.equal(openAt(sunday, '2027-01-17T10:45:00Z', auckland), true);
  assert.equal(openAt(sunday, '2027-01-17T10:45:00Z'), false);
  assert.equal(openAt(sunday, '2027-01-18T00:15:00Z'), true);
});

test('FS-356: a window of a week is open on its last day', () => {
  const week = window({ recurs: { weekdays: [1], at: '00:00', duration_s: 604_800 } });
  assert.equal(openAt(week, '2027-01-17T22:59:00Z'), true);
});

test('FS-357: 02:30 on the day of the spring change opens at 03:30, on the day of the autumn change once', () => {
  assert.equal(zonedTs('Europe/Berlin', { year: 2027, month: 3, day: 28 }, 150), ts('2027-03-28T01:30:00Z'));
  assert.equal(zonedTs('Europe/Berlin', { year: 2027, month: 10, day: 31 }, 150), ts('2027-10-31T00:30:00Z'));
  assert.deepEqual(maintenanceAt({ nightly }, berlin, ts('2027-10-31T00:45:00Z')).untilTs, ts('2027-10-31T01:30:00Z'));
});

test('FS-358: between now and the announced change nothing changes, at the change something does', () => {
  const zones = ['Europe/Berlin', 'America/St_Johns', 'Pacific/Auckland', 'Australia/Lord_Howe', 'No/Where'];
  const recursArbitrary = fc.record({
    weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    at: fc.nat({ max: 1_439 }).map((m) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`),
    duration_s: fc.integer({ min: 60, max: 604_800 }),
  });
  fc.assert(
    fc.property(fc.array(recursArbitrary, { minLength: 1, maxLength: 3 }), fc.constantFrom(...zones), fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (recurring, timeZone, offset, part) => {
      const windows = Object.fromEntries(recurring.map((recurs, index) => [`w${index}`, window({ recurs })]));
      const site = { ...berlin, timeZone };
      const now = NOW + offset * 37;
      const { untilTs, changesTs } = maintenanceAt(windows, site, now);
      assert.ok(changesTs !== undefined && changesTs > now);
      const between = now + Math.floor((changesTs - 1 - now) * part);
      assert.equal(maintenanceAt(windows, site, between).untilTs, untilTs);
      assert.equal(maintenanceAt(windows, site, between).changesTs, changesTs);
    }),
    { seed: 358, numRuns: 300 },
  );
});

test('local days and times agree with each other in every zone', () => {
  const zones = ['Europe/Berlin', 'America/St_Johns', 'Pacific/Apia', 'Asia/Kathmandu', 'UTC'];
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.integer({ min: 1_600_000_000_000, max: 2_000_000_000_000 }), (zone, at) => {
      const date = localDateAt(zone, at);
      const [start, end] = [zonedTs(zone, date, 0), zonedTs(zone, date, 24 * 60)];
      assert.ok(start <= at && at < end);
      assert.deepEqual(localDateAt(zone, start), date);
      assert.ok(weekdayOf(date) >= 0 && weekdayOf(date) <= 6);
    }),
    { seed: 356, numRuns: 500 },
  );
});

test('a zone that nobody knows reads as UTC', () => {
  assert.equal(isTimeZone('No/Where'), false);
  assert.equal(openAt(nightly, '2027-01-15T02:30:00Z', { ...berlin, timeZone: 'No/Where' }), true);
});
