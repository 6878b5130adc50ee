import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ADOPT_SITES_MAX } from '../../fleet/desk/adoption.ts';
import type { SiteId } from '../../fleet/ids.ts';
import { anySites, testSite } from './fleet.test-support.ts';
import { adoptRequests, leftOf, makeWaitingSites, mayDecide, NO_WAITING, updateWaitingSites } from './waiting-sites.ts';

const id = (text: string): SiteId => text as SiteId;

test('New, pending and merely shown sites each have their list, in the order of their ids', () => {
  const records = [
    testSite({ id: id('B'), adoption: 'new' }),
    testSite({ id: id('A'), adoption: 'new' }),
    testSite({ id: id('C'), adoption: 'pending' }),
    testSite({ id: id('D'), undecided: true }),
    testSite({ id: id('E') }),
    testSite({ id: id('F'), adoption: 'ignored' }),
    testSite({ id: id('H'), badges: ['reinstalled'] }),
    testSite({ id: id('G'), badges: ['reinstalled', 'two_devices'] }),
  ];
  const sites = Object.fromEntries(records.map((site) => [site.id, site]));
  assert.deepEqual(makeWaitingSites(sites), {
    ...{ fresh: ['A', 'B'], undecided: ['D'], pending: ['C'] },
    ...{ ignored: ['F'], replaced: ['H'] },
  });
});

test('Lists kept up with changes are the lists made anew, and the same object while nothing waits otherwise', () => {
  fc.assert(
    fc.property(anySites, anySites, (before, after) => {
      const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])] as SiteId[];
      const known = makeWaitingSites(before);
      assert.deepEqual(updateWaitingSites(known, before, after, changed), makeWaitingSites(after));
      assert.equal(updateWaitingSites(known, after, after, changed), known);
    }),
    { seed: 520 },
  );
  assert.deepEqual(makeWaitingSites({}), NO_WAITING);
});

test('Many sites are added by requests that each stay within the bound, none twice and none left out', () => {
  const sites = Array.from({ length: 2 * ADOPT_SITES_MAX + 1 }, (_, index) => id(`S-${index}`));
  const requests = adoptRequests(sites);
  assert.deepEqual(requests.map((one) => one.length), [ADOPT_SITES_MAX, ADOPT_SITES_MAX, 1]); // prettier-ignore
  assert.deepEqual(requests.flat(), sites);
  assert.deepEqual(adoptRequests([]), []);
});

test('A console that may only look at all of its hubs is offered no decision', () => {
  const hub = { id: 'hub-1', name: 'a', url: 'mqtt://hub.example', state: 'connected', sinceTs: 0, refused: [] } as const;
  assert.equal(mayDecide([{ ...hub, readOnly: true }]), false);
  assert.equal(mayDecide([{ ...hub, readOnly: true }, { ...hub, id: 'hub-2', readOnly: false }]), true);
});

test('FS-966: Of the lists that are held only what they held is decided about: others that wait are told of, not among them', () => {
  const shown = { ...NO_WAITING, fresh: [id('A'), id('B')], pending: [id('C')], replaced: [id('D')] };
  const now = { ...NO_WAITING, fresh: [id('B'), id('E')], ignored: [id('C')], replaced: [id('D')] };
  assert.deepEqual(leftOf(shown, now), {
    left: { ...NO_WAITING, fresh: ['B'], replaced: ['D'] },
    more: true,
  });
  assert.equal(leftOf(shown, { ...now, fresh: [id('B')] }).more, false);
  assert.deepEqual(leftOf(now, now), { left: now, more: false });
});
