import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createQuarantine, SAMPLES_PER_REASON } from './quarantine.ts';

test('FS-466: samples are bounded per reason, cut at 256 bytes, and show nothing that could act on a screen', () => {
  const quarantine = createQuarantine();
  const rare = { ts: 1, hub: 'h', topic: 'rare', reason: 'utf8', detail: '', payload: Buffer.from([0x1b, 0x5b, 0x41, 0xff, 0x5c]) };
  quarantine.add(rare);
  const payload = Buffer.alloc(100_000, 'a');
  for (let n = 2; n < 10_000; n += 1) quarantine.add({ ...rare, ts: n, topic: 'flood\u202e', reason: 'json', payload });
  const samples = quarantine.samples();
  assert.equal(samples.length, SAMPLES_PER_REASON + 1);
  assert.equal(samples.at(-1)?.head, '\\x1b[A\\xff\\x5c');
  assert.equal(samples[0]?.ts, 9_999);
  assert.equal(samples[0]?.bytes, 100_000);
  assert.equal(samples[0]?.head.length, 256);
  assert.equal(samples[0]?.topic, 'flood\\xe2\\x80\\xae');
});
