import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { waitFor } from '../../platform/wait-for.test-support.ts';
import { startFleet } from './faults.test-support.ts';
import { ask, read } from './proxy/proxy-client.test-support.ts';

/** Longer than several attempts to reconnect, shorter than the watchdog's patience. */
const OUTAGE_MS = 3_000;

test('FS-822: a relay that is away for some seconds is told, and a download goes on where it stood', async (t) => {
  const { net, each, tunnels } = await startFleet(t, [{ name: 'a' }, { name: 'b' }], { forceRelay: true });
  const downloads: Promise<number>[] = [];
  await each('open', async (one) => {
    const proxy = await one.open('a.tn.test');
    const response = await ask(proxy, 'http://a.tn.test/blob?mb=6&kbs=700');
    const whole = async (): Promise<number> => {
      let bytes = 0;
      for await (const chunk of response) bytes += (chunk as Buffer).length;
      return bytes;
    };
    downloads.push(whole());
  });
  await net.admin('/derp/stop');
  // The native client tells a lost relay after ten seconds only.
  await tunnels[0]?.until('relay_gone');
  await wait(OUTAGE_MS);
  await net.admin('/derp/start');
  await each('relay back, told', (one) => one.until('joined'));
  await each('site answers', (one) => waitFor('an answer', () => one.figures('a.tn.test')?.answers));
  assert.deepEqual(await Promise.all(downloads), [6 * 1_048_576, 6 * 1_048_576]);
});

test('FS-823: a console that cannot be opened without the relay opens by itself once it is back', async (t) => {
  const { net, each } = await startFleet(t, [{ name: 'a' }], { forceRelay: true });
  await each('join', (one) => one.until('joined'));
  await net.admin('/derp/stop');
  await each('relay gone, told', (one) => one.until('relay_gone'));
  const opened: Promise<unknown>[] = [];
  await each('failure told', async (one) => {
    const failed = one.failure('a.tn.test', 'relay_gone');
    opened.push(one.open('a.tn.test').then((proxy) => read(proxy, 'http://a.tn.test/')));
    await failed;
  });
  await net.admin('/derp/start');
  await each('open after all', () => Promise.all(opened));
});
