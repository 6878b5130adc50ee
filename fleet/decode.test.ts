import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { decode, decodeAt, decodeBody, decodeBytes } from './decode.ts';
import type { Decoded, Message, RejectReason } from './decode.ts';
import { parseSiteId } from './ids.ts';
import { hostileCases, hostileFile } from './testing/fixtures.ts';
import { CommandPayload } from './wire/command-request.ts';
import { LocalHold } from './wire/local-hold.ts';

const site = parseSiteId('BL-LAB-1')!;
const HEALTH = 'fleet/v1/BL-LAB-1/state/health';
const health = { v: 1, site, boot: 412, conn: 1, seq: 5, ts: 1_780_677_009_365, ttl_s: 180, level: 'ok' };

const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
const decodeHostile = (file: string): Decoded => {
  const found = hostileCases().find((candidate) => candidate.file === file);
  assert.ok(found, file);
  const payload = readFileSync(hostileFile(file));
  assert.equal(payload.length, found.bytes);
  return decode(found.topic, payload);
};
const reasonOf = (decoded: Decoded): RejectReason | 'accepted' => (decoded.ok ? 'accepted' : decoded.reason);
const accepted = (decoded: Decoded): Message => {
  assert.ok(decoded.ok, JSON.stringify(decoded));
  return decoded.message;
};

test('FS-28: hostile/07-empty-payload.bin, unknown, never a deleted site', () => {
  assert.deepEqual(accepted(decodeHostile('07-empty-payload.bin')), { kind: 'cleared', of: 'state/health', site });
});

test('FS-17: hostile/09-json-scalar.json, dropped, reason type', () => {
  assert.equal(reasonOf(decodeHostile('09-json-scalar.json')), 'type');
  assert.equal(reasonOf(decode(HEALTH, bytesOf([health]))), 'type');
});

test('FS-13: hostile/11-deep-nesting.json, too large for health, too deep where it fits, never a stack overflow', () => {
  assert.equal(reasonOf(decodeHostile('11-deep-nesting.json')), 'too_large');
  const payload = readFileSync(hostileFile('11-deep-nesting.json'));
  assert.equal(reasonOf(decode('fleet/v1/BL-LAB-1/state/cameras', payload)), 'depth');
  assert.equal(reasonOf(decode('fleet/v1/_desk/alert/BL-LAB-1/x', payload)), 'depth');
});

test('FS-24: hostile/13-duplicate-keys.json, the last one wins', () => {
  const message = accepted(decodeHostile('13-duplicate-keys.json'));
  assert.ok(message.kind === 'state/health');
  assert.equal(message.body.level, 'err');
});

test('FS-23: hostile/15-proto-pollution.json, the keys reach no prototype and no message', () => {
  assert.equal(reasonOf(decodeHostile('15-proto-pollution.json')), 'schema');
  const poisoned = `${readFileSync(hostileFile('15-proto-pollution.json'), 'utf8').slice(0, -1)},"boot":1,"conn":1,"seq":1,"ts":0,"level":"ok"}`;
  const message = accepted(decode(HEALTH, bytesOf(poisoned)));
  assert.ok(message.kind === 'state/health');
  assert.deepEqual(message.body, { v: 1, site, boot: 1, conn: 1, seq: 1, ts: 0, level: 'ok' });
  assert.equal(Object.getPrototypeOf(message.body), Object.prototype);
  assert.equal(({} as { admin?: boolean }).admin, undefined);
  assert.equal(({} as { x?: number }).x, undefined);
});

test('FS-16: hostile/17-future-ts.json, accepted; order is not by time', () => {
  const message = accepted(decodeHostile('17-future-ts.json'));
  assert.ok(message.kind === 'state/health');
  assert.equal(message.body.ts, 4_102_444_800_000);
});

test('FS-15: hostile/19-ts-seconds.json, seconds and fractions are bad_unit, 0 is a clock that is not set', () => {
  assert.equal(reasonOf(decodeHostile('19-ts-seconds.json')), 'bad_unit');
  for (const ts of [1, 1_780_677_009, 99_999_999_999, -1, -1_780_677_009_365, 0.5, 1e300, '1780677009365', true, {}]) {
    assert.equal(reasonOf(decode(HEALTH, bytesOf({ ...health, ts }))), 'bad_unit', String(ts));
  }
  for (const ts of [0, 100_000_000_000, 8_640_000_000_000_000]) accepted(decode(HEALTH, bytesOf({ ...health, ts })));
});

test('FS-14: hostile/33-v2-major.json, another version asks for a newer console, nonsense does not', () => {
  const decoded = decodeHostile('33-v2-major.json');
  assert.deepEqual(decoded, { ok: false, reason: 'version', kind: 'state/health', site, detail: 'v 2' });
  for (const v of ['1', 0, -2, 1.5, {}, null]) assert.equal(reasonOf(decode(HEALTH, bytesOf({ ...health, v }))), 'schema', String(v));
});

