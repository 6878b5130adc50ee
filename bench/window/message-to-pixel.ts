import type { Page } from '@playwright/test';
import { startMosquitto } from '../../platform/mosquitto.test-support.ts';
import { loadavg, measured, percentile, rounded, type BenchContext, type Result } from '../result.ts';
import { countedSites, runtimeOf, startApp, temporaryProfile, until, writeSettings, type App } from './app.ts';
import { startPublisher, type Publisher } from './publish.ts';

/*
 * From the publisher's send to the frame after the one that shows the message's own number: 1,000 messages a second through a
 * real mosquitto, engine, port and window; the numbers are read in the rows of the table that are in view.
 */

export interface PixelSize {
  readonly sites: number;
  readonly messagesPerS: number;
  readonly samples: number;
}

/** More sites than messages a second: two of one topic within a second are one (contract §7). */
export const PIXEL_SIZE: PixelSize = { sites: 1_050, messagesPerS: 1_000, samples: 2_000 };
const GOAL = { atMost: 100 };

interface Seen {
  readonly site: string;
  readonly n: number;
  readonly ms: number;
}

/** In the page: notes for each number that appears in a row the start of the frame after it. */
const watchRows = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const bench = { seen: [] as Seen[], longest: 0, longTasks: 0 };
    Object.assign(window, { bench });
    const known = new Map<string, string>();
    const offsetMs = performance.timeOrigin;
    const look = (): void => {
      const fresh: { site: string; n: number }[] = [];
      for (const row of document.querySelectorAll('.tbody [role="row"]')) {
        const site = row.querySelector('.id')?.textContent ?? '';
        const text = row.lastElementChild?.textContent ?? '';
        if (known.get(site) === text) continue;
        known.set(site, text);
        fresh.push({ site, n: Number(/[\d.,]+(?= ms)/.exec(text)?.[0].replace(/\D/g, '') ?? NaN) });
      }
      if (fresh.length === 0) return;
      requestAnimationFrame(() => {
        const ms = offsetMs + performance.now();
        for (const one of fresh) bench.seen.push({ ...one, ms });
      });
    };
    new MutationObserver(look).observe(document.querySelector('.tbody') ?? document.body, { subtree: true, childList: true, characterData: true });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) {
        bench.longTasks += 1;
        bench.longest = Math.max(bench.longest, duration);
      }
    }).observe({ type: 'longtask' });
  });

const readPage = ({ page }: App): Promise<{ readonly seen: readonly Seen[]; readonly longest: number; readonly longTasks: number }> =>
  page.evaluate(() => (window as unknown as { bench: { seen: Seen[]; longest: number; longTasks: number } }).bench);

/** Rows stand still: by site, not by status. */
const showRows = async ({ page }: App): Promise<number> => {
  await page.getByRole('button', { name: 'Table', exact: true }).click();
  await page.getByRole('columnheader', { name: 'Site', exact: true }).getByRole('button').click();
  await page.getByRole('banner').hover();
  return page.locator('.tbody [role="row"]').count();
};

/** Each sample's way; throws where a number of a visible site never appeared. */
const waysOf = (seen: readonly Seen[], sent: readonly number[], sites: number): readonly number[] => {
  const ways: number[] = [];
  const last = new Map<string, number>();
  for (const { site, n, ms } of seen) {
    const before = last.get(site);
    last.set(site, n);
    // What a row showed when it came into view was sent before.
    if (before === undefined || n < 2) continue;
    if (n !== before + 1) throw new Error(`${site} showed ${n} after ${before}: a message was unseen`);
    const sentMs = sent[(n - 2) * sites + Number(site.slice(4))];
    if (sentMs !== undefined) ways.push(ms - sentMs);
  }
  return ways;
};

const sample = async (app: App, publisher: Publisher, { sites, samples }: PixelSize): Promise<readonly number[]> => {
  publisher.go();
  await until(`${samples} samples`, async () => (await readPage(app)).seen.length > samples * 1.05 + 200);
  const sent = await publisher.stop();
  await new Promise((resolve) => setTimeout(resolve, 500));
  return waysOf((await readPage(app)).seen, sent, sites);
};

/** Throws where a number is unseen. */
export const runMessageToPixel = async ({ say }: BenchContext, size: PixelSize = PIXEL_SIZE): Promise<Result[]> => {
  const broker = await startMosquitto({ extra: 'max_queued_messages 0' });
  const profile = temporaryProfile();
  writeSettings(profile.path, ['line']);
  const publisher = await startPublisher({ url: broker.url, sites: size.sites, messagesPerS: size.messagesPerS });
  const app = await startApp({ profile: profile.path, hub: broker.url });
  try {
    await until('all sites', async () => (await countedSites(app)) === size.sites);
    const rows = await showRows(app);
    await watchRows(app.page);
    const loadavgBefore = loadavg();
    const ways = await sample(app, publisher, size);
    const { longest, longTasks } = await readPage(app);
    const p = (share: number): number => rounded(percentile(ways, share), 1);
    const figures = { samples: ways.length, medianMs: p(0.5), p99Ms: p(0.99), worstMs: p(1), rowsInView: rows, longTasks, longestTaskMs: Math.round(longest) };
    const load = { sites: size.sites, messagesPerTurn: ways.length, rounds: 1, eventShare: 0, loadavgBefore, loadavgAfter: loadavg() };
    say(`  p95 ${p(0.95)} ms of ${ways.length}, longest task ${Math.round(longest)} ms`);
    if (ways.length < size.samples) throw new Error(`${ways.length} samples instead of ${size.samples}`);
    const runtime = await runtimeOf(app);
    return [
      measured('message-to-pixel', p(0.95), { unit: 'ms', what: 'p95 from send to the frame after the one that shows it', runtime, load, figures, goal: GOAL }),
      measured('message-to-pixel-task', Math.round(longest), { unit: 'ms', what: 'longest task of the window’s main thread (0: none of 50 ms)', runtime, load, figures: { longTasks }, goal: { atMost: 50 } }),
    ];
  } finally {
    publisher.close();
    await app.close();
    await broker.dispose();
    profile.remove();
  }
};
