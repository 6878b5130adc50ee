import { expect, test, type Page } from '@playwright/test';
import { createHash } from 'node:crypto';
import { originOf, sitePage, startConsoleDesk, type ConsoleDesk } from './support/console-desk.ts';

/* Two sites' consoles at once, each through a real tunnel: by each client of it, on a tailnet of the test's own. */

const [NEAR, FAR] = ['BL-MUC-01', 'BL-WH-N'] as const;
const SOCKET_FOR_MS = 60_000;

type Client = 'native' | 'wasm';
let world: ConsoleDesk;

for (const client of ['native', 'wasm'] as const) {
  test.describe(`by the ${client} client`, () => {
    test.describe.configure({ mode: 'serial', timeout: 240_000 });
    test.beforeAll(async () => {
      world = await startConsoleDesk({ client, sites: [{ name: NEAR }, { name: FAR }] });
    });
    test.afterAll(() => world.close());
    opens(client);
    carries();
    keepsApart();
  });
}

function opens(client: Client): void {
  test('one click opens a console, and every step is told with its time', async () => {
    const { desk } = world;
    const { key, atMs } = await world.click(NEAR);
    await expect.poll(async () => (await world.told(key))?.phase).toBe('open');
    const page = await sitePage(desk, originOf(NEAR));
    await expect(page.getByRole('heading')).toHaveText(NEAR);
    console.log(`${client}: cold, from the click to first paint ${Math.round((await firstPaint(page)) - atMs)} ms`);
    const { steps, path } = (await world.told(key))!;
    expect(steps.map(({ step }) => step)).toEqual(['sign_in', 'join', 'find_site', 'connect', 'open']);
    expect(steps.every(({ startTs, endTs }) => endTs !== undefined && endTs >= startTs)).toBe(true);
    if (client === 'wasm') expect(path?.kind).not.toBe('direct');
    await expect(desk.page.getByTestId('tailnet')).toHaveText('ready');
  });

  test('a second site opens beside it, warm', async () => {
    const { key, atMs } = await world.click(FAR);
    const page = await sitePage(world.desk, originOf(FAR));
    await expect(page.getByRole('heading')).toHaveText(FAR);
    console.log(`${client}: warm, from the click to first paint ${Math.round((await firstPaint(page)) - atMs)} ms`);
    await expect.poll(async () => (await world.told(key))?.phase).toBe('open');
  });
}

function carries(): void {
  test('post, download and a minute of WebSocket, on both sites at the same time', async () => {
    const pages = await Promise.all([NEAR, FAR].map((site) => sitePage(world.desk, originOf(site))));
    const [hashes, downloads, echoes] = await Promise.all([
      Promise.all(pages.map(postThreeMegabytes)),
      Promise.all(pages.map((page) => downloadHash(page, page === pages[0] ? 100 : 20))),
      Promise.all(pages.map((page) => socketEchoes(page, SOCKET_FOR_MS))),
    ]);
    expect(hashes).toEqual([HASH_OF_POST, HASH_OF_POST]);
    expect(downloads).toEqual([hashOfBlob(100), hashOfBlob(20)]);
    for (const { sent, echoed, closed } of echoes) {
      expect(closed).toBe(false);
      expect(sent).toBeGreaterThan(30);
      expect(echoed).toBe(sent);
    }
  });

  test('a deep link leads to its place', async () => {
    await world.open(NEAR, { place: { camera: 'till_1' } });
    const page = await sitePage(world.desk, originOf(NEAR));
    await expect.poll(() => page.url()).toBe(`${originOf(NEAR)}/#till_1`);
    await world.open(NEAR, { place: { review: '1795000000.1-abc' } });
    await expect.poll(() => page.url()).toBe(`${originOf(NEAR)}/review?id=1795000000.1-abc`);
  });
}

