import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerRequest, type RequestParts } from './requests.ts';

const ENVELOPE = { v: 1, site: 'BL-LAB-1', boot: 1, conn: 1, seq: 1, ts: 1_800_000_000_000, ttl_s: 180 };

const partsWith = (documents: object): RequestParts =>
  ({ reader: { siteDocuments: () => documents } }) as unknown as RequestParts;

test('documents cross as the fold reads them: a null is absent and never a zero, what does not fit stays out', async () => {
  const parts = partsWith({
    'state/health': { ...ENVELOPE, level: 'ok', disks: [{ path: '/', full_in_h: null }] },
    'state/cert': { ...ENVELOPE, not_after_ts: 'soon' },
  });
  const frame = await answerRequest(parts, { type: 'request', id: 7, name: 'site-documents', site: 'BL-LAB-1' as never });
  assert.ok(frame.type === 'reply' && frame.id === 7);
  const documents = frame.value as Record<string, { readonly disks?: readonly object[] }>;
  assert.deepEqual(Object.keys(documents), ['state/health']);
  assert.deepEqual(documents['state/health']?.disks, [{ path: '/' }]);
});

test('a request to adopt is bounded and names sites: anything else is refused before the desk sees it', async () => {
  const asked: unknown[] = [];
  const outcome = { written: 1, unchanged: 0, failed: 0 };
  const parts = { adopt: (request: unknown) => (asked.push(request), Promise.resolve(outcome)) } as unknown as RequestParts;
  const ask = (sites: unknown, state: unknown) => answerRequest(parts, { type: 'request', id: 1, name: 'adopt', sites, state } as never);
  const bad = [['BL-LAB-1', '../x'], 'BL-LAB-1', undefined, Array.from({ length: 1_001 }, () => 'BL-LAB-1')];
  for (const sites of bad) assert.equal((await ask(sites, 'adopted')).type, 'failure');
  assert.equal((await ask(['BL-LAB-1'], 'decommissioned')).type, 'failure');
  assert.deepEqual(asked, []);
  assert.deepEqual(await ask(['BL-LAB-1'], 'ignored'), { type: 'reply', id: 1, value: outcome });
});
