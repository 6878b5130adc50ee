import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOperationId, parseConsoleId, parseNvrId, parseSiteId, siteRepository } from './ids.ts';

const LONGEST_SITE = 'ABCDEFGH-123456789012-1234567890';

test('FS-1: a site id is 2-8 and one to three times 1-12 capitals or digits, at most 32 characters', () => {
  for (const text of ['BL-LAB-1', 'BL-WH-N', 'AB-1', '00-0-0-0', LONGEST_SITE]) assert.equal(parseSiteId(text), text);
  const wrong = ['', 'BL', 'BL-', '-BL-1', 'B-1', 'bl-lab-1', 'BL--1', 'BL-1-2-3-4', 'ABCDEFGHI-1', 'BL-1234567890123'];
  for (const text of [...wrong, `${LONGEST_SITE}A`]) assert.equal(parseSiteId(text), undefined, text);
});

test('FS-2: nothing in a site id is trimmed, folded or cut', () => {
  for (const text of ['BL-LAB-1\n', ' BL-LAB-1', 'BL-LAB-1\u0000', 'BL‑LAB‑1', 'ＢＬ-LAB-1', 'BL-LAB-Ⅰ']) {
    assert.equal(parseSiteId(text), undefined, JSON.stringify(text));
  }
});

test('FS-3: the repository of a site is its id in lower case', () => {
  const site = parseSiteId('BL-LAB-1');
  assert.ok(site);
  assert.equal(siteRepository(site), 'site-config-bl-lab-1');
});

test('FS-4: an NVR id is at most 16 lower case letters, digits and hyphens', () => {
  for (const text of ['nvr', 'nvr-2', '0', 'a234567890123456']) assert.equal(parseNvrId(text), text);
  for (const text of ['', '-nvr', 'NVR', 'nvr_2', 'a2345678901234567']) assert.equal(parseNvrId(text), undefined, text);
});

test('FS-5: a console is 8 hex digits and its operations are counted', () => {
  assert.equal(parseConsoleId('0a1b2c3d'), '0a1b2c3d');
  for (const text of ['0A1B2C3D', '0a1b2c3', '0a1b2c3d4', '0a1b2c3g']) assert.equal(parseConsoleId(text), undefined, text);
  for (const text of ['0a1b2c3d-0', '0a1b2c3d-12345']) assert.ok(isOperationId(text), text);
  for (const text of ['0a1b2c3d', '0a1b2c3d-', '0a1b2c3d-01', '0a1b2c3d--1', '0a1b2c3d-1e3']) assert.ok(!isOperationId(text), text);
});
