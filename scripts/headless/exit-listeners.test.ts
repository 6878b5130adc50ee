import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openScreen } from './screen.ts';
import { openKeyringSession } from './keyring-session.ts';

const onLinux = { skip: process.platform !== 'linux' && 'only Linux draws on Xvfb' };

test('a screen and a keyring that were closed leave no listener at the process', onLinux, async () => {
  const before = process.listenerCount('exit');
  for (const session of [await openScreen(), await openKeyringSession()]) {
    assert.equal(process.listenerCount('exit') > before, true);
    session.close();
  }
  assert.equal(process.listenerCount('exit'), before);
});
