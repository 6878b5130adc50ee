import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { test } from 'node:test';
import { allowedTargets } from '../../../fleet/tunnel/allow-list.ts';
import { plainDial } from './plain-dial.test-support.ts';
import { read } from './proxy-client.test-support.ts';
import { startProxy } from './proxy.ts';

test('a kept connection that the site has ended serves no further request', async () => {
  const connections: Socket[] = [];
  const server = createServer((_request, response) => response.end('answered'));
  // A browser of ours comes back later than any server waits.
  server.keepAliveTimeout = 1;
  server.on('connection', (socket) => connections.push(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const dial = async (host: string, at: number) => {
    const dialled = await plainDial(host, at);
    return dialled.ok ? dialled : ({ ok: false, code: 'site_does_not_answer' } as const);
  };
  const proxy = await startProxy({ allowed: allowedTargets([{ id: 'c', host: '127.0.0.1', port, scheme: 'http' }]), dial });
  const url = `http://127.0.0.1:${port}/`;
  assert.equal((await read(proxy.access, url)).body.toString(), 'answered');
  await once(connections[0]!, 'close');
  assert.equal((await read(proxy.access, url)).body.toString(), 'answered');
  assert.equal(connections.length, 2);
  await proxy.close();
  server.close();
});
