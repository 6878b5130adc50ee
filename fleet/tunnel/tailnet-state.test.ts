import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BACKEND_STATES, isRelayGone, tailnetStateOf, type TailnetFacts } from './tailnet-state.ts';

const FACTS: TailnetFacts = {
  engine: 'up',
  backend: 'Running',
  keyRefused: false,
  hasAuthKey: true,
  signInPage: false,
  wasJoined: false,
  control: 'reachable',
  relay: 'unknown',
  warnings: [],
};
const told = (facts: Partial<TailnetFacts>): string => tailnetStateOf({ ...FACTS, ...facts });
const noRelay = [{ code: 'no-derp-connection', title: 'Relay', text: 'No relay' }];

test('FS-803: the four meanings of NeedsLogin are told apart by what the control server says and does', () => {
  const login = { backend: 'NeedsLogin' } as const;
  assert.equal(told({ ...login, keyRefused: true, control: 'unreachable' }), 'key_refused');
  assert.equal(told({ ...login, control: 'unreachable', wasJoined: true }), 'control_unreachable');
  assert.equal(told({ ...login, control: 'unreachable', hasAuthKey: false }), 'control_unreachable');
  assert.equal(told({ ...login, wasJoined: true, control: 'unknown' }), 'key_expired');
  assert.equal(told({ ...login, wasJoined: true, signInPage: true }), 'key_expired');
  assert.equal(told({ ...login, hasAuthKey: false }), 'needs_login');
  assert.equal(told({ ...login, hasAuthKey: false, signInPage: true, control: 'unreachable' }), 'needs_login');
  assert.equal(told({ ...login }), 'starting');
  assert.equal(told({ ...login, hasAuthKey: false, control: 'unknown' }), 'starting');
});

test('FS-803: a stored node that the control server does not take any more has to sign in, although its client says it starts', () => {
  const refused = { backend: 'Starting', wasJoined: true, warnings: [{ code: 'login-state', title: '', text: '' }] } as const;
  assert.equal(told(refused), 'key_expired');
  assert.equal(told({ ...refused, control: 'unknown' }), 'starting');
  assert.equal(told({ ...refused, control: 'unreachable' }), 'control_unreachable');
});

test('FS-804: Running is told as joined only while there is a way to the relay', () => {
  assert.equal(told({}), 'joined');
  assert.equal(told({ warnings: noRelay }), 'relay_gone');
  assert.equal(told({ relay: 'down' }), 'relay_gone');
  assert.equal(told({ relay: 'up', warnings: noRelay }), 'joined');
  assert.equal(told({ warnings: [{ code: 'login-state', title: '', text: '' }] }), 'joined');
  assert.equal(isRelayGone({ relay: 'up', warnings: noRelay }), false);
});

test('FS-804: whatever the client says, a client that does not run is never told as joined', () => {
  const engines = { none: 'off', missing: 'unavailable', starting: 'starting', restarting: 'restarting' } as const;
  for (const [engine, state] of Object.entries(engines) as [keyof typeof engines, string][]) {
    for (const backend of BACKEND_STATES) assert.equal(told({ engine, backend }), state);
  }
  for (const backend of BACKEND_STATES) {
    if (backend !== 'Running') assert.notEqual(told({ backend }), 'joined');
  }
  assert.equal(told({ engine: 'none', keyRefused: true }), 'key_refused');
  assert.equal(told({ backend: 'NeedsMachineAuth' }), 'needs_approval');
  assert.equal(told({ backend: 'Starting', control: 'unreachable' }), 'control_unreachable');
  assert.equal(told({ backend: 'Stopped' }), 'off');
});