test('FS-32: hostile/35-cmd-expired.json, the bare payload is no signed request; as a payload its expiry can be read', () => {
  assert.equal(reasonOf(decodeHostile('35-cmd-expired.json')), 'schema');
  const payload = decodeBytes(CommandPayload, readFileSync(hostileFile('35-cmd-expired.json')), 16_384);
  assert.ok(payload.ok);
  assert.equal((payload.body as CommandPayload).exp_ts, 1_580_677_069_365);
});

test('FS-32: hostile/35-cmd-expired.json, a payload without expiry is refused', () => {
  const { exp_ts: _, ...endless } = JSON.parse(readFileSync(hostileFile('35-cmd-expired.json'), 'utf8'));
  assert.equal(decodeBytes(CommandPayload, bytesOf(endless), 16_384).ok, false);
});

test('FS-29: hostile/39-bridge-state-2.txt, only 1 is up and only 0 is down', () => {
  assert.deepEqual(accepted(decodeHostile('39-bridge-state-2.txt')), { kind: 'bridge/state', site, up: undefined });
  const up = (text: string) => {
    const message = accepted(decode('$SYS/broker/connection/BL-LAB-1/state', bytesOf(text)));
    return message.kind === 'bridge/state' ? message.up : 'other';
  };
  assert.deepEqual(['1', '0', '', '01', '1\n', 'true', '"1"'].map(up), [true, false, ...Array(5).fill(undefined)]);
});

test('hostile/INDEX.json: every fleet, $SYS and site id case has a test here or in topics.test.ts', () => {
  const here = ['07', '09', '11', '13', '15', '17', '19', '33', '35', '37', '39'];
  const ours = hostileCases().filter(({ topic }) => !topic.startsWith('frigate/'));
  assert.deepEqual(
    ours.map(({ file }) => file.slice(0, 2)),
    here,
  );
});

test('hostile/INDEX.json: frigate topics are not the console’s, on any payload', () => {
  for (const { topic, file } of hostileCases().filter((candidate) => candidate.topic.startsWith('frigate/'))) {
    assert.equal(reasonOf(decode(topic, readFileSync(hostileFile(file)))), 'topic', file);
  }
});

test('FS-27: the last will is state/agent without seq and ts', () => {
  const will = { v: 1, site, boot: 7, conn: 2, state: 'offline' };
  const topic = 'fleet/v1/BL-LAB-1/state/agent';
  assert.deepEqual(accepted(decode(topic, bytesOf(will))), { kind: 'will', site, body: will });
  assert.deepEqual(accepted(decode(topic, bytesOf({ ...will, seq: null, ts: null, ttl_s: 1 }))), { kind: 'will', site, body: will });
  assert.equal(accepted(decode(topic, bytesOf({ ...will, seq: 1, ts: 0 }))).kind, 'state/agent');
  for (const broken of [{ ...will, seq: 1 }, { ...will, ts: 0 }, { ...will, state: 'online' }, { ...will, site: 'BL-LAB-2' }]) {
    assert.ok(!decode(topic, bytesOf(broken)).ok, JSON.stringify(broken));
  }
});

test('FS-25: the site in a message must be the site in its topic', () => {
  assert.equal(reasonOf(decode(HEALTH, bytesOf({ ...health, site: 'BL-LAB-2' }))), 'site_mismatch');
  assert.equal(reasonOf(decode(HEALTH, bytesOf({ ...health, site: 'nowhere' }))), 'schema');
  const operator = { v: 1, console: '0a1b2c3d', conn: 1, on_duty: true };
  accepted(decode('fleet/v1/_desk/operator/0a1b2c3d', bytesOf(operator)));
  assert.equal(reasonOf(decode('fleet/v1/_desk/operator/0a1b2c3e', bytesOf(operator))), 'schema');
});

test('FS-7: on the site broker the agent decodes for its own site', () => {
  const request = { protected: 'e30', payload: 'e30', signature: 'AA' };
  assert.deepEqual(accepted(decodeAt({ kind: 'cmd/req', site }, bytesOf(request))), { kind: 'cmd/req', site, body: request });
  const hold = decodeBytes(LocalHold, bytesOf({ until_ts: 1_780_677_009_365, reason: 'works' }), 16_384);
  assert.ok(hold.ok);
  assert.deepEqual((hold.body as LocalHold).reason, 'works');
  assert.ok(decodeBody('state/health', health).ok);
});

test('FS-28: an empty payload is cleared only where the topic is retained', () => {
  const empty = new Uint8Array();
  assert.deepEqual(accepted(decode('fleet/v1/_desk/alert/BL-LAB-1/x', empty)), { kind: 'cleared', of: 'desk/alert', site, id: 'x' });
  assert.equal(reasonOf(decode('fleet/v1/BL-LAB-1/event/alert', empty)), 'json');
  assert.equal(reasonOf(decode('fleet/v1/BL-LAB-1/cmd/ack', empty)), 'json');
});
