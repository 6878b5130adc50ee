import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SiteId } from '../../fleet/ids.ts';
import type { SiteRecord } from '../../fleet/model/site.ts';
import { folded } from './filter.ts';
import { testAlert, testSite } from './fleet.test-support.ts';
import { findAlerts, findNamed, findSites, rankOf, rowAfterKey } from './palette.ts';

const fleetOf = (...sites: readonly Partial<SiteRecord>[]): Record<string, SiteRecord> =>
  Object.fromEntries(sites.map((site) => [String(site.id), testSite(site)]));
const id = (text: string): SiteId => text as SiteId;
const idsOf = (found: { readonly items: readonly SiteRecord[] }): readonly string[] => found.items.map((one) => one.id);

test('A whole id ranks before its beginning, that before a word, that before the inside of one', () => {
  const hay = 'bl-muc-01\nmunchen marienplatz';
  assert.equal(rankOf(hay, ['bl-muc-01']), 0);
  assert.equal(rankOf(hay, ['bl-m']), 1);
  assert.equal(rankOf(hay, ['marien']), 2);
  assert.equal(rankOf(hay, ['platz']), 3);
  assert.equal(rankOf(hay, ['muc', 'platz']), 3);
  assert.equal(rankOf(hay, ['muc', 'berlin']), undefined);
});

test('A later word beginning counts where the first hit stands inside a word', () => {
  assert.equal(rankOf('bl-1\nundock dock', ['dock']), 2);
});

test('Sites: accents do not matter, the better match stands first, the worse status decides between equals', () => {
  const sites = fleetOf(
    { id: id('BL-A'), name: 'Platz Muc', status: 'ok' },
    { id: id('BL-B'), name: 'Camuc', status: 'offline' },
    { id: id('MUC-1'), name: 'München', status: 'ok' },
    { id: id('BL-C'), name: 'Muc', status: 'err' },
  );
  assert.deepEqual(idsOf(findSites(sites, 'muc')), ['MUC-1', 'BL-C', 'BL-A', 'BL-B']);
  assert.deepEqual(idsOf(findSites(sites, 'munchen')), ['MUC-1']);
});

test('Sites that are not drawn are not found', () => {
  const sites = fleetOf(
    { id: id('BL-A'), adoption: 'ignored' },
    { id: id('BL-B'), adoption: 'pending' },
    { id: id('BL-C'), adoption: 'decommissioned' },
  );
  assert.deepEqual(idsOf(findSites(sites, 'bl')), ['BL-B']);
});

test('Of 10,000 sites at most 20 are shown and all are counted', () => {
  const many = fleetOf(...Array.from({ length: 10_000 }, (_, n) => ({ id: id(`BL-${n}`), name: `Store ${n}` })));
  const found = findSites(many, 'store');
  assert.equal(found.items.length, 20);
  assert.equal(found.total, 10_000);
  assert.deepEqual(idsOf(findSites(many, 'bl-4711')), ['BL-4711']);
});

test('Before anything is typed the worst four sites and alerts stand there', () => {
  const sites = fleetOf(
    ...['ok', 'warn', 'offline', 'err', 'unknown', 'ok'].map((status, n) => ({
      id: id(`BL-${n}`),
      status: status as SiteRecord['status'],
    })),
  );
  const found = findSites(sites, '  ');
  assert.deepEqual(found.items.map((one) => one.status), ['offline', 'err', 'warn', 'unknown']);
  const keys = ['a', 'b', 'c', 'd', 'e'];
  const alerts = Object.fromEntries(keys.map((key) => [key, testAlert({ key })]));
  const shown = findAlerts(alerts, keys, '', () => '');
  assert.deepEqual(shown.items.map((one) => one.key), ['a', 'b', 'c', 'd']);
  assert.equal(shown.total, 5);
});

test('Alerts are found by their words and keep their order; a key without a record is passed over', () => {
  const alerts = { a: testAlert({ key: 'a', kind: 'hot' }), b: testAlert({ key: 'b', kind: 'disk_low' }) };
  const textOf = (alert: { readonly kind: string }): string => folded(alert.kind);
  assert.deepEqual(findAlerts(alerts, ['gone', 'b', 'a'], 'disk', textOf).items.map((one) => one.key), ['b']);
  assert.deepEqual(findAlerts(alerts, ['gone', 'b', 'a'], 'o', textOf).items.map((one) => one.key), ['b', 'a']);
});

test('Commands are found by a word of their name, the order as given between equals', () => {
  const items = [{ label: 'Show as map' }, { label: 'Show as table' }, { label: 'Dark theme' }];
  assert.deepEqual(findNamed('commands', items, 'show').items, items.slice(0, 2));
  assert.deepEqual(findNamed('commands', items, 'tab sho').items, [items[1]]);
  assert.equal(findNamed('commands', items, '').total, 3);
});

test('Arrows go round the ends, pages stop at them, other keys lead nowhere', () => {
  assert.equal(rowAfterKey('ArrowDown', 2, 3), 0);
  assert.equal(rowAfterKey('ArrowUp', 0, 3), 2);
  assert.equal(rowAfterKey('PageDown', 1, 3), 2);
  assert.equal(rowAfterKey('PageUp', 1, 3), 0);
  assert.equal(rowAfterKey('x', 1, 3), undefined);
  assert.equal(rowAfterKey('ArrowDown', 0, 0), undefined);
});
