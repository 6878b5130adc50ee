import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { waitFor } from '../../platform/wait-for.test-support.ts';
import { startFleet } from './faults.test-support.ts';
import { read } from './proxy/proxy-client.test-support.ts';
import { joinedEngine, startTestTunnel, testnetOf } from './world.test-support.ts';

/** Clients that this process started. */
const cores = (): number[] => {
  try {
    return execFileSync('pgrep', ['-P', String(process.pid), '-x', 'tunnelcore'], { encoding: 'utf8' }).trim().split('\n').map(Number);
  } catch {
    return [];
  }
};

test('FS-831: a native client that is killed is started anew, told as that, and its consoles answer again', async (t) => {
  const net = await testnetOf([{ name: 'a' }]);
  t.after(() => net.stop());
  const one = await startTestTunnel(net, { client: 'native' });
  t.after(() => one.stop());
  const proxy = await one.open('a.tn.test');
  for (const pid of cores()) process.kill(pid, 'SIGKILL');
  await one.until('restarting');
  await one.until('joined');
  await waitFor('an answer', () => one.figures('a.tn.test')?.answers === true);
  assert.equal((await read(proxy, 'http://a.tn.test/')).status, 200);
});

test('FS-832: a native client that ends again and again gives way to the other one, and the reason is told', async (t) => {
  const net = await testnetOf([{ name: 'a' }]);
  t.after(() => net.stop());
  const one = await startTestTunnel(net, { client: 'auto' });
  t.after(() => one.stop());
  for (let n = 0; n < 3; n += 1) {
    await waitFor('a native client', () => cores()[0]);
    await one.until('joined');
    for (const pid of cores()) process.kill(pid, 'SIGKILL');
    await one.until('restarting');
  }
  const { client, why } = await one.until('joined');
  assert.deepEqual([client, why?.includes('SIGKILL')], ['wasm', true]);
  assert.equal((await read(await one.open('a.tn.test'), 'http://a.tn.test/')).status, 200);
});

test('FS-832: where the native client is not there or does not start the other one is taken, and the reason is told', async (t) => {
  const net = await testnetOf([{ name: 'a' }]);
  t.after(() => net.stop());
  const { tunnelArtefacts } = await import('../../scripts/tunnel/artefacts.ts');
  const { wasm, wasmExec } = await tunnelArtefacts();
  for (const native of [undefined, '/nowhere/tunnelcore']) {
    const one = await startTestTunnel(net, { artefacts: { wasm, wasmExec, ...(native === undefined ? {} : { native }) } });
    const { client, why } = await one.until('joined');
    assert.deepEqual([client, why?.startsWith('native: ')], ['wasm', true]);
    await one.stop();
  }
});

test('FS-833: a WebAssembly client that panics takes nothing with it and is started anew', async (t) => {
  const net = await testnetOf([{ name: 'a' }]);
  t.after(() => net.stop());
  const exits: string[] = [];
  const engine = await joinedEngine('wasm', net, undefined, { onExit: (text) => exits.push(text) });
  const dialled = await engine.dial('a.tn.test', 80, 8_000);
  assert.ok(dialled.ok);
  const broken = new Promise((resolve) => dialled.stream.once('close', resolve));
  dialled.stream.on('error', () => undefined);
  // A call that the client does not survive.
  const lost = engine.dial('a.tn.test', undefined as unknown as number, 8_000);
  await broken;
  assert.equal((await lost).ok, false);
  assert.equal(exits.length, 1);
  assert.deepEqual(await engine.dial('a.tn.test', 80, 8_000), { ok: false, code: 'ENOTRUNNING', text: 'the client has ended' });
  const next = await joinedEngine('wasm', net);
  assert.ok((await next.dial('a.tn.test', 80, 8_000)).ok);
  await next.stop();
});

test('a wall clock that jumps by a year changes nothing', async (t) => {
  const RealDate = Date;
  t.after(() => (globalThis.Date = RealDate));
  const { each } = await startFleet(t, [{ name: 'a' }]);
  await each('open', (one) => one.open('a.tn.test'));
  const jumpMs = 365 * 86_400_000;
  globalThis.Date = class extends RealDate {
    constructor(...args: [] | [number]) {
      super(...((args.length === 0 ? [RealDate.now() + jumpMs] : args) as [number]));
    }
    static override now = (): number => RealDate.now() + jumpMs;
  } as DateConstructor;
  await each('answers after it', async (one) => {
    const proxy = await one.open('a.tn.test');
    assert.equal((await read(proxy, 'http://a.tn.test/')).status, 200);
    assert.equal(one.status()?.state, 'joined');
  });
});
