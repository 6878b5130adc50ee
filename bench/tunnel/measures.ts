import { setTimeout as delay } from 'node:timers/promises';
import { median } from '../result.ts';
import { ask, drain, type Way } from './way.ts';

/** What one way did in one round. */
export interface Round {
  readonly mbPerS: number;
  readonly cpuMsPerMb: number;
  readonly firstByteMs: number;
}

/** What eight paced streams with pages beside them were like. */
export interface Streams {
  /** Longest time without a byte on any of the streams. */
  readonly worstGapMs: number;
  readonly pageMs: number;
  readonly worstPageMs: number;
  /** Share of one core. */
  readonly cpuShare: number;
}

const MB = 1_048_576;
const FIRST_BYTES = 10;
const STREAMS = 8;
/** 2 Mbit/s. */
const STREAM_KIB_PER_S = 250;
const PAGE_EVERY_MS = 250;

/** The same server without any tunnel. */
export const loopbackWay = (url: string): Way => {
  const port = Number(new URL(url).port);
  return { name: 'loopback', startMs: 0, get: (_site, path) => ask(port, path), cpuMs: () => 0, memoryMb: () => 0, close: () => Promise.resolve() };
};

const firstByteMs = async (way: Way): Promise<number> => {
  const begin = performance.now();
  const response = await way.get('a', '/');
  const ms = performance.now() - begin;
  await drain(response);
  return ms;
};

/** A download of `mb` MB, then small requests, each on a connection of its own. */
export const measureRound = async (way: Way, mb: number): Promise<Round> => {
  const [begin, cpuBefore] = [performance.now(), way.cpuMs()];
  const bytes = await drain(await way.get('a', `/blob?mb=${mb}`));
  const [ms, cpuMs] = [performance.now() - begin, way.cpuMs() - cpuBefore];
  if (bytes !== mb * MB) throw new Error(`${way.name}: ${bytes} bytes instead of ${mb * MB}`);
  const firsts: number[] = [];
  for (let count = 0; count < FIRST_BYTES; count += 1) firsts.push(await firstByteMs(way));
  return { mbPerS: (mb * 1_000) / ms, cpuMsPerMb: cpuMs / mb, firstByteMs: median(firsts) };
};

/** Eight streams of 2 Mbit/s from one site for so long, and a page of the other site each quarter of a second. */
export const measureStreams = async (way: Way, seconds: number): Promise<Streams> => {
  const mb = Math.ceil((STREAM_KIB_PER_S * seconds) / 1_024);
  const [begin, cpuBefore] = [performance.now(), way.cpuMs()];
  let running = true;
  const gaps: number[] = [];
  const pages: number[] = [];
  const stream = async (): Promise<void> => {
    const response = await way.get('a', `/blob?mb=${mb}&kbs=${STREAM_KIB_PER_S}`);
    let last = performance.now();
    await drain(response, () => {
      const now = performance.now();
      gaps.push(now - last);
      last = now;
    });
  };
  const browse = async (): Promise<void> => {
    while (running) {
      const asked = performance.now();
      await drain(await way.get('b', '/'));
      pages.push(performance.now() - asked);
      await delay(PAGE_EVERY_MS);
    }
  };
  const browsing = browse();
  await Promise.all(Array.from({ length: STREAMS }, stream));
  running = false;
  await browsing;
  const ms = performance.now() - begin;
  return { worstGapMs: Math.max(...gaps), pageMs: median(pages), worstPageMs: Math.max(...pages), cpuShare: (way.cpuMs() - cpuBefore) / ms };
};
