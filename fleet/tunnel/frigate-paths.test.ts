import assert from 'node:assert/strict';
import { test } from 'node:test';
import { frigatePath } from './frigate-paths.ts';

test('FS-800: a deep link names camera, time, object or review item as Frigate does, and nothing leaves its place', () => {
  assert.equal(frigatePath(undefined), '/');
  assert.equal(frigatePath({}), '/');
  assert.equal(frigatePath({ camera: 'front_door' }), '/#front_door');
  const recording = '/review?timestamp=front_door_1795000000&cameras=front_door&after=1794998200&before=1795001800';
  assert.equal(frigatePath({ camera: 'front_door', ts: 1_795_000_000_999 }), recording);
  assert.equal(frigatePath({ ts: 1_795_000_000_000 }), '/review?after=1794998200&before=1795001800');
  assert.equal(frigatePath({ event: '1795000000.123-abc' }), '/explore?event_id=1795000000.123-abc');
  assert.equal(frigatePath({ review: '1795000000.1-x', camera: 'a', ts: 1 }), '/review?id=1795000000.1-x');
  assert.equal(frigatePath({ camera: '../?x=1&y#z' }), '/#..%2F%3Fx%3D1%26y%23z');
  assert.equal(frigatePath({ review: 'a&b=c#d' }), '/review?id=a%26b%3Dc%23d');
});
