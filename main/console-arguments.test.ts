import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readBounds, readCommand, readKey, readOpen } from './console-arguments.ts';

test('FS-882: a window names a site and a console, and nothing else of what it says leads anywhere', () => {
  const args = { site: 'BL-LAB-1', console: 'nvr', place: { camera: 'till', ts: 5, host: 'x' }, host: 'evil.example', port: 1 };
  assert.deepEqual(readOpen(args), { site: 'BL-LAB-1', console: 'nvr', place: { camera: 'till', ts: 5 } });
  for (const bad of [{ site: 'bl-lab-1' }, { site: 7 }, { site: 'BL-LAB-1', console: 7 }, { site: 'BL-LAB-1', console: 'x'.repeat(201) }, null]) {
    assert.equal(readOpen(bad), undefined, JSON.stringify(bad));
  }
  assert.deepEqual(readOpen({ site: 'BL-LAB-1', place: { camera: '\ud800', ts: 1.5, event: 3 } }), { site: 'BL-LAB-1', place: {} });
});

test('FS-882: whatever a window sends is read without a throw', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      for (const read of [readOpen, readKey, readCommand, readBounds]) read(value);
    }),
    { seed: 9 },
  );
});

test('keys, commands and places are what they must be', () => {
  assert.equal(readKey({ key: 'BL-LAB-1/nvr' }), 'BL-LAB-1/nvr');
  assert.equal(readKey({ key: 'x'.repeat(101) }), undefined);
  assert.equal(readCommand({ command: 'reload' }), 'reload');
  assert.equal(readCommand({ command: 'openDevTools' }), undefined);
  assert.equal(readBounds({ bounds: 'hidden' }), 'hidden');
  assert.deepEqual(readBounds({ bounds: { x: 1, y: 2, width: 3, height: 4, z: 5 } }), { x: 1, y: 2, width: 3, height: 4 });
  for (const bad of [{ x: 1 }, { x: Number.NaN, y: 1, width: 1, height: 1 }, 'all', undefined]) assert.equal(readBounds({ bounds: bad }), undefined);
});
