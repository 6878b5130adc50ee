import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HubRecord } from '../../fleet/model/hub.ts';
import { DEFAULT_SOUNDS } from '../../fleet/sound-settings.ts';
import { counterRows, reportText } from './report.ts';

const hub: HubRecord = {
  id: 'hub-1',
  name: 'Frankfurt',
  url: 'mqtts://hub.example:8883',
  state: 'waiting',
  sinceTs: 0,
  problem: { code: 'not_authorised', text: 'secret-user refused' },
  refused: [{ topic: 'fleet/v1/+/event/#', code: 135 }],
  readOnly: true,
};

const counter = { id: 'json:BL-A-1', n: 3, lastTs: 0 };
const unread = { detail: 'secret-detail', head: 'secret-head' };

test('The report names links, rights and counters, and no password, user, key or message text', () => {
  const settings = {
    customer: 'secret-customer',
    theme: 'dark' as const,
    language: 'en' as const,
    textSizePercent: 100,
    views: [],
    columns: [],
    sounds: DEFAULT_SOUNDS,
    tunnel: { controlUrl: 'https://secret-control.example', nodeName: 'secret-node', client: 'auto' as const, wipeOnClose: true, viewers: [{ site: '*' as const, user: 'secret-viewer' }] },
    hubs: [{ id: 'hub-1', name: 'Frankfurt', url: hub.url, user: 'secret-user', keyFile: '/secret-key.pem' }],
  };
  const text = reportText({
    start: { version: '1.2.3', consoleId: '0a1b2c3d', clockSpeed: 1, packaged: true, settings },
    tables: { hubs: { 'hub-1': hub }, notices: {}, counters: { 'json:BL-A-1': counter } },
    engine: {
      hubs: [
        {
          ...{ id: 'hub-1', received: 5, messagesPerS: 1, latencyMs: 12.34, clock: { offsetMs: 300, sites: 4 } },
          ...{ healthAnswer: 'granted', health: { version: 'mosquitto version 2.0.11', messagesDropped: 7 } },
          certificate: { subject: 'secret-name', issuer: 'secret-ca', notBeforeTs: 0, notAfterTs: 86_400_000 },
        },
      ],
      ...{ inboxDepth: 0, database: { bytes: 1, rows: [] }, versions: { node: '20', sqlite: '3' } },
    },
    samples: [{ ts: 0, hub: 'hub-1', topic: 'fleet/v1/BL-A-1/state/health', reason: 'json', bytes: 9, ...unread }],
    nowTs: 0,
  });
  assert.match(text, /hub-1 mqtts:\/\/hub\.example:8883 waiting/);
  assert.match(text, /refused fleet\/v1\/\+\/event\/# \(135\)/);
  assert.match(text, /ping 12\.3 ms, clock 300 ms ahead of 4 sites, certificate until 1970-01-02/);
  assert.match(text, /messagesDropped 7/);
  assert.match(text, /json:BL-A-1 3/);
  assert.doesNotMatch(text, /secret/);
});

test('Counters stand by frequency, reason and site apart', () => {
  const rows = counterRows({ a: { id: 'flood', n: 1, lastTs: 0 }, b: { id: 'json:BL-A-1', n: 2, lastTs: 0 } });
  assert.deepEqual(rows.map(({ reason, site, n }) => [reason, site, n]), [['json', 'BL-A-1', 2], ['flood', '', 1]]);
});
