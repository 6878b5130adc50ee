import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import { after, test } from 'node:test';
import WebSocket from 'ws';
import { fleetSites } from '../fleet-sites.ts';
import { CLIP_CODECS } from './clip.ts';
import { openClip } from './clip-stream.ts';
import { startConsoleServer } from './console-server.ts';
import { TEST_FILE_BYTES, TEST_FILE_SHA256 } from './test-file.ts';

const sites = fleetSites(2, 1);
const [first, second] = sites;
const server = await startConsoleServer(sites);
after(() => server.stop());
const hostOf = (index: number): string => {
  const console = sites[index]?.description.consoles?.[0];
  return `${console?.host}:${console?.port}`;
};

interface Answer {
  readonly status: number | undefined;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

const ask = async (path: string, options: { host?: string; method?: string; body?: string } = {}): Promise<Answer> => {
  const { host = hostOf(0), method = 'GET', body } = options;
  const request = http.request({ host: '127.0.0.1', port: server.port, path, method, headers: { Host: host } });
  request.end(body);
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  const pieces = await response.toArray();
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(pieces as Buffer[]) };
};

test('each simulated site has a console in the tailnet of the demo, reached by http', () => {
  for (const { description, nvrs } of sites) {
    assert.equal(description.consoles?.length, nvrs.length);
    for (const { host, scheme } of description.consoles ?? []) assert.match(`${scheme}://${host}`, /^http:\/\/[a-z0-9-]+\.demo\.test$/);
  }
});

test('FS-860: a console says in large words whose it is and that it is simulated', async () => {
  for (const path of ['/', '/review?id=1', '/explore?event_id=1']) {
    const { status, body } = await ask(path);
    assert.equal(status, 200);
    assert.ok(body.toString().includes(`<h1>SIMULATED CONSOLE – ${first?.site} – no real cameras</h1>`));
  }
  assert.ok((await ask('/', { host: hostOf(1) })).body.toString().includes(String(second?.site)));
});

test('FS-861: a request that names no console finds nothing', async () => {
  for (const host of ['127.0.0.1', `127.0.0.1:${server.port}`, 'localhost', hostOf(0).replace(/\d+$/, '1')]) {
    assert.equal((await ask('/', { host })).status, 404);
  }
  for (const path of ['/nothing', '/../etc', '//', '/api/%2e%2e/latest.jpg', '/api/a<b/latest.jpg']) {
    assert.equal((await ask(path)).status, 404, path);
  }
});

test('the simulated Frigate takes its viewer account and no other', async () => {
  const login = (body: string): Promise<Answer> => ask('/api/login', { method: 'POST', body });
  const taken = await login(JSON.stringify({ user: 'viewer', password: 'viewer' }));
  assert.equal(taken.status, 200);
  assert.match(String(taken.headers['set-cookie']), /^frigate_token=.+HttpOnly/);
  for (const body of ['', '{', 'null', '[]', '{"user":"viewer"}', '{"user":"admin","password":"viewer"}', 'x'.repeat(10_000)]) {
    assert.equal((await login(body)).status, 401, body.slice(0, 40));
  }
});

test('the download has the hash that stands beside it', async () => {
  const { headers, body } = await ask('/download/test-100MiB.bin');
  assert.equal(Number(headers['content-length']), TEST_FILE_BYTES);
  assert.equal(createHash('sha256').update(body).digest('hex'), TEST_FILE_SHA256);
});

test('a form of 3 MB arrives whole', async () => {
  const body = 'n'.repeat(3_000_000);
  const answer = JSON.parse((await ask('/api/notes', { method: 'POST', body })).body.toString()) as { bytes: number; sha256: string };
  assert.deepEqual(answer, { bytes: body.length, sha256: createHash('sha256').update(body).digest('hex') });
});

test('the video is named, begun and goes on in time', async () => {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/live/mse/api/ws?src=test`, { headers: { Host: hostOf(0) } });
  const messages: Buffer[] = [];
  socket.on('message', (data: Buffer) => messages.push(data));
  await once(socket, 'open');
  socket.send('{"type":"mse"}');
  while (messages.length < 4) await once(socket, 'message');
  socket.close();
  assert.deepEqual(JSON.parse(String(messages[0])), { type: 'mse', value: `video/mp4; codecs="${CLIP_CODECS}"` });
  assert.equal(messages[1]?.toString('latin1', 4, 8), 'ftyp');
  assert.equal(messages[2]?.toString('latin1', 4, 8), 'moof');
});

test('FS-862: fragments follow each other without a gap, beyond the end of the clip', () => {
  const clip = openClip();
  const times = Array.from({ length: 8 }, () => {
    const fragment = clip.next();
    const at = fragment.indexOf('tfdt') + 4;
    return fragment.readUInt8(at) === 1 ? Number(fragment.readBigUInt64BE(at + 4)) : fragment.readUInt32BE(at + 4);
  });
  assert.deepEqual(times, [0, 1, 2, 3, 4, 5, 6, 7].map((second) => second * 10_240));
});

test('a socket that names no console is closed', async () => {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/ws`);
  await assert.rejects(once(socket, 'open'));
});
