import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import WebSocket from 'ws';
import { allowedTargets } from '../../../fleet/tunnel/allow-list.ts';
import { failureOfDial } from '../../../fleet/tunnel/opening-rules.ts';
import { waitFor } from '../../../platform/wait-for.test-support.ts';
import type { Dialled } from '../engine.ts';
import { ask, basic, connectTo, read, sayRaw, sendOff } from './proxy-client.test-support.ts';
import { startProxy, type SiteProxy } from './proxy.ts';
import { BLOB_MIB, type TestSiteServer } from './site-server.test-support.ts';

/** What the suite is run over: plain sockets, or a client in front of the same site server. */
export interface ProxyWorld {
  readonly dial: (host: string, port: number, timeoutMs: number) => Promise<Dialled>;
  /** The site as the dial knows it; the ports there lead to those of `server`. */
  readonly host: string;
  readonly port: number;
  readonly echoAfterEndPort: number;
  readonly closedPort: number;
  readonly server: TestSiteServer;
  /** Size of the download whose hash is checked. */
  readonly downloadMb: number;
}

export interface ConformanceRun extends ProxyWorld {
  readonly proxy: SiteProxy;
  readonly base: string;
  readonly dials: () => number;
}

const sha256 = (...parts: readonly Buffer[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};

/** A proxy in front of a world, closed by whoever started it. */
export const startConformance = async (world: ProxyWorld): Promise<ConformanceRun> => {
  let dials = 0;
  const ports = [world.port, world.echoAfterEndPort, world.closedPort];
  const proxy = await startProxy({
    allowed: allowedTargets(ports.map((port) => ({ id: 'c', host: world.host, port, scheme: 'http' as const }))),
    dial: async (host, port) => {
      dials += 1;
      const dialled = await world.dial(host, port, 8_000);
      return dialled.ok ? dialled : { ok: false, code: failureOfDial(dialled.code, { tailnet: 'joined', peer: undefined }) };
    },
  });
  return { ...world, proxy, base: `http://${world.host}:${world.port}`, dials: () => dials };
};

type Check = (run: ConformanceRun) => Promise<void>;

/** The one suite of the proxy, run over every way to a site; `proxy.test.ts` says each check's rule. */
export const conformance = {
  credentials: async ({ proxy, base, dials, host, port }: ConformanceRun) => {
    const before = dials();
    const wrong = basic({ user: proxy.access.user, password: 'x' });
    for (const credentials of [null, wrong, 'Basic', 'Bearer x', `${basic(proxy.access)}=`]) {
      const { status, headers } = await read(proxy.access, `${base}/`, { credentials });
      assert.deepEqual([status, headers['proxy-authenticate']?.startsWith('Basic')], [407, true]);
    }
    const { heard, socket } = await connectTo(proxy.access, `${host}:${port}`, wrong);
    assert.match(heard, /^HTTP\/1\.1 407 .*\r\nProxy-Authenticate: Basic/s);
    socket.destroy();
    const posted = await read(proxy.access, `${base}/echo`, { method: 'POST', body: Buffer.alloc(1_000_000), credentials: null });
    assert.equal(posted.status, 407);
    assert.equal(dials(), before);
  },
  targets: async ({ proxy, host, port, dials }: ConformanceRun) => {
    const [before, refused] = [dials(), proxy.refused()];
    const urls = [`http://${host}:1/`, `http://127.0.0.2:${port}/`, `http://localhost:${port}/`, `http://other.test:${port}/`];
    for (const url of urls) assert.equal((await read(proxy.access, url)).status, 403, url);
    const authorities = [`${host}:1`, `127.0.0.2:${port}`, `localhost:${port}`, '[::1]:22', host];
    for (const authority of authorities) {
      const { heard, socket } = await connectTo(proxy.access, authority);
      socket.destroy();
      assert.match(heard, /^HTTP\/1\.1 403 /, authority);
    }
    for (const url of ['/only-path', `https://${host}:${port}/`, `http://a:b@${host}:${port}/`]) {
      assert.equal((await read(proxy.access, url)).status, 400, url);
    }
    assert.deepEqual([dials(), proxy.refused() - refused], [before, urls.length + authorities.length + 3]);
  },
  headers: async ({ proxy, base, host, port }: ConformanceRun) => {
    const headers = { Connection: 'X-Mine', 'X-Mine': '1', 'X-Two': ['a', 'b'], Cookie: 'c=1', Upgrade: 'h2c', TE: 'trailers' };
    const { body, rawHeaders } = await read(proxy.access, `${base}/headers?x=1`, { headers });
    const seen = JSON.parse(body.toString()) as string[];
    assert.equal(seen[seen.findIndex((name) => name.toLowerCase() === 'host') + 1], `${host}:${port}`);
    assert.equal(seen.filter((name) => name === 'X-Two').length, 2);
    for (const gone of ['x-mine', 'proxy-authorization', 'upgrade', 'te']) {
      assert.ok(!seen.some((name) => name.toLowerCase() === gone), gone);
    }
    assert.equal(rawHeaders.filter((name) => name === 'Set-Cookie').length, 2);
    assert.ok(!rawHeaders.includes('X-Hop'));
  },
  smuggling: async ({ proxy, base, server }: ConformanceRun) => {
    const before = server.requests.length;
    const head = `Host: x\r\nProxy-Authorization: ${basic(proxy.access)}\r\n`;
    const bad = ['Content-Length: 4\r\nTransfer-Encoding: chunked', 'Content-Length: 4\r\nContent-Length: 5', 'Transfer-Encoding : chunked'];
    const more = ['Content-Length: +4', 'Transfer-Encoding: chunked, x', 'X: a\n\rGET http://b/ HTTP/1.1', `X-Long: ${'a'.repeat(40_000)}`];
    for (const line of [...bad, ...more]) {
      const { heard, socket } = await sayRaw(proxy.access, `POST ${base}/echo HTTP/1.1\r\n${head}${line}\r\n\r\n0\r\n\r\n`);
      socket.destroy();
      assert.match(heard, /^HTTP\/1\.1 400 /, line.slice(0, 60));
    }
    assert.equal(server.requests.length, before);
  },
  bodies: async (run: ConformanceRun) => {
    const body = randomBytes(3 * 1_048_576);
    const posted = await read(run.proxy.access, `${run.base}/echo`, { method: 'POST', body });
    assert.equal(posted.body.toString(), sha256(body));
    const chunked = await read(run.proxy.access, `${run.base}/echo`, { method: 'POST', body, headers: { 'Transfer-Encoding': 'chunked' } });
    assert.equal(chunked.body.toString(), sha256(body));
    const { socket, heard } = await connectTo(run.proxy.access, `${run.host}:${run.port}`);
    assert.match(heard, /^HTTP\/1\.1 200 /);
    const page = new WebSocket(`ws://${run.host}:${run.port}/ws`, { createConnection: () => socket.resume(), perMessageDeflate: false });
    const next = (): Promise<Buffer> => new Promise((resolve) => page.once('message', (data) => resolve(data as Buffer)));
    await new Promise((resolve, reject) => page.once('open', resolve).once('error', reject));
    for (const message of [Buffer.from('hello'), randomBytes(1_048_576)]) {
      page.send(message);
      assert.equal(Buffer.compare(await next(), message), 0);
    }
    page.close();
    await new Promise((resolve) => page.once('close', resolve));
  },
  halfClose: async ({ proxy, host, echoAfterEndPort }: ConformanceRun) => {
    const { socket } = await connectTo(proxy.access, `${host}:${echoAfterEndPort}`);
    const sent = randomBytes(200_000);
    socket.end(sent);
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk as Buffer);
    assert.equal(Buffer.compare(Buffer.concat(chunks), sent), 0);
  },
  broken: async (run: ConformanceRun) => {
    await assert.rejects(read(run.proxy.access, `${run.base}/cut`));
    const before = run.server.cutOff();
    const hanging = await ask(run.proxy.access, `${run.base}/hang`);
    hanging.on('error', () => undefined).destroy();
    await waitFor('the end at the site', () => run.server.cutOff() > before);
    const asked = run.server.requests.length;
    const waiting = sendOff(run.proxy.access, `${run.base}/silent`);
    await waitFor('the request at the site', () => run.server.requests.length > asked);
    waiting.destroy();
    await waitFor('its end there', () => run.server.cutOff() > before + 1);
    assert.equal((await read(run.proxy.access, `${run.base}/early`, { method: 'POST', body: randomBytes(2_000_000) })).status, 413);
  },
  slowReader,
  codes: async ({ proxy, host, closedPort }: ConformanceRun) => {
    const { status, body } = await read(proxy.access, `http://${host}:${closedPort}/`);
    assert.deepEqual([status, body.toString()], [502, 'port_closed\n']);
    const { heard, socket } = await connectTo(proxy.access, `${host}:${closedPort}`);
    socket.destroy();
    assert.match(heard, /^HTTP\/1\.1 502 .*\r\n\r\nport_closed\n$/s);
  },
  download: async ({ proxy, base, downloadMb }: ConformanceRun) => {
    const hash = createHash('sha256');
    for await (const chunk of await ask(proxy.access, `${base}/blob?mb=${downloadMb}`)) hash.update(chunk as Buffer);
    assert.equal(hash.digest('hex'), sha256(...Array.from({ length: downloadMb }, () => BLOB_MIB)));
  },
} satisfies Readonly<Record<string, Check>>;

/** More than all buffers on the way hold. */
const SLOW_MB = 24;

async function slowReader({ proxy, base, server }: ConformanceRun): Promise<void> {
  const before = server.blobBytes();
  const response = await ask(proxy.access, `${base}/blob?mb=${SLOW_MB}`);
  let last = -1;
  // Nobody reads: the site's side must come to a stand, well before it has sent everything.
  await waitFor('a stand-still', async () => {
    const now = server.blobBytes();
    const stands = now === last;
    last = now;
    await new Promise((resolve) => setTimeout(resolve, 400));
    return stands;
  });
  assert.ok(last - before < SLOW_MB * 1_048_576, `${last - before} bytes were sent to nobody`);
  const hash = createHash('sha256');
  for await (const chunk of response) hash.update(chunk as Buffer);
  assert.equal(hash.digest('hex'), sha256(...Array.from({ length: SLOW_MB }, () => BLOB_MIB)));
}
