import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureOfDial, findPeer, gateOf, isRetried, sideOfFailure, type TailnetPeer } from './opening-rules.ts';

const peer = (name: string, address: string, online: boolean | null = true): TailnetPeer => ({
  name,
  addresses: [address],
  online,
  lastSeenMs: 0,
});
const peers = [peer('bl-wh-3.tn.test', '100.64.0.3'), peer('bl-wh-4.tn.test', '100.64.0.4', false)];

test('FS-805: an opening goes on only in the tailnet, waits while it is joined, and fails by what stands in the way', () => {
  assert.deepEqual(gateOf('joined'), { go: true });
  assert.deepEqual(gateOf('relay_gone'), { go: true });
  assert.deepEqual(gateOf('starting'), { go: false, step: 'join' });
  assert.deepEqual(gateOf('restarting'), { go: false, step: 'join' });
  assert.deepEqual(gateOf('needs_login'), { go: false, step: 'sign_in', failure: 'not_signed_in' });
  assert.deepEqual(gateOf('key_expired'), { go: false, step: 'sign_in', failure: 'key_expired' });
  assert.deepEqual(gateOf('control_unreachable'), { go: false, step: 'join', failure: 'control_unreachable' });
});

test('FS-806: a silent site is told as offline, behind a lost relay, or not answering, by what is known of it', () => {
  const [here, away] = peers;
  assert.equal(failureOfDial('ETIMEDOUT', { tailnet: 'joined', peer: here }), 'site_does_not_answer');
  assert.equal(failureOfDial('ETIMEDOUT', { tailnet: 'joined', peer: away }), 'site_offline');
  assert.equal(failureOfDial('ETIMEDOUT', { tailnet: 'relay_gone', peer: away }), 'relay_gone');
  assert.equal(failureOfDial('EREFUSED', { tailnet: 'joined', peer: here }), 'port_closed');
  assert.equal(failureOfDial('ENOPEER', { tailnet: 'joined', peer: undefined }), 'site_not_in_tailnet');
  assert.equal(failureOfDial('ENOTRUNNING', { tailnet: 'key_expired', peer: here }), 'key_expired');
  assert.equal(failureOfDial('ENOTRUNNING', { tailnet: 'restarting', peer: here }), 'control_unreachable');
});

test('FS-807: a site is found by address, by full name and by first label, never by a part of either', () => {
  const [first] = peers;
  for (const host of ['100.64.0.3', 'BL-WH-3.tn.test', 'bl-wh-3.tn.test.', 'bl-wh-3']) assert.equal(findPeer(peers, host), first);
  for (const host of ['100.64.0.30', 'bl-wh', 'wh-3.tn.test', 'bl-wh-3.other.test', 'bl-wh-3.tn', '']) {
    assert.equal(findPeer(peers, host), undefined, host);
  }
});

test('FS-808: what a person has to decide is never tried again by itself', () => {
  assert.equal(isRetried('certificate_changed'), false);
  assert.equal(isRetried('site_does_not_answer'), true);
  assert.equal(sideOfFailure('certificate_changed'), 'site');
  assert.equal(sideOfFailure('relay_gone'), 'relay');
});
