import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MAX_JSON_DEPTH, parseJsonBytes } from './json-bytes.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const nested = (depth: number, open = '[', close = ']'): string => open.repeat(depth) + close.repeat(depth);

const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;

test('FS-13: 32 levels of nesting are read, 33 are not', () => {
  for (const [open, close] of [['[', ']'], ['{"a":', '}']] as const) {
    const text = (depth: number) => open.repeat(depth) + (open === '[' ? '' : '1') + close.repeat(depth);
    assert.equal(parseJsonBytes(bytesOf(text(MAX_JSON_DEPTH))).ok, true);
    assert.deepEqual(parseJsonBytes(bytesOf(text(MAX_JSON_DEPTH + 1))), { ok: false, reason: 'depth' });
    // With more brackets than levels the text is walked.
    const beside = (depth: number) => `[{},${text(depth - 1)},[]]`;
    assert.equal(parseJsonBytes(bytesOf(beside(MAX_JSON_DEPTH))).ok, true);
    assert.deepEqual(parseJsonBytes(bytesOf(beside(MAX_JSON_DEPTH + 1))), { ok: false, reason: 'depth' });
  }
});

test('FS-13: depth is found before anything recurses, whatever its size and however it is broken', () => {
  for (const text of [nested(20_000), '['.repeat(200_000), '{"a":'.repeat(50_000), '[{"a":'.repeat(30_000)]) {
    assert.deepEqual(parseJsonBytes(bytesOf(text)), { ok: false, reason: 'depth' });
  }
});

test('FS-13: many brackets side by side or in strings are no depth', () => {
  for (const text of [`[${Array(500).fill('{}').join(',')}]`, JSON.stringify('['.repeat(500)), JSON.stringify('\\"[{'.repeat(100))]) {
    assert.equal(parseJsonBytes(bytesOf(text)).ok, true, text.slice(0, 20));
  }
});

/** Values as deep as `levels` is long, with brackets in strings and values beside the deep member. */
const deepValue = fc
  .array(fc.constantFrom('array', 'object', 'beside'), { maxLength: 40 })
  .map((levels) =>
    levels.reduce<unknown>((inner, level) => {
      if (level === 'array') return [inner];
      return level === 'object' ? { 'a]"\\': inner } : [{ b: '[[{' }, inner, []];
    }, '}]'),
  );

test('FS-13: the depth that is counted is the depth that JSON.parse builds', () => {
  fc.assert(
    fc.property(deepValue, (value) => {
      const parsed = parseJsonBytes(bytesOf(JSON.stringify(value)));
      assert.equal(parsed.ok, depthOf(value) <= MAX_JSON_DEPTH);
    }),
    { seed: 105, numRuns: 500 },
  );
});

test('FS-12: what is not UTF-8 is refused before JSON is looked at', () => {
  for (const bytes of [[0xff], [0x22, 0xc3, 0x22], [0x22, 0xed, 0xa0, 0x80, 0x22], [0x22, 0xc0, 0xaf, 0x22]]) {
    assert.deepEqual(parseJsonBytes(Uint8Array.from(bytes)), { ok: false, reason: 'utf8' });
  }
});

test('FS-12: no byte order mark, no NaN, no trailing text, nothing empty', () => {
  for (const text of ['', ' ', '\ufeff{}', 'NaN', '{"a":NaN}', '{}x', "{'a':1}", '{"a":1,}', '"\u0001"']) {
    assert.deepEqual(parseJsonBytes(bytesOf(text)), { ok: false, reason: 'json' }, JSON.stringify(text));
  }
});

test('FS-22: plain is said only of text in which no string can need cleaning', () => {
  const plain = (text: string) => {
    const parsed = parseJsonBytes(bytesOf(text));
    return parsed.ok && parsed.plain;
  };
  assert.equal(plain('{"a": "b c~",\n"d": [1e3]}'), true);
  for (const text of ['"ü"', '"\\u0000"', '"\\n"', '"\u007f"', '"\\""']) assert.equal(plain(text), false, text);
});
