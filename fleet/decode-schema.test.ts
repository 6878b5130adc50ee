import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decode, decodeBody, encode } from './decode.ts';
import type { BodyKind, RejectReason } from './decode.ts';
import { parseSiteId } from './ids.ts';
import { bodyArbitrary, messageArbitrary, topicOf } from './testing/arbitraries.ts';
import { CATALOGUE, TOPIC_KINDS } from './wire/catalogue.ts';

const site = parseSiteId('BL-LAB-1')!;
const KINDS = TOPIC_KINDS.filter((kind): kind is BodyKind => kind !== 'bridge/state');
const envelope = { v: 1, site, boot: 412, conn: 1, seq: 5, ts: 1_780_677_009_365 };

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const decodedBody = (kind: BodyKind, value: unknown): Record<string, unknown> => {
  const decoded = decodeBody(kind, value);
  assert.ok(decoded.ok, JSON.stringify(decoded));
  return decoded.body as unknown as Record<string, unknown>;
};
const reasonOf = (kind: BodyKind, value: unknown): RejectReason | 'accepted' => {
  const decoded = decodeBody(kind, value);
  return decoded.ok ? 'accepted' : decoded.reason;
};

for (const [index, kind] of KINDS.entries()) {
  test(`FS-33: ${kind} decodes to what was encoded`, () => {
    fc.assert(
      fc.property(bodyArbitrary(kind, site), (body) => {
        const decoded = decode(topicOf(kind, site, body), bytesOf(encode(kind, body)));
        assert.ok(decoded.ok, JSON.stringify(decoded));
        assert.equal(decoded.message.kind, kind);
        assert.deepEqual('body' in decoded.message && decoded.message.body, body);
      }),
      { seed: 200 + index, numRuns: 60 },
    );
  });
}

/** Adds a field and a null to every object in a value, as a later version might. */
const fromTheFuture = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(fromTheFuture);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([key, member]) => [key, fromTheFuture(member)]);
  return Object.fromEntries([['Later!', { deep: [1, 'ü\u0000'] }], ...members, ['Null!', null]]);
};

test('FS-18: unknown fields are ignored wherever they stand', () => {
  const withoutKept = messageArbitrary.filter(({ kind }) => !kind.startsWith('desk/'));
  fc.assert(
    fc.property(withoutKept, ({ kind, body }) => assert.deepEqual(decodedBody(kind, fromTheFuture(body)), body)),
    { seed: 301, numRuns: 300 },
  );
});

const operation = { n: 1, kind: 'ack', by: 'ana', ts: 1 };

test('FS-19: unknown kinds and fields of operations are kept and passed on', () => {
  const later = { n: 3, kind: 'transfer_v9', by: 'ana', station: 'desk 1', ts: 1, score: null, more: { list: [1, { x: 'y' }] } };
  const document = { v: 1, exp_ts: 1_780_677_009_365, ops: { '0a1b2c3d-0': later }, more: [true] };
  assert.deepEqual(decodedBody('desk/alert', document), { ...document, ops: { '0a1b2c3d-0': withoutNull(later) } });
});

test('FS-19: an older console passes on what a newer one wrote beside the fields it knows', () => {
  const document = { v: 1, n: 4, console: '0a1b2c3d', by: 'Ana', ts: 0, state: 'adopted', colour: { name: 'red' } };
  assert.deepEqual(decodedBody('desk/site', document), document);
});

/** Null is "absent" everywhere (contract §1): the one thing that is not passed on. */
const withoutNull = (value: object): object => Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null));

test('FS-23: keys that could reach a prototype are not kept', () => {
  const text = '{"v":1,"exp_ts":1780677009365,"__proto__":{"a":1},"ops":{"0a1b2c3d-0":{"n":1,"kind":"note","by":"x","ts":1,"__proto__":{"b":1},"m":{"__proto__":{"c":1}}}}}';
  const decoded = decode('fleet/v1/_desk/alert/BL-LAB-1/x', bytesOf(text));
  assert.ok(decoded.ok && decoded.message.kind === 'desk/alert');
  assert.deepEqual(decoded.message.body, {
    v: 1,
    exp_ts: 1_780_677_009_365,
    ops: { '0a1b2c3d-0': { n: 1, kind: 'note', by: 'x', ts: 1, m: {} } },
  });
});

