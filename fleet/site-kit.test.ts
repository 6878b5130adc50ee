import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseHubAddress } from './hub-address.ts';
import { SITE_KIT_KIND, SITE_KIT_MAX_BYTES, checkSiteKit, readSiteKit, siteKitText, type SiteKit } from './site-kit.ts';
import type { SiteId } from './ids.ts';

const CA = '-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----\n';
const KIT: SiteKit = {
  ...{ kind: SITE_KIT_KIND, v: 1, site: 'BL-LAB-1' as SiteId, ca: CA },
  description: { name: 'Lab', lat: 47.5, lon: 8.25, time_zone: 'Europe/Zurich', contact: { phone: '1' } },
  hubs: [{ name: 'hub-a', host: 'hub-a.example', port: 8883 }],
};
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const codeOf = (change: object): string => {
  const read = checkSiteKit({ ...KIT, ...change });
  return read.ok ? 'ok' : read.code;
};

test('a kit is read as it was written', () => {
  assert.deepEqual(readSiteKit(bytes(siteKitText(KIT))), { ok: true, kit: KIT });
});

test('what is no kit, is newer, damaged or holds a key is told apart', () => {
  const key = '-----BEGIN PRIVATE KEY-----\nQUJD\n-----END PRIVATE KEY-----\n';
  for (const [change, code] of [
    [{ kind: 'other' }, 'not_a_kit'],
    [{ v: 2 }, 'newer'],
    [{ site: 'lab' }, 'schema'],
    [{ hubs: [] }, 'schema'],
    [{ hubs: [{ name: 'a', host: 'a\nlistener 1', port: 1 }] }, 'schema'],
    [{ hubs: [KIT.hubs[0], KIT.hubs[0]] }, 'hub_twice'],
    [{ description: { lon: 181 } }, 'schema'],
    [{ ca: key }, 'authority'],
    [{ ca: CA + key }, 'authority'],
    [{ ca: 'x' }, 'authority'],
  ] as const) {
    assert.equal(codeOf(change), code, JSON.stringify(change));
  }
  assert.ok(!readSiteKit(new Uint8Array(SITE_KIT_MAX_BYTES + 1)).ok);
});

test('no bytes make the reader throw, and text is cleaned', () => {
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.json().map(bytes), fc.jsonValue().map((value) => bytes(JSON.stringify({ ...KIT, description: value })))), (any) => {
      readSiteKit(any);
    }),
    { seed: 5 },
  );
  const read = checkSiteKit({ ...KIT, description: { name: 'a\u202eb\nc' } });
  assert.ok(read.ok && read.kit.description.name === 'ab c');
});

test('a hub is NAME=HOST:PORT, with a name from its host and the port for sites by default', () => {
  for (const [text, hub] of [
    ['hub-a.example', { name: 'hub-a', host: 'hub-a.example', port: 8883 }],
    ['B=10.0.0.1', undefined],
    ['b=10.0.0.1:443', { name: 'b', host: '10.0.0.1', port: 443 }],
    ['10.0.0.1', { name: '10-0-0-1', host: '10.0.0.1', port: 8883 }],
    ['hub:0', undefined],
    ['hub:1:2', undefined],
    ['[::1]:1', undefined],
    ['', undefined],
  ] as const) {
    assert.deepEqual(parseHubAddress(text), hub, text);
  }
});
