import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findProblem } from './mqtt-problem.ts';

test('FS-406: every reason by which a hub ends or refuses a connection has a name', () => {
  const reasons = { 142: 'taken_over', 141: 'keepalive_lost', 139: 'closed_by_hub', 135: 'not_authorised' };
  for (const [reason, code] of Object.entries(reasons)) assert.equal(findProblem({ disconnectCode: Number(reason) }).code, code);
  const refusals = { 1: 'protocol_refused', 132: 'protocol_refused', 4: 'bad_login', 134: 'bad_login', 5: 'not_authorised', 135: 'not_authorised' };
  for (const [reason, code] of Object.entries(refusals)) {
    assert.equal(findProblem(Object.assign(new Error('Connection refused'), { code: Number(reason) })).code, code);
  }
  assert.equal(findProblem(new Error('something else')).code, 'other');
});
