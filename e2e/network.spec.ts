import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { startConsole } from './support/console.ts';
import { freshDir } from './support/paths.ts';
import { recordTcp, recordUdp } from './support/recorders.ts';

/** Every way in which a page can reach for an address; the listener tells whether anything arrived. */
const reachOut = (page: Page, port: number): Promise<string[]> =>
  page.evaluate(async (to) => {
    const origin = `127.0.0.1:${to}`;
    const link = (rel: string) => {
      const element = Object.assign(document.createElement('link'), {
        rel,
        href: `http://${origin}/${rel}`,
        as: 'script',
      });
      document.head.append(element);
    };
    for (const rel of ['stylesheet', 'preload', 'prefetch', 'preconnect', 'dns-prefetch', 'modulepreload', 'icon'])
      link(rel);
    navigator.sendBeacon(`http://${origin}/beacon`, 'x');
    const settled = (start: (done: (outcome: string) => void) => void) => new Promise<string>(start);
    return Promise.all([
      fetch(`http://${origin}/fetch`).then(
        () => 'reached',
        () => 'refused',
      ),
      fetch(`http://localhost:${to}/name`, { mode: 'no-cors' }).then(
        () => 'reached',
        () => 'refused',
      ),
      settled((done) =>
        Object.assign(new Image(), {
          onload: () => done('reached'),
          onerror: () => done('refused'),
          src: `http://${origin}/image`,
        }),
      ),
      settled((done) => {
        try {
          Object.assign(new WebSocket(`ws://${origin}/socket`), {
            onopen: () => done('reached'),
            onerror: () => done('refused'),
          });
        } catch {
          done('refused');
        }
      }),
      settled((done) =>
        Object.assign(new EventSource(`http://${origin}/events`), {
          onopen: () => done('reached'),
          onerror: () => done('refused'),
        }),
      ),
    ]);
  }, port);

for (const { title, bypassCSP } of [
  { title: "the page's policy keeps it off the network", bypassCSP: false },
  { title: 'without its policy the filter of requests keeps the page off the network', bypassCSP: true },
]) {
  test(title, async () => {
    const recorder = await recordTcp();
    const desk = await startConsole({ bypassCSP });
    const ran = await desk.page.evaluate(() => {
      document.head.append(Object.assign(document.createElement('script'), { textContent: 'window.ranInline = true' }));
      return 'ranInline' in window;
    });
    expect(ran, 'the policy is off only where this test says so').toBe(bypassCSP);
    expect(await reachOut(desk.page, recorder.port)).toEqual(Array<string>(5).fill('refused'));
    expect(recorder.seen()).toBe(0);
    // The listener does hear: main's Node reaches it.
    const status = await desk.app.evaluate(
      async (_electron, port) => (await fetch(`http://127.0.0.1:${port}/control`)).status,
      recorder.port,
    );
    expect(status).toBe(200);
    expect(recorder.seen()).toBe(1);
    await desk.close();
    recorder.close();
  });
}

test('WebRTC sends nothing past the filter and names no address', async () => {
  const recorder = await recordUdp();
  const desk = await startConsole();
  const candidates = await desk.page.evaluate(async (port) => {
    const peer = new RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${port}` }] });
    const found: string[] = [];
    const done = new Promise<void>((resolve) => {
      peer.onicecandidate = (event) => (event.candidate?.candidate ? found.push(event.candidate.candidate) : resolve());
    });
    peer.createDataChannel('x');
    await peer.setLocalDescription(await peer.createOffer());
    await done;
    peer.close();
    return found;
  }, recorder.port);
  expect(candidates).toEqual([]);
  expect(recorder.seen()).toBe(0);
  await desk.app.evaluate(async (_electron, port) => {
    const { createSocket } = process.getBuiltinModule?.('node:dgram') ?? (await import('node:dgram'));
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.send('control', port, '127.0.0.1', () => resolve()));
    socket.close();
  }, recorder.port);
  await expect.poll(() => recorder.seen()).toBe(1);
  await desk.close();
  recorder.close();
});

/** Hosts that Chromium's network log of one run names in requests. */
const hostsAsked = async (
  during: (desk: Awaited<ReturnType<typeof startConsole>>) => Promise<void>,
): Promise<string[]> => {
  const file = join(freshDir('netlog'), 'net.json');
  const desk = await startConsole({ args: [`--log-net-log=${file}`] });
  await desk.page.waitForLoadState('load');
  await during(desk);
  await desk.close();
  return [...readFileSync(file, 'utf8').matchAll(/"url":"(https?:\/\/[^/"]+)/g)].map((match) => match[1] as string);
};

test('Chromium itself asks nothing of the internet, no dictionary either', async () => {
  expect(await hostsAsked(() => Promise.resolve())).toEqual([]);
  const withLanguage = await hostsAsked((desk) =>
    desk.app.evaluate(({ session }) => session.defaultSession.setSpellCheckerLanguages(['de'])),
  );
  expect(withLanguage.join(), 'the log does show such a request').toContain('gvt1.com');
});
