import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkCode } from './check-code.ts';
import { parseSiteId } from './ids.ts';
import type { SiteId } from './ids.ts';

const site = (text: string): SiteId => {
  const id = parseSiteId(text);
  if (id === undefined) throw new Error(text);
  return id;
};

test('FS-950: the code is four digits of site, boot and seq, the same at both ends', () => {
  assert.equal(checkCode(site('BL-LAB-1'), 1_780_000_000, 7), '9807');
});

test('messages that follow each other, sites and boots have different codes, spread evenly', () => {
  const codes = new Set<string>();
  for (let seq = 1; seq <= 1_000; seq += 1) {
    const code = checkCode(site('BL-LAB-1'), 1_780_000_000, seq);
    assert.match(code, /^\d{4}$/);
    codes.add(code);
  }
  assert.ok(codes.size > 900, String(codes.size));
  assert.notEqual(checkCode(site('BL-LAB-1'), 1, 1), checkCode(site('BL-LAB-2'), 1, 1));
  assert.notEqual(checkCode(site('BL-LAB-1'), 1, 1), checkCode(site('BL-LAB-1'), 2, 1));
});
