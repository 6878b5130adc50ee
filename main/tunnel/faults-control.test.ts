import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startFleet } from './faults.test-support.ts';
import { read } from './proxy/proxy-client.test-support.ts';

test('FS-826: a control server that is away at the start is told as that, and the console opens once it is there', async (t) => {
  const { net, each } = await startFleet(t, [{ name: 'a' }], {}, (begun) => begun.admin('/control/stop'));
  const opened: Promise<unknown>[] = [];
  await each('told', async (one) => {
    const failed = one.failure('a.tn.test', 'control_unreachable');
    opened.push(one.open('a.tn.test').then((proxy) => read(proxy, 'http://a.tn.test/')));
    await failed;
    assert.equal(one.status()?.state, 'control_unreachable');
  });
  await net.admin('/control/start');
  await each('open after all', () => Promise.all(opened));
});

test('a control server that goes later changes nothing for sites, opened or not', async (t) => {
  const { net, each } = await startFleet(t, [{ name: 'a' }, { name: 'b' }]);
  await each('open', (one) => one.open('a.tn.test'));
  await net.admin('/control/stop');
  await each('another site opens', async (one) => {
    const proxy = await one.open('b.tn.test');
    assert.equal((await read(proxy, 'http://b.tn.test/')).status, 200);
    assert.equal(one.status()?.state, 'joined');
  });
  await net.admin('/control/start');
});

test('FS-828: a refused key is told as refused and is not tried again', async (t) => {
  const { each } = await startFleet(t, [{ name: 'a' }], { authKey: 'tskey-auth-wrong' });
  await each('told', async (one) => {
    const { why } = await one.until('key_refused');
    assert.match(why ?? '', /key/i);
    void one.open('a.tn.test').catch(() => undefined);
    await one.failure('a.tn.test', 'key_refused');
  });
});

test('FS-829: an expired node key is told as expired, and everything goes on once it is valid again', async (t) => {
  const { net, each } = await startFleet(t, [{ name: 'a' }]);
  await each('open', (one) => one.open('a.tn.test'));
  await net.admin('/keys/expire');
  await each('told', (one) => one.until('key_expired'));
  await net.admin('/keys/restore');
  await each('joined again', (one) => one.until('joined'));
  await each('opens', async (one) => read(await one.open('a.tn.test'), 'http://a.tn.test/'));
});

test('FS-830: without a key the operator is asked to sign in, and nothing is asked of anybody before', async (t) => {
  const { each, tunnels } = await startFleet(t, [{ name: 'a' }], { authKey: '' }, (begun) => begun.admin('/sign-in/page'));
  await each('told', (one) => one.until('needs_login'));
  for (const { notices } of tunnels) assert.ok(!notices.some((notice) => 'browseUrl' in notice));
});
