import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import fc from 'fast-check';
import { openStateFile } from './state-file.ts';

const KEY = 'ab'.repeat(32);
const nothing = (): void => undefined;
const folderOf = (t: TestContext, before: () => unknown = nothing): string => {
  const folder = mkdtempSync(join(tmpdir(), 'blocao-state-'));
  t.after(() => {
    before();
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
};
const codes = (file: ReturnType<typeof openStateFile>): string[] => file.warnings().map(({ code }) => code);
const written = (file: string, stateKey = KEY, value = 'deadbeef'): void => {
  const state = openStateFile({ file, stateKey }, nothing);
  state.set('_machinekey', value);
  state.flush();
};

test('FS-835: the state comes back with its key, and no value of it can be read in the file', (t) => {
  const file = join(folderOf(t), 'node');
  const secret = randomBytes(32).toString('hex');
  written(file, KEY, secret);
  const again = openStateFile({ file, stateKey: KEY }, nothing);
  assert.deepEqual([again.restored, again.get('_machinekey'), again.get('other'), codes(again)], [true, secret, '', []]);
  const bytes = readFileSync(file);
  for (const hidden of [secret, '_machinekey', KEY, Buffer.from(secret, 'hex')]) assert.ok(!bytes.includes(hidden));
  if (process.platform !== 'win32') assert.equal(statSync(file).mode & 0o077, 0);
  again.erase();
  assert.ok(!existsSync(file));
});

test('FS-836: a torn, changed, foreign or wrongly keyed file is told and gives nothing, and the node can be stored anew', (t) => {
  const file = join(folderOf(t), 'node');
  written(file);
  const good = readFileSync(file);
  const change = fc.nat({ max: good.length - 1 }).map((at) => {
    const bytes = Buffer.from(good);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    return bytes;
  });
  const torn = fc.nat({ max: good.length - 1 }).map((length) => good.subarray(0, length));
  const foreign = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));
  fc.assert(
    fc.property(fc.oneof(change, torn, foreign), (bytes) => {
      writeFileSync(file, bytes);
      const state = openStateFile({ file, stateKey: KEY }, nothing);
      assert.deepEqual([state.restored, state.all(), codes(state)], [false, {}, ['state-unreadable']]);
    }),
    { seed: 6, numRuns: 300 },
  );
  writeFileSync(file, good);
  const other = openStateFile({ file, stateKey: 'cd'.repeat(32) }, nothing);
  assert.deepEqual([other.restored, codes(other)], [false, ['state-unreadable']]);
  other.set('a', '01');
  other.flush();
  assert.equal(openStateFile({ file, stateKey: 'cd'.repeat(32) }, nothing).get('a'), '01');
});

test('without a key nothing is written', (t) => {
  const folder = folderOf(t);
  const state = openStateFile(undefined, nothing);
  state.set('a', '01');
  state.flush();
  assert.deepEqual([state.get('a'), state.restored, existsSync(join(folder, 'node'))], ['01', false, false]);
});

test('FS-838: a full disk is told and costs neither the node nor the old file, and is mended once there is room', { skip: userInfo().uid !== 0 && 'mounting needs root' }, (t) => {
  const folder = folderOf(t, () => execFileSync('umount', [folder]));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]);
  const [file, filler] = [join(folder, 'node'), join(folder, 'filler')];
  written(file);
  assert.throws(() => writeFileSync(filler, Buffer.alloc(100_000)), /ENOSPC/);
  const told: string[][] = [];
  const state = openStateFile({ file, stateKey: KEY }, () => told.push(codes(state)));
  state.set('more', 'ff'.repeat(4_000));
  state.flush();
  assert.deepEqual([told, state.get('more').length], [[['state-not-written']], 8_000]);
  assert.equal(openStateFile({ file, stateKey: KEY }, nothing).get('_machinekey'), 'deadbeef');
  rmSync(filler);
  state.set('more', 'ee');
  state.flush();
  assert.deepEqual([told.at(-1), openStateFile({ file, stateKey: KEY }, nothing).get('more')], [[], 'ee']);
});
