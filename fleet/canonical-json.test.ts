import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalJson } from './canonical-json.ts';

const shuffled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, shuffled(member)]),
  );
};

test('FS-34: RFC 8785 §3.2.3, members are sorted by UTF-16 code units', () => {
  const source = { '\u20ac': 'Euro', '\r': 'CR', '\ufb33': 'Hebrew', '1': 'One', '\ud83d\ude00': 'Emoji', '\u0080': 'Control', '\u00f6': 'o' };
  assert.deepEqual(Object.values(JSON.parse(canonicalJson(source)) as object).length, 7);
  assert.equal(
    canonicalJson(source),
    '{"\\r":"CR","1":"One","\u0080":"Control","\u00f6":"o","\u20ac":"Euro","\ud83d\ude00":"Emoji","\ufb33":"Hebrew"}',
  );
});

test('FS-34: RFC 8785 §3.2.2, numbers and strings as ECMAScript writes them', () => {
  assert.equal(canonicalJson([333333333.33333329, 1e30, 4.5, 2e-3, 1e-27, -0]), '[333333333.3333333,1e+30,4.5,0.002,1e-27,0]');
  assert.equal(canonicalJson({ b: undefined, a: '\u20ac$\u000f\nA\'B"\\\\"/' }), '{"a":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}');
});

test('FS-34: equal values give equal bytes whatever the order of members, and read back equal', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' }), (value) => {
      const bytes = canonicalJson(value);
      assert.equal(canonicalJson(shuffled(value)), bytes);
      assert.deepEqual(JSON.parse(bytes), JSON.parse(JSON.stringify(value)));
    }),
    { seed: 104, numRuns: 200 },
  );
});

test('FS-34: RFC 8785 §3.2.2.3, NaN and infinities are no JSON', () => {
  for (const value of [NaN, Infinity, [-Infinity]]) assert.throws(() => canonicalJson(value));
});
