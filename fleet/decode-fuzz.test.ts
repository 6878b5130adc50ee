import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decode, encode } from './decode.ts';
import type { Decoded } from './decode.ts';
import { parseSiteId } from './ids.ts';
import { messageArbitrary, siteIdArbitrary, topicOf } from './testing/arbitraries.ts';
import type { ArbitraryMessage } from './testing/arbitraries.ts';
import { hasUnsafeCharacters } from './text.ts';

const MAX_DETAIL = 200;
const PROTOTYPE_KEYS = Reflect.ownKeys(Object.prototype).length;

const strings = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return [...(Array.isArray(value) ? [] : Object.keys(value)), ...Object.values(value).flatMap(strings)];
};

/** What must hold of every answer, whatever came in. */
const assertSound = (decoded: Decoded): void => {
  assert.equal(Reflect.ownKeys(Object.prototype).length, PROTOTYPE_KEYS);
  if (!decoded.ok) {
    assert.ok(decoded.detail.length <= MAX_DETAIL && !hasUnsafeCharacters(decoded.detail));
    return;
  }
  for (const text of strings(decoded.message)) {
    assert.ok(!hasUnsafeCharacters(text.replaceAll('\n', '')), JSON.stringify(text));
    assert.equal(text, text.normalize('NFC'));
  }
};

const topicArbitrary: fc.Arbitrary<string> = fc.oneof(
  messageArbitrary.map(({ kind, site, body }) => topicOf(kind, site, body)),
  siteIdArbitrary.map((site) => `$SYS/broker/connection/${site}/state`),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.array(fc.constantFrom('fleet', 'v1', '_desk', 'state', 'health', 'alert', '+', '#', '', '$SYS', 'BL-LAB-1', '..'), { maxLength: 8 }).map((levels) => levels.join('/')),
);

test('FS-10: any bytes on any topic are answered, never thrown at', () => {
  fc.assert(
    fc.property(topicArbitrary, fc.uint8Array({ maxLength: 400 }), (topic, bytes) => assertSound(decode(topic, bytes))),
    { seed: 401, numRuns: 2_000 },
  );
});

test('FS-10: any JSON on any topic is answered, never thrown at', () => {
  fc.assert(
    fc.property(topicArbitrary, fc.jsonValue({ maxDepth: 4 }), (topic, value) =>
      assertSound(decode(topic, new TextEncoder().encode(JSON.stringify(value)))),
    ),
    { seed: 402, numRuns: 1_000 },
  );
});

/** One way to damage the text of a valid message. */
type Damage = readonly [kind: 'flip' | 'cut' | 'insert' | 'repeat', at: number, with_: number];

const damaged = (bytes: Uint8Array, [kind, at, with_]: Damage): Uint8Array => {
  const place = at % (bytes.length + 1);
  if (kind === 'cut') return bytes.slice(0, place);
  if (kind === 'flip') return bytes.map((byte, index) => (index === place ? byte ^ (1 << with_ % 8) : byte));
  const piece = kind === 'insert' ? Uint8Array.of(with_) : bytes.slice(place, place + with_);
  return Uint8Array.from([...bytes.slice(0, place), ...piece, ...bytes.slice(place)]);
};

test('FS-10: valid messages with damaged bytes are answered, never thrown at', () => {
  const damage = fc.tuple(fc.constantFrom('flip', 'cut', 'insert', 'repeat'), fc.nat(5_000), fc.nat(255)) as fc.Arbitrary<Damage>;
  fc.assert(
    fc.property(messageArbitrary, fc.array(damage, { minLength: 1, maxLength: 4 }), ({ kind, topic, body }, damages) => {
      const bytes = new TextEncoder().encode(encode(kind, body));
      assertSound(decode(topic, damages.reduce(damaged, bytes)));
    }),
    { seed: 403, numRuns: 1_000 },
  );
});

const HOSTILE_VALUES: readonly unknown[] = [
  null, true, 0, -1, 1e308, 1.5, 2 ** 53, '', '\u0000', '\u202eevil', 'x'.repeat(5_000), [], [[]], {}, { length: 9 }, ['a'], -0,
];
const HOSTILE_KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '', '\u0000', 'ops', 'n', 'v'];

/** Every place in a value where something can stand. */
const replacedAt = (value: unknown, place: number, replacement: unknown, key: string): unknown => {
  let left = place;
  const walk = (node: unknown): unknown => {
    if (left-- === 0) return replacement;
    if (Array.isArray(node)) return node.map(walk);
    if (typeof node !== 'object' || node === null) return node;
    const members = Object.entries(node).map(([name, member]) => [name, walk(member)] as const);
    return Object.fromEntries(left-- === 0 ? [...members, [key, replacement]] : members);
  };
  return walk(value);
};

/** Found by seed 404: a member of another version under a name with a control character. */
const UNCLEAN_MEMBER: ArbitraryMessage = {
  kind: 'desk/alert',
  site: parseSiteId('A0-A')!,
  topic: 'fleet/v1/_desk/alert/A0-A/doc-1',
  body: {
    v: 1,
    exp_ts: 100_000_000_000,
    ops: {
      'a0aaa0aa-0': { n: 0, kind: ' ', by: ' ', ts: 0, saw: 'aa0aaaa0-0', to: '', until_ts: 100_000_000_000, rev: 0, of: '0aa0aa0a-0' },
      'aa0a0aaa-1': { n: 0, kind: ' ', by: ' ', station: '', ts: 0, saw: '000a0a00-1', to: '', text: '', of: 'aa00aa00-0' },
    },
  },
};

test('FS-10: valid messages with a hostile value or key in any place are answered, never thrown at', () => {
  const value = fc.constantFrom(...HOSTILE_VALUES);
  const key = fc.constantFrom(...HOSTILE_KEYS);
  fc.assert(
    fc.property(messageArbitrary, fc.nat(60), value, key, ({ topic, body }, place, hostile, name) => {
      const text = JSON.stringify(replacedAt(body, place, hostile, name));
      assertSound(decode(topic, new TextEncoder().encode(text ?? '')));
    }),
    { seed: 404, numRuns: 4_000, examples: [[UNCLEAN_MEMBER, 25, { length: 9 }, '\u0000']] },
  );
});

test('FS-10: what decode lets through decodes again to itself', () => {
  fc.assert(
    fc.property(messageArbitrary, fc.nat(60), fc.constantFrom(...HOSTILE_VALUES), ({ kind, topic, body }, place, hostile) => {
      const first = decode(topic, new TextEncoder().encode(JSON.stringify(replacedAt(body, place, hostile, 'more')) ?? ''));
      if (!first.ok || first.message.kind !== kind) return;
      assert.deepEqual(decode(topic, new TextEncoder().encode(encode(kind, first.message.body))), first);
    }),
    { seed: 405, numRuns: 1_000 },
  );
});
