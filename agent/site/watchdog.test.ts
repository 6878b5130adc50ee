import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentLog } from '../../platform/log.ts';
import { createWatchdog } from './watchdog.ts';

const rig = (env: Readonly<Record<string, string>>) => {
  const told: string[] = [];
  let ms = 0;
  const watchdog = createWatchdog({ env, monoMs: () => ms, log: silentLog(), notify: (words) => (told.push(words.join(' ')), Promise.resolve(true)) });
  const at = async (second: number): Promise<void> => {
    ms = second * 1_000;
    watchdog.alive();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { told, at };
};

test('FS-945: systemd hears of readiness with the first tick and of life in thirds of its limit', async () => {
  const { told, at } = rig({ NOTIFY_SOCKET: '/run/systemd/notify', WATCHDOG_USEC: '120000000' });
  for (const second of [0, 1, 39, 40, 79, 80, 81]) await at(second);
  assert.deepEqual(told, ['--ready WATCHDOG=1', 'WATCHDOG=1', 'WATCHDOG=1']);
});

test('without a watchdog only readiness is told, without systemd nothing', async () => {
  const ready = rig({ NOTIFY_SOCKET: '@notify' });
  for (const second of [0, 1_000]) await ready.at(second);
  const alone = rig({ WATCHDOG_USEC: '1000000' });
  for (const second of [0, 1_000]) await alone.at(second);
  assert.deepEqual([ready.told, alone.told], [['--ready WATCHDOG=1'], []]);
});