test('FS-31: an operation under a wrong key refuses the document', () => {
  for (const key of ['x', '0a1b2c3d', '0A1B2C3D-1', '0a1b2c3d-01', 'constructor', '']) {
    const ops = { '0a1b2c3d-0': operation, [key]: operation };
    assert.equal(reasonOf('desk/alert', { v: 1, exp_ts: 1_780_677_009_365, ops }), 'schema', key);
  }
});

test('FS-23: __proto__ is no operation and becomes nobody’s prototype', () => {
  const text = `{"v":1,"exp_ts":1780677009365,"ops":{"0a1b2c3d-0":{"x":null,"n":1,"kind":"ack","by":"x","ts":1},"__proto__":{"n":1}}}`;
  const decoded = decode('fleet/v1/_desk/alert/BL-LAB-1/x', bytesOf(text));
  assert.ok(decoded.ok && decoded.message.kind === 'desk/alert');
  assert.deepEqual(decoded.message.body.ops, { '0a1b2c3d-0': { n: 1, kind: 'ack', by: 'x', ts: 1 } });
  assert.equal(Object.getPrototypeOf(decoded.message.body.ops), Object.prototype);
});

test('FS-30: a Lamport number above 10⁹ is bad input', () => {
  const set = (n: number) => ({ v: 1, exp_ts: 1_780_677_009_365, ops: { '0a1b2c3d-0': { ...operation, n } } });
  const desk = (n: number) => ({ v: 1, n, console: '0a1b2c3d', by: 'ana', ts: 0, state: 'adopted' });
  for (const [kind, make] of [['desk/alert', set], ['desk/site', desk]] as const) {
    assert.equal(reasonOf(kind, make(1_000_000_000)), 'accepted');
    assert.equal(reasonOf(kind, make(1_000_000_001)), 'lamport');
    assert.equal(reasonOf(kind, make(0.5)), 'schema');
    assert.equal(reasonOf(kind, make(-1)), 'schema');
  }
});

test('FS-20: unknown words of an open list are read as unknown, never as good', () => {
  assert.equal(decodedBody('state/health', { ...envelope, level: 'splendid' })['level'], 'unknown');
  const nvrs = [{ id: 'nvr', state: 'rebooting' }];
  assert.deepEqual(decodedBody('state/health', { ...envelope, level: 'ok', nvrs })['nvrs'], [{ id: 'nvr', state: 'unknown' }]);
  const alert = { id: 'a', rev: 1, kind: 'new_kind', severity: 'fatal', object: 'site', op: 'merge' };
  const body = decodedBody('event/alert', { ...envelope, ...alert });
  assert.deepEqual([body['severity'], body['op'], body['kind']], ['unknown', 'unknown', 'new_kind']);
  assert.equal(reasonOf('state/health', { ...envelope, level: 3 }), 'schema');
});

test('FS-21: null is "not measured", the same as absent, and never 0', () => {
  const body = decodedBody('state/health', { ...envelope, ttl_s: null, level: 'ok', cpu_pct: null, wan: { rtt_ms: null, loss_pct: 0 }, disks: null });
  assert.deepEqual(body, { ...envelope, level: 'ok', wan: { loss_pct: 0 } });
  assert.equal(reasonOf('state/health', { ...envelope, level: null }), 'schema');
});

test('FS-22: strings of a message are clean; text with lines keeps its lines', () => {
  const dirty = 'Mu\u0308nchen\u202e\u0000\nOst';
  assert.equal(decodedBody('state/site', { ...envelope, name: dirty })['name'], 'München Ost');
  assert.equal(decodedBody('cmd/ack', { ...envelope, id: 'c', status: 'done', output: dirty })['output'], 'München\nOst');
  const values = { name: dirty, 'Bad key': 1, n: 2 };
  const alert = { ...envelope, id: 'a', rev: 1, kind: 'k', severity: 'info', object: 'site', op: 'open', values };
  assert.deepEqual(decodedBody('event/alert', alert)['values'], { name: 'München Ost', n: 2 });
});