function keepsApart(): void {
  test('cookies of two sites never meet', async () => {
    const pages = await Promise.all([NEAR, FAR].map((site) => sitePage(world.desk, originOf(site))));
    const sent = await Promise.all(pages.map((page) => page.evaluate(async () => (await fetch('/who')).text())));
    expect(sent).toEqual([`site=${NEAR}`, `site=${FAR}`]);
  });

  test('closing one ends its way and wipes what it stored; the other goes on', async () => {
    const near = await sitePage(world.desk, originOf(NEAR));
    await near.evaluate(() => localStorage.setItem('seen', 'yes'));
    await world.desk.page.evaluate((key) => window.blocao.invoke('close-console', { key }), `${NEAR}/nvr`);
    await expect.poll(() => world.told(`${NEAR}/nvr`)).toBeUndefined();
    const far = await sitePage(world.desk, originOf(FAR));
    expect(await far.evaluate(async () => (await fetch('/echo', { method: 'POST', body: 'x' })).status)).toBe(200);
    await world.open(NEAR);
    const again = await sitePage(world.desk, originOf(NEAR));
    expect(await again.evaluate(() => localStorage.getItem('seen'))).toBeNull();
    const record = (await world.desk.page.evaluate(() => window.blocao.invoke('console-record'))) as {
      state: string;
      lines: { site: string; what: { type: string; receivedBytes?: number } }[];
    };
    expect(record.state).toBe('whole');
    const closed = record.lines.find(({ what }) => what.type === 'closed');
    expect(closed?.site).toBe(NEAR);
    expect(closed?.what.receivedBytes).toBeGreaterThan(100_000_000);
  });
}

/** Epoch ms by the page's own clock. */
const firstPaint = async (page: Page): Promise<number> => {
  await expect.poll(() => page.evaluate(() => performance.getEntriesByName('first-paint').length)).toBe(1);
  return page.evaluate(() => performance.timeOrigin + performance.getEntriesByName('first-paint')[0]!.startTime);
};

const POST = Buffer.from(Array.from({ length: 3 * 1024 * 1024 }, (_, index) => index % 251));
const HASH_OF_POST = createHash('sha256').update(POST).digest('hex');

const postThreeMegabytes = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const body = Uint8Array.from({ length: 3 * 1024 * 1024 }, (_, index) => index % 251);
    return (await fetch('/echo', { method: 'POST', body })).text();
  });

/** All bytes of the test's own download are 7. Pages by plain http have no crypto.subtle: a rolling sum over each byte and its place. */
const sumOf = (bytes: Uint8Array, start: number, at: number): number => {
  let sum = start;
  for (let index = 0; index < bytes.length; index += 1) sum = (Math.imul(sum, 31) + bytes[index]! + ((at + index) & 0xff)) | 0;
  return sum;
};
const hashOfBlob = (mb: number): string => {
  const chunk = new Uint8Array(64 * 1024).fill(7);
  let sum = 0;
  for (let n = 0; n < mb * 16; n += 1) sum = sumOf(chunk, sum, n * chunk.length);
  return `${mb * 1024 * 1024}:${sum}`;
};

const downloadHash = (page: Page, mb: number): Promise<string> =>
  page.evaluate(async (size) => {
    const reader = (await fetch(`/blob?mb=${size}`)).body!.getReader();
    let [sum, at] = [0, 0];
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return `${at}:${sum}`;
      for (let index = 0; index < value.length; index += 1) sum = (Math.imul(sum, 31) + value[index]! + ((at + index) & 0xff)) | 0;
      at += value.length;
    }
  }, mb);

const socketEchoes = (page: Page, forMs: number): Promise<{ sent: number; echoed: number; closed: boolean }> =>
  page.evaluate(
    (ms) =>
      new Promise((resolve) => {
        const socket = new WebSocket(`ws://${location.host}/ws`);
        let [sent, echoed, closed] = [0, 0, false];
        let timer = 0;
        socket.onclose = () => (closed = true);
        socket.onmessage = () => {
          echoed += 1;
        };
        socket.onopen = () => {
          timer = window.setInterval(() => {
            socket.send(`tick ${(sent += 1)}`);
          }, 1_000);
          window.setTimeout(() => {
            window.clearInterval(timer);
            let tries = 300;
            const end = (): void => {
              if (echoed === sent || closed || (tries -= 1) === 0) resolve({ sent, echoed, closed });
              else window.setTimeout(end, 100);
            };
            end();
          }, ms);
        };
      }),
    forMs,
  );
