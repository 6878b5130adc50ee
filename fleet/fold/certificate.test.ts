import assert from 'node:assert/strict';
import test from 'node:test';
import { LAB, START_TS, makeWorld } from '../testing/fleet-world.ts';
import type { World } from '../testing/fleet-world.ts';
import type { StateCert } from '../wire/state-cert.ts';
import { judgeCertificate } from './certificate.ts';

const DAY = 86_400_000;
const envelope = { v: 1 as const, site: LAB, boot: 1, conn: 1, seq: 1, ts: START_TS };

/** A certificate that lives `lifeD` days and ends `leftD` days after the start. */
const cert = (leftD: number, fields: Partial<StateCert> = {}, lifeD = 365): StateCert => ({
  ...envelope,
  serial: 'ab12',
  not_before_ts: START_TS + (leftD - lifeD) * DAY,
  not_after_ts: START_TS + leftD * DAY,
  ...fields,
});

const planned = { renewal: { planned_ts: START_TS + DAY } };
const stepAt = (given: StateCert): readonly [number, string] => {
  const judged = judgeCertificate(given, START_TS);
  return [judged?.step ?? -1, judged?.severity ?? ''];
};

test('FS-230: 90 days left: info if a renewal is planned, warning if none is or the last one failed', () => {
  assert.equal(stepAt(cert(91))[0], 0);
  assert.deepEqual(stepAt(cert(90, planned)), [1, 'info']);
  assert.deepEqual(stepAt(cert(90)), [1, 'warning']);
  assert.deepEqual(stepAt(cert(90, { renewal: { planned_ts: START_TS, result: 'failed' } })), [1, 'warning']);
});

test('FS-231: 30 days left and not renewed: warning; 7 days: critical', () => {
  assert.deepEqual(stepAt(cert(30, planned)), [2, 'warning']);
  assert.deepEqual(stepAt(cert(8, planned)), [2, 'warning']);
  assert.deepEqual(stepAt(cert(7, planned)), [3, 'critical']);
  assert.deepEqual(stepAt(cert(-1, planned)), [3, 'critical']);
});

test('FS-232: a life under 180 days is judged at half, a sixth and a 26th of it', () => {
  assert.equal(stepAt(cert(46, {}, 90))[0], 0);
  assert.equal(stepAt(cert(45, {}, 90))[0], 1);
  assert.equal(stepAt(cert(15, {}, 90))[0], 2);
  assert.equal(stepAt(cert(90 / 26, {}, 90))[0], 3);
  assert.equal(stepAt(cert(90, {}, 180))[0], 1, '180 days and more have the usual steps');
});

const tell = (world: World, given: StateCert): void => {
  const { site: _site, seq: _seq, ts: _ts, v: _v, boot: _boot, conn: _conn, ...fields } = given;
  world.say(LAB, 'state/cert', fields);
};

test('FS-233: the alert is certificate.<serial> with the step as its revision, and ends with another certificate', () => {
  const world = makeWorld();
  tell(world, cert(80));
  world.pass(1_000);
  const [alert] = world.open('certificate');
  assert.deepEqual(
    [alert?.id, alert?.rev, alert?.severity, alert?.source],
    ['certificate.ab12', 1, 'warning', 'console'],
  );
  tell(world, cert(20));
  assert.deepEqual([world.open('certificate')[0]?.rev, world.open('certificate')[0]?.severity], [2, 'warning']);
  tell(world, cert(365, { serial: 'cd34' }));
  assert.equal(world.open('certificate').length, 0);
});

test('FS-234: steps come with time, without any message', () => {
  const world = makeWorld();
  tell(world, cert(7 + 1 / 24));
  world.pass(1_000);
  assert.equal(world.open('certificate')[0]?.severity, 'warning');
  world.bridge(LAB, true);
  world.pass(3_600_000);
  assert.equal(world.open('certificate')[0]?.severity, 'critical');
});

test('FS-235: a rule of the desk sets the days of the steps', () => {
  const world = makeWorld();
  world.rule('r1', { kind: 'certificate', steps_d: [120, 60, 20] });
  tell(world, cert(119));
  world.pass(1_000);
  assert.equal(world.open('certificate')[0]?.rev, 1);
});

test('FS-236: the alert tells of a renewal that is planned or failed, and follows it', () => {
  const world = makeWorld();
  const values = (): unknown => world.open('certificate')[0]?.values;
  const notAfterTs = START_TS + 80 * DAY;
  tell(world, cert(80, planned));
  world.pass(1_000);
  assert.deepEqual(values(), { not_after_ts: notAfterTs, severity: 'info', planned_ts: START_TS + DAY });
  tell(world, cert(80, { renewal: { planned_ts: START_TS + 2 * DAY } }));
  assert.deepEqual(values(), { not_after_ts: notAfterTs, severity: 'info', planned_ts: START_TS + 2 * DAY });
  tell(world, cert(80, { renewal: { planned_ts: START_TS + DAY, result: 'failed' } }));
  assert.deepEqual(values(), { not_after_ts: notAfterTs, severity: 'warning', renewal: 'failed' });
});
