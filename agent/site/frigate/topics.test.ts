import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytes, fixture } from '../../testing/fixtures.ts';
import { parseFrigateTopic, parseRoleState, parseSwitch } from './topics.ts';

test('only topics under the own prefix are read, and of cameras only the four switches and three states', () => {
  assert.deepEqual(parseFrigateTopic('frigate', 'frigate/stats'), { kind: 'stats' });
  assert.equal(parseFrigateTopic('frigate-nvr2', 'frigate/stats'), undefined);
  assert.deepEqual(parseFrigateTopic('frigate', 'frigate/front_door/recordings/state'), {
    kind: 'switch',
    camera: 'front_door',
    what: 'recordings',
  });
  assert.deepEqual(parseFrigateTopic('frigate', 'frigate/front_door/status/record'), { kind: 'status', camera: 'front_door', role: 'record' });
  assert.equal(parseFrigateTopic('frigate', 'frigate/front_door/status/ptz'), undefined);
  assert.equal(parseFrigateTopic('frigate', 'frigate/front_door/person'), undefined);
  assert.equal(parseFrigateTopic('frigate', 'frigate/available'), undefined);
});

test('every plain-text topic of the fixtures is a switch, the state of a part of a camera, or not read', () => {
  const topics = JSON.parse(new TextDecoder().decode(fixture('frigate-mqtt/plain-text-topics.json'))) as { topic: string; payload: string }[];
  for (const { topic, payload } of topics) {
    const parsed = parseFrigateTopic('frigate', topic);
    if (parsed) assert.notEqual((parsed.kind === 'status' ? parseRoleState : parseSwitch)(bytes(payload)), undefined, topic);
  }
});

test('a switch says ON or OFF and nothing else', () => {
  assert.deepEqual(['ON', 'OFF', 'on', '', 'ONE', 'TRUE'].map((text) => parseSwitch(bytes(text))), [true, false, undefined, undefined, undefined, undefined]);
});
