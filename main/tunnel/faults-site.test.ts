import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitFor } from '../../platform/wait-for.test-support.ts';
import { startFleet } from './faults.test-support.ts';
import { ask, read } from './proxy/proxy-client.test-support.ts';

test('FS-824: a site that goes away without a word is told, its hanging connections end, and it comes back by itself', async (t) => {
  const { net, each } = await startFleet(t, [{ name: 'a' }, { name: 'b' }]);
  const ended: Promise<unknown>[] = [];
  await each('open', async (one) => {
    const proxy = await one.open('a.tn.test');
    const response = await ask(proxy, 'http://a.tn.test/hang');
    ended.push(new Promise((resolve) => response.once('error', resolve).resume()));
  });
  await net.admin('/sites/a/stop');
  await each('told', (one) => waitFor('no answer', () => one.figures('a.tn.test')?.answers === false));
  await each('hanging connections ended', () => Promise.all(ended));
  await each('another site opens meanwhile', (one) => one.open('b.tn.test'));
  await net.admin('/sites/a/start');
  await each('answers again', (one) => waitFor('an answer', () => one.figures('a.tn.test')?.answers === true));
});

test('FS-825: a site is told as not in the tailnet, not answering or with a closed port, and opens once that has changed', async (t) => {
  const { net, each } = await startFleet(t, [{ name: 'a' }, { name: 'late', lazy: true }]);
  const opened: Promise<unknown>[] = [];
  await each('not in the tailnet, told', async (one) => {
    const failed = one.failure('late.tn.test', 'site_not_in_tailnet');
    opened.push(one.open('late.tn.test').then((proxy) => read(proxy, 'http://late.tn.test/')));
    await failed;
  });
  await each('closed port, told', (one) => {
    void one.open('a.tn.test', 4_444).catch(() => undefined);
    return one.failure('a.tn.test', 'port_closed');
  });
  await net.admin('/sites/late/start');
  await each('open after all', () => Promise.all(opened));
  await net.admin('/sites/a/stop');
  await each('silent, told', (one) => {
    one.tunnel.control({ type: 'close', key: 'a.tn.test' });
    void one.open('a.tn.test').catch(() => undefined);
    return Promise.race([one.failure('a.tn.test', 'site_does_not_answer'), one.failure('a.tn.test', 'site_offline')]);
  });
  assert.equal(opened.length, 2);
});
