import { networkInterfaces } from 'node:os';
import type { Page } from '@playwright/test';
import { recordTcp, recordTcp6, recordUdp, type Recorder } from './recorders.ts';

/*
 * Every way in which a page may try to get out, each at a listener of its own, which tells what arrived. Run in a page of
 * a site, nothing may arrive; run in a page without the console around it, everything does.
 */

const TCP = [
  ...(['fetch', 'localhost', 'image', 'script', 'stylesheet', 'font', 'video', 'frame', 'form', 'beacon', 'ping'] as const),
  // Electron acts on neither `preconnect` nor `icon`, and on no `0.0.0.0`: without the console nothing arrives either.
  ...(['socket', 'secureSocket', 'events', 'prefetch', 'preload', 'modulepreload'] as const),
  ...(['worker', 'sharedWorker', 'serviceWorker', 'turn', 'report'] as const),
] as const;
/** At the loopback address of IPv6, where this machine has one. */
const HAS_IPV6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'));
const TCP6: readonly 'loopback6'[] = HAS_IPV6 ? ['loopback6'] : [];
const UDP = ['stun', 'transport'] as const;

export type ProbeName = (typeof TCP)[number] | (typeof TCP6)[number] | (typeof UDP)[number];
export type Ports = Readonly<Record<ProbeName, number>>;

export interface Listeners {
  readonly ports: Ports;
  /** Probes that arrived, sorted. */
  readonly reached: () => readonly ProbeName[];
  readonly close: () => void;
}

export const ALL_PROBES: readonly ProbeName[] = [...TCP, ...TCP6, ...UDP].sort();

export const startListeners = async (): Promise<Listeners> => {
  const entries: [ProbeName, Recorder][] = [];
  for (const name of TCP) entries.push([name, await recordTcp()]);
  for (const name of TCP6) entries.push([name, await recordTcp6()]);
  for (const name of UDP) entries.push([name, await recordUdp()]);
  return {
    ports: Object.fromEntries(entries.map(([name, { port }]) => [name, port])) as Ports,
    reached: () => entries.flatMap(([name, { seen }]) => (seen() > 0 ? [name] : [])).sort(),
    close: () => entries.forEach(([, recorder]) => recorder.close()),
  };
};

/** Starts all of them and waits until the page knows of each whether it failed. `/worker.js` and `/service.js` are the site's own. */
export const reachOut = async (page: Page, ports: Ports): Promise<void> => {
  await page.evaluate(loadProbes, ports);
  await page.evaluate(talkProbes, ports);
};

/** What a document loads. Runs in the page. */
const loadProbes = async (to: Ports): Promise<void> => {
  const at = (name: keyof Ports, path = name): string => `http://127.0.0.1:${to[name]}/${path}`;
  const settled = (element: HTMLElement, under: HTMLElement = document.head): Promise<void> =>
    new Promise((resolve) => {
      element.addEventListener('load', () => resolve());
      element.addEventListener('error', () => resolve());
      setTimeout(resolve, 3_000);
      under.append(element);
    });
  const make = <K extends keyof HTMLElementTagNameMap>(tag: K, more: object): HTMLElementTagNameMap[K] =>
    Object.assign(document.createElement(tag), more);
  const link = (rel: keyof Ports, as = ''): Promise<void> => settled(make('link', { rel, as, href: at(rel) }));
  const style = make('style', { textContent: `@font-face{font-family:x;src:url(${at('font')})} b{font-family:x}` });
  document.head.append(style);
  document.body.append(make('b', { textContent: 'x' }));
  const target = make('iframe', { name: 'formTarget' });
  document.body.append(target);
  const form = make('form', { method: 'post', action: at('form'), target: 'formTarget' });
  document.body.append(form);
  form.submit();
  const ping = make('a', { href: '#here', ping: at('ping') });
  document.body.append(ping);
  ping.click();
  navigator.sendBeacon(at('beacon'), 'x');
  const video = make('video', { src: at('video'), preload: 'auto' });
  document.body.append(video);
  video.load();
  await Promise.all([
    ...[link('stylesheet'), link('prefetch'), link('preload', 'script'), link('modulepreload')],
    settled(make('img', { src: at('image') })),
    settled(make('script', { src: at('script') })),
    settled(make('iframe', { src: at('frame') }), document.body),
    settled(make('iframe', { src: `/report?port=${to.report}` }), document.body),
  ]);
};

/** What scripts open. Runs in the page. */
const talkProbes = async (to: Ports): Promise<void> => {
  const at = (name: keyof Ports, scheme = 'http', host = '127.0.0.1'): string => `${scheme}://${host}:${to[name]}/${name}`;
  const outcome = (start: (done: () => void) => void): Promise<void> =>
    new Promise((resolve) => {
      setTimeout(resolve, 4_000);
      try {
        start(resolve);
      } catch {
        resolve();
      }
    });
  const socket = (url: string): Promise<void> =>
    outcome((done) => Object.assign(new WebSocket(url), { onopen: done, onerror: done }));
  const gather = (iceServers: RTCIceServer[]): Promise<void> =>
    outcome((done) => {
      const peer = new RTCPeerConnection({ iceServers });
      peer.onicecandidate = (event) => event.candidate === null && done();
      peer.createDataChannel('x');
      void peer.createOffer().then((offer) => peer.setLocalDescription(offer));
    });
  const ask = (port: MessagePort | Worker, url: string): Promise<void> =>
    outcome((done) => {
      Object.assign(port, { onmessage: () => done() });
      port.postMessage(url);
    });
  const serviceWorker = async (): Promise<void> => {
    await navigator.serviceWorker.register('/service.js');
    const { active } = await navigator.serviceWorker.ready;
    const { port1, port2 } = new MessageChannel();
    await outcome((done) => {
      port1.onmessage = () => done();
      active?.postMessage(at('serviceWorker'), [port2]);
    });
  };
  const turn = { urls: `turn:127.0.0.1:${to.turn}?transport=tcp`, username: 'u', credential: 'p' };
  await Promise.all([
    fetch(at('fetch'), { mode: 'no-cors' }).catch(() => undefined),
    fetch(at('localhost', 'http', 'localhost'), { mode: 'no-cors' }).catch(() => undefined),
    fetch(at('loopback6', 'http', '[::1]'), { mode: 'no-cors' }).catch(() => undefined),
    socket(at('socket', 'ws')),
    socket(at('secureSocket', 'wss')),
    outcome((done) => Object.assign(new EventSource(at('events')), { onopen: done, onerror: done })),
    ask(new Worker('/worker.js'), at('worker')),
    ask(new SharedWorker('/shared.js').port, at('sharedWorker')),
    serviceWorker().catch(() => undefined),
    gather([{ urls: `stun:127.0.0.1:${to.stun}` }]),
    gather([turn]),
    new Promise<void>((resolve) => setTimeout(resolve, 4_000, new WebTransport(at('transport', 'https')).closed.catch(() => undefined))),
  ]);
};
