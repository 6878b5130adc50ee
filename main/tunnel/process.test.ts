import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { SiteId } from '../../fleet/ids.ts';
import type { TunnelConfig, TunnelControl } from '../../fleet/tunnel/process.ts';
import { tunnelArtefacts } from '../../scripts/tunnel/artefacts.ts';
import { waitFor } from '../../platform/wait-for.test-support.ts';
import { startProcess } from './process.test-support.ts';
import { read } from './proxy/proxy-client.test-support.ts';
import { CLIENTS, testnetOf } from './world.test-support.ts';

const open: TunnelControl = {
  type: 'open',
  key: 'BL-LAB-1/web',
  site: 'BL-LAB-1' as SiteId,
  console: { id: 'web', host: 'a.tn.test', port: 80, scheme: 'http' },
  also: [],
};

test('FS-840: the node is the same after a restart where its state is kept, and nothing of it is left after signing out', async (t) => {
  const net = await testnetOf([{ name: 'a' }]);
  t.after(() => net.stop());
  const folder = mkdtempSync(join(tmpdir(), 'blocao-node-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const { wasm, wasmExec, native } = await tunnelArtefacts();
  for (const client of CLIENTS) {
    const state = { file: join(folder, client), stateKey: randomBytes(32).toString('hex') };
    const config: TunnelConfig = { client, controlUrl: net.controlURL, authKey: net.authKey, hostname: `desk-${client}`, ca: net.caPem, artefacts: { wasm, wasmExec, native }, state };
    const first = startProcess(t, config);
    first.send(open);
    const { proxy } = await first.until('console-ready');
    assert.equal((await read(proxy, 'http://a.tn.test/')).status, 200);
    const before = await first.until('status', ({ status }) => status.node !== undefined);
    first.send({ type: 'stop' });
    await first.until('stopped');
    assert.equal(await first.exited, 0);
    assert.ok(!readFileSync(state.file).includes('privkey'));

    const second = startProcess(t, config);
    const after = await second.until('status', ({ status }) => status.state === 'joined');
    assert.deepEqual([after.status.node?.addresses, after.status.ephemeral], [before.status.node?.addresses, false]);
    second.send({ type: 'sign-out' });
    await waitFor('no file', () => !existsSync(state.file));
    second.child.disconnect();
    assert.equal(await second.exited, 0);
  }
});
