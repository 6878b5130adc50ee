import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitFor } from '../../platform/wait-for.test-support.ts';
import type { TunnelNotice } from '../../fleet/tunnel/process.ts';
import { startFleet } from './faults.test-support.ts';
import { read } from './proxy/proxy-client.test-support.ts';

test('FS-843: a page to sign in is asked for only by the operator; once it was visited there the console opens by itself', async (t) => {
  const { net, each } = await startFleet(t, [{ name: 'a' }], { authKey: '' }, (begun) => begun.admin('/sign-in/page'));
  const pages = new Set<string>();
  await each('sign in', async (one) => {
    const opened = one.open('a.tn.test');
    await one.failure('a.tn.test', 'not_signed_in');
    assert.ok(!one.notices.some((notice) => notice.type === 'status' && notice.browseUrl !== undefined));
    one.tunnel.control({ type: 'sign-in' });
    const page = await waitFor('a page', () => one.notices.findLast(hasPage)?.browseUrl);
    assert.equal(one.status()?.signIn, true);
    pages.add(page);
    assert.equal((await fetch(page)).status, 200);
    assert.equal((await read(await opened, 'http://a.tn.test/')).status, 200);
    assert.equal(one.status()?.signIn, undefined);
  });
  assert.equal(pages.size, 2);
  await net.admin('/keys/expire');
  await each('expired, told', (one) => one.until('key_expired'));
});

const hasPage = (notice: TunnelNotice): notice is Extract<TunnelNotice, { type: 'status' }> & { browseUrl: string } =>
  notice.type === 'status' && notice.browseUrl !== undefined;
