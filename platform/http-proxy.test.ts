import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAuthority } from './certificates.test-support.ts';
import type { HttpProxy } from './http-proxy.ts';
import { startHttpProxy } from './http-proxy.test-support.ts';
import { freePort } from './free-port.test-support.ts';
import { startMosquitto } from './mosquitto.test-support.ts';
import { openMqttLink, type LinkMessage, type LinkState, type MqttLink } from './mqtt-link.ts';
import type { MqttLinkOptions } from './mqtt-options.ts';
import { waitFor } from './wait-for.test-support.ts';

interface Probe {
  readonly link: MqttLink;
  readonly messages: LinkMessage[];
  connected(): Promise<LinkState>;
  problem(code: string): Promise<LinkState>;
}

const open = (url: string, proxy: HttpProxy, options: Partial<MqttLinkOptions> = {}): Probe => {
  const states: LinkState[] = [];
  const messages: LinkMessage[] = [];
  const link = openMqttLink(
    {
      ...{ url, proxy, clientId: `proxied-${process.pid}`, keepaliveS: 30, cleanStart: true, random: () => 0.5 },
      ...{ backoff: { baseMs: 20, maxMs: 50 }, ...options },
    },
    { onState: (state) => states.push(state), onMessage: (message) => void messages.push(message) },
  );
  return {
    link,
    messages,
    connected: () => waitFor(() => `connected, saw ${JSON.stringify(states)}`, () => (states.at(-1)?.state === 'connected' ? states.at(-1) : undefined)),
    problem: (code) => waitFor(() => `problem ${code}, saw ${JSON.stringify(states)}`, () => states.find((state) => state.state === 'waiting' && state.problem.code === code)),
  };
};

const echo = async ({ link, messages }: Probe): Promise<void> => {
  await new Promise((resolve) => link.subscribe([{ topic: 'a', qos: 1 }], resolve));
  link.publish('a', 'one', { qos: 1, retain: false });
  await waitFor('the echo', () => messages.length === 1);
};

test('FS-731: a link goes through an HTTP proxy with its login, comes back after a cut, and names what the proxy refuses', async (t) => {
  const broker = await startMosquitto({ websockets: true });
  const proxy = await startHttpProxy({ login: 'desk:secret', ports: [broker.port, broker.wsPort] });
  t.after(() => Promise.all([proxy.close(), broker.dispose()]));
  const known = { url: proxy.url, user: 'desk', password: 'secret' };
  for (const url of [broker.url, `ws://127.0.0.1:${broker.wsPort}`]) {
    const probe = open(url, known);
    await probe.connected();
    await echo(probe);
    assert.ok(((await probe.link.ping(5_000)) ?? -1) > 0);
    assert.equal(probe.link.peerCertificate(), undefined);
    proxy.cut();
    await waitFor('back', () => probe.link.connected && probe.link.connection === 2);
    await probe.link.stop();
  }
  assert.deepEqual([...new Set(proxy.opened)], [`127.0.0.1:${broker.port}`, `127.0.0.1:${broker.wsPort}`]);

  const stranger = open(broker.url, { ...known, password: 'wrong' });
  await stranger.problem('proxy_login');
  const elsewhere = open(`mqtt://127.0.0.1:${await freePort()}`, known);
  await elsewhere.problem('proxy_refused');
  const nowhere = open(broker.url, { url: `http://127.0.0.1:${await freePort()}` });
  await nowhere.problem('proxy_unreachable');
  for (const { link } of [stranger, elsewhere, nowhere]) await link.stop();
});

test('FS-731: inside a tunnel the hub\'s certificate is checked as without one, and its dates are known', async (t) => {
  const authority = createAuthority();
  const server = authority.issue('hub.example');
  const broker = await startMosquitto({ tls: { ca: authority.caPath, cert: server.certPath, key: server.keyPath } });
  const proxy = await startHttpProxy();
  t.after(() => Promise.all([proxy.close(), broker.dispose()]).finally(() => authority.dispose()));
  const stranger = open(broker.url, { url: proxy.url });
  await stranger.problem('tls_untrusted');
  await stranger.link.stop();
  const probe = open(broker.url, { url: proxy.url }, { ca: authority.ca });
  await probe.connected();
  await echo(probe);
  const certificate = probe.link.peerCertificate();
  assert.deepEqual([certificate?.subject, certificate?.issuer], ['hub.example', 'Test authority']);
  const days = ((certificate?.notAfterTs ?? 0) - Date.now()) / 86_400_000;
  assert.ok(days > 29 && days <= 30, String(days));
  await probe.link.stop();
});
