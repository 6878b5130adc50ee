import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SiteRecord } from '../../fleet/model/site.ts';
import { siteConsoles } from './site-consoles.ts';

const site = { id: 'BL-LAB-1', adoption: 'adopted', status: 'ok', statusSinceTs: 5, name: 'Lab' } as unknown as SiteRecord;
const document = (consoles: unknown) => ({ v: 1, site: 'BL-LAB-1', boot: 1, conn: 1, seq: 1, ts: 0, consoles });
const front = { id: 'nvr', host: 'bl-lab-1.tail.example', port: 8971, scheme: 'https' };
const FINGERPRINT = `${'AB:'.repeat(31)}CD`;

test('FS-870: the consoles of a site are those that its decoded document names', () => {
  const { consoles, name } = siteConsoles(site, document([{ ...front, sha256: FINGERPRINT }, { ...front, host: 'other.example' }]));
  assert.deepEqual(consoles, [{ ...front, sha256: `${'ab'.repeat(31)}cd` }]);
  assert.equal(name, 'Lab');
});

test('FS-870: a site that operators do not see names no console, nor does one without a document', () => {
  for (const adoption of ['ignored', 'decommissioned', 'pending'] as const) {
    assert.deepEqual(siteConsoles({ ...site, adoption }, document([front])).consoles, []);
  }
  assert.deepEqual(siteConsoles(undefined, document([front])).consoles, []);
  assert.deepEqual(siteConsoles(site, undefined).consoles, []);
});

test('what speaks neither http nor https is left out, and a document that cannot be read names nothing', () => {
  assert.deepEqual(siteConsoles(site, document([{ ...front, scheme: 'rtsp' }])).consoles, []);
  assert.deepEqual(siteConsoles(site, document([{ ...front, port: 0 }])).consoles, []);
  for (const host of ['a/../b', 'user@host', 'host:80', 'a b', '-a']) {
    assert.deepEqual(siteConsoles(site, document([{ ...front, host }])).consoles, [], host);
  }
});

test('since when a site is offline goes with its consoles', () => {
  assert.equal(siteConsoles({ ...site, status: 'offline' }, document([front])).offlineSinceTs, 5);
  assert.equal(siteConsoles(site, document([front])).offlineSinceTs, undefined);
});