test('FS-26: lists have the length that the contract gives them, and not one more', () => {
  const lists: readonly (readonly [BodyKind, string, number, (at: number) => unknown, object])[] = [
    ['state/health', 'nvrs', 8, (at) => ({ id: `nvr-${at}`, state: 'up' }), { level: 'ok' }],
    ['state/cameras', 'cameras', 64, (at) => ({ nvr: 'nvr', id: `cam-${at}` }), {}],
    ['state/alerts', 'open', 100, (at) => ({ id: `a${at}`, rev: 1, kind: 'k', severity: 'info', object: 'site' }), {}],
    ['state/site', 'consoles', 8, (at) => ({ id: `c${at}`, host: 'h.example', port: 1, scheme: 'https' }), {}],
    ['state/reconcile', 'drift', 12, (at) => ({ path: `p${at}`, kind: 'file', action: 'heal' }), { status: 'in_sync' }],
    ['state/reconcile', 'refused', 12, (at) => ({ path: `p${at}` }), { status: 'in_sync' }],
  ];
  for (const [kind, key, limit, make, rest] of lists) {
    const withItems = (length: number) => ({ ...envelope, ...rest, [key]: Array.from({ length }, (_, at) => make(at)) });
    assert.equal(reasonOf(kind, withItems(limit)), 'accepted', `${kind} ${key}`);
    assert.equal(reasonOf(kind, withItems(limit + 1)), 'schema', `${kind} ${key}`);
  }
});

test('FS-11: every size limit is exact, and is checked before the bytes are looked at', () => {
  const limits = Object.fromEntries(TOPIC_KINDS.map((kind) => [kind, CATALOGUE[kind].maxBytes]));
  assert.deepEqual(
    [limits['state/health'], limits['state/alerts'], limits['state/cameras'], limits['state/inventory'], limits['event/embedding']],
    [8_192, 65_536, 65_536, 65_536, 65_536],
  );
  assert.deepEqual([limits['desk/alert'], limits['desk/operator'], limits['state/agent'], limits['hub/summary']], [262_144, 262_144, 16_384, 16_384]);
  fc.assert(
    fc.property(messageArbitrary, ({ kind, topic, body }) => {
      const { maxBytes } = CATALOGUE[kind];
      const text = encode(kind, body);
      const padded = (length: number) => bytesOf(text).length > length || bytesOf(text + ' '.repeat(length - bytesOf(text).length));
      const fitting = padded(maxBytes);
      if (fitting === true) return;
      assert.ok(decode(topic, fitting as Uint8Array).ok);
      const rejected = decode(topic, padded(maxBytes + 1) as Uint8Array);
      assert.equal(!rejected.ok && rejected.reason, 'too_large');
      const garbage = decode(topic, new Uint8Array(maxBytes + 1).fill(0xff));
      assert.equal(!garbage.ok && garbage.reason, 'too_large');
    }),
    { seed: 302, numRuns: 60 },
  );
});

test('FS-35: a fault is told by its path and rule, never by a value', () => {
  const detailOf = (kind: BodyKind, value: unknown): string => {
    const decoded = decodeBody(kind, value);
    return decoded.ok ? 'accepted' : decoded.detail;
  };
  const health = { ...envelope, level: 'ok' };
  assert.equal(detailOf('state/health', { ...health, nvrs: [{ id: 'nvr', state: 'up' }, { id: 'SECRET', state: 'up' }] }), '/nvrs/1/id value');
  assert.equal(detailOf('state/health', { ...health, cpu_pct: '12' }), '/cpu_pct type');
  assert.equal(detailOf('state/health', envelope), '/level required');
  assert.equal(detailOf('state/health', { ...health, disks: Array(17).fill({ path: '/' }) }), '/disks maxItems');
  const ops = { ['\u202e'.repeat(200)]: operation };
  assert.equal(detailOf('desk/alert', { v: 1, exp_ts: 1_780_677_009_365, ops }), `/ops/${'?'.repeat(40)} name`);
});

test('FS-35: every refused message has a fault that can be named', () => {
  const hostile = fc.constantFrom(null, -1, 'x', '', [], {}, 1e308, true);
  fc.assert(
    fc.property(messageArbitrary, fc.nat(20), hostile, ({ kind, body }, at, value) => {
      const keys = Object.keys(body);
      const decoded = decodeBody(kind, { ...body, [keys[at % keys.length] ?? 'v']: value });
      assert.ok(decoded.ok || decoded.detail !== '/ unknown', kind);
    }),
    { seed: 303, numRuns: 1_000 },
  );
});
