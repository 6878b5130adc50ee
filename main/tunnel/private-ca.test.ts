import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { test, type TestContext } from 'node:test';
import { createAuthority, type TestCertificate } from '../../platform/certificates.test-support.ts';
import { waitFor } from '../../platform/wait-for.test-support.ts';
import { CLIENTS, startTestTunnel, testnetOf } from './world.test-support.ts';

/** TLS in front of a control server; tells what clients said of its certificate. */
const startTlsControl = async (t: TestContext, { key, cert }: TestCertificate, controlUrl: string) => {
  const refusals: string[] = [];
  const { hostname, port } = new URL(controlUrl);
  const server = createServer({ key, cert }, (socket) => {
    const inner = connect(Number(port), hostname);
    const end = (): void => void (socket.destroy(), inner.destroy());
    for (const side of [socket, inner]) side.on('error', end).on('close', end);
    socket.pipe(inner).pipe(socket);
    t.after(end);
  });
  server.on('tlsClientError', (error) => refusals.push(String(error)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, refusals };
};

test('FS-844: a control server whose certificate is of a private CA is believed with that CA and with no other', async (t) => {
  const authority = createAuthority();
  t.after(() => authority.dispose());
  const net = await testnetOf([]);
  t.after(() => net.stop());
  const control = await startTlsControl(t, authority.issue('control'), net.controlURL);
  for (const client of CLIENTS) {
    const join = async (ca: string) => {
      const tunnel = await startTestTunnel(net, { client, controlUrl: control.url, ca });
      t.after(() => tunnel.stop());
      return tunnel;
    };
    const before = control.refusals.length;
    const doubting = await join(net.caPem);
    await waitFor('a refusal of the certificate', () => control.refusals.length > before);
    await doubting.until('control_unreachable');
    await doubting.stop();
    const believing = await join(`${net.caPem}\n${authority.ca}`);
    await believing.until('joined');
    await believing.stop();
  }
});
