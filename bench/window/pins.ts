import { readFileSync } from 'node:fs';
import type { CDPSession, Page } from '@playwright/test';
import type { SiteId } from '../../fleet/ids.ts';
import type { SiteRecord } from '../../fleet/model/site.ts';
import { freePort } from '../../platform/free-port.test-support.ts';
import { seededRandom } from '../load/random.ts';
import { loadavg, measured, rounded, type BenchContext, type Result } from '../result.ts';
import { runtimeOf, startApp, temporaryProfile, until, type App } from './app.ts';
import { colouredPins, order, readView, reportOf, tellFleet, zoom, type PinInView, type View } from './pins-page.ts';
import { siteOf } from './site-names.ts';

/*
 * A map of 10,000 sites at three zooms with 5,000 changes of status a second, each of another site in view: how busy the
 * window's main thread is. Frames come as the engine sends them, from a worker; ten changed pins are read back from the
 * canvas, before and after.
 */

export interface PinsSize {
  readonly sites: number;
  readonly changesPerS: number;
  readonly seconds: number;
}

export const PINS_SIZE: PinsSize = { sites: 10_000, changesPerS: 5_000, seconds: 10 };
const GOAL = { atMost: 0.5 };
/** All sites, a step in, and in as far as every site has a pin of its own. */
const ZOOMS = ['all', 'middle', 'single'] as const;
const MIDDLE_STEPS = 1;
const SINGLE_PINS = 2_000;
const READ_BACK = 10;

/** So dense that the view in which every site has its own pin holds more than 2,000 of 10,000. */
const fleetOf = (n: number): readonly SiteRecord[] => {
  const random = seededRandom(11);
  return Array.from({ length: n }, (_, index) => ({
    ...{ id: siteOf(index) as SiteId, name: `Site ${index}`, adoption: 'adopted', status: 'ok', statusSinceTs: 0, link: 'up', lastLifeTs: Date.now() },
    ...{ bridges: {}, badges: [], tags: ['store'], region: 'north', lat: 46.5 + random() * 2.95, lon: 5.4 + random() * 5.3 },
    ...{ nvrs: { total: 1, up: 1 }, cameras: { total: 12, online: 12, disabled: 0 }, openAlerts: { critical: 0, warning: 0, info: 0 } },
  }));
};

interface Clocks {
  /** Seconds in tasks, by the wall clock: what waits for a core counts as busy. */
  readonly busy: number;
  /** Seconds of CPU time of the thread, as the scheduler counts it. */
  readonly cpu: number;
  readonly at: number;
}

const readClocks = async (cdp: CDPSession, threadPid: number): Promise<Clocks> => {
  const { metrics } = await cdp.send('Performance.getMetrics');
  const named = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? NaN;
  // Fields 14 and 15 in ticks of 10 ms, behind the name in brackets; the main thread has the process' own number.
  const fields = readFileSync(`/proc/${threadPid}/task/${threadPid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return { busy: named('TaskDuration'), cpu: (Number(fields[11]) + Number(fields[12])) / 100, at: named('Timestamp') };
};

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1_200));

const zoomTo = async (page: Page, wanted: (typeof ZOOMS)[number]): Promise<View> => {
  const most = wanted === 'all' ? 0 : wanted === 'middle' ? MIDDLE_STEPS : 12;
  let view = await readView(page);
  for (let step = 0; step < most && (wanted === 'middle' || view.rings > 0); step += 1) {
    await zoom(page, 1);
    await settle();
    view = await readView(page);
  }
  return view;
};

/** Pins so far from each other that none is drawn into what is read of another. */
const apartOf = (pins: readonly PinInView[]): readonly PinInView[] => {
  const chosen: PinInView[] = [];
  for (const pin of pins) {
    if (chosen.every(({ x, y }) => Math.hypot(x - pin.x, y - pin.y) > 60)) chosen.push(pin);
    if (chosen.length === READ_BACK) break;
  }
  return chosen;
};

/** All are fine, ten are not, all are fine again: the canvas shows each of it. */
const readBack = async (page: Page, { pins, sites }: View): Promise<number> => {
  const ten = apartOf(pins);
  const red = (n: number): Promise<void> => until(`${n} pins in the colour of an error`, async () => (await colouredPins(page, ten, '--st-err')) === n);
  await order(page, { type: 'status', keys: sites, status: 'ok' });
  await red(0);
  await order(page, { type: 'status', keys: ten.map(({ key }) => key), status: 'err' });
  await red(ten.length);
  await order(page, { type: 'status', keys: ten.map(({ key }) => key), status: 'ok' });
  await red(0);
  return ten.length;
};

interface Busy {
  readonly share: number;
  readonly cpuShare: number;
  readonly changesPerS: number;
}

const measureZoom = async ({ app, page }: App, cdp: CDPSession, view: View, { changesPerS, seconds }: PinsSize): Promise<Busy> => {
  const pid = await app.evaluate(({ app: electron }) => electron.getAppMetrics().find(({ type }) => type === 'Tab')?.pid ?? 0);
  await order(page, { type: 'rate', perS: changesPerS, keys: view.sites });
  await settle();
  const before = await readClocks(cdp, pid);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  const after = await readClocks(cdp, pid);
  await order(page, { type: 'rate', perS: 0, keys: [] });
  await settle();
  const report = await reportOf(page);
  const elapsed = after.at - before.at;
  return { share: (after.busy - before.busy) / elapsed, cpuShare: (after.cpu - before.cpu) / elapsed, changesPerS: ((report?.changes ?? 0) * 1_000) / (report?.ms ?? NaN) };
};

export const runPins = async ({ say }: BenchContext, size: PinsSize = PINS_SIZE): Promise<Result[]> => {
  const profile = temporaryProfile();
  const app = await startApp({ profile: profile.path, hub: `mqtt://127.0.0.1:${await freePort()}`, bypassCSP: true });
  try {
    const { page } = app;
    await page.locator('.pinlist').waitFor({ state: 'attached' });
    await tellFleet(page, fleetOf(size.sites));
    await until('all sites on the map', async () => (await readView(page)).sites.length === size.sites);
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Performance.enable');
    const runtime = await runtimeOf(app);
    const results: Result[] = [];
    for (const name of ZOOMS) {
      const view = await zoomTo(page, name);
      const loadavgBefore = loadavg();
      const { share, cpuShare, changesPerS } = await measureZoom(app, cdp, view, size);
      if (name === 'single' && view.pins.length < SINGLE_PINS && size === PINS_SIZE) throw new Error(`only ${view.pins.length} single pins in view`);
      const read = view.pins.length >= READ_BACK ? await readBack(page, view) : 0;
      const figures = { cpuShare: rounded(cpuShare), pins: view.pins.length, rings: view.rings, sitesInView: view.sites.length, changesPerS: Math.round(changesPerS), pinsReadBack: read };
      say(`  ${name}: busy ${rounded(share, 2)} (CPU ${rounded(cpuShare, 2)}), ${view.pins.length} pins, ${view.rings} rings, ${Math.round(changesPerS)} changes/s, ${read} pins read back`);
      const load = { sites: size.sites, messagesPerTurn: size.changesPerS * size.seconds, rounds: 1, eventShare: 0, loadavgBefore, loadavgAfter: loadavg() };
      results.push(measured(`pins-${name}`, rounded(share), { unit: 'share', what: 'main thread busy', runtime, load, figures, goal: GOAL }));
    }
    return results;
  } finally {
    await app.close();
    profile.remove();
  }
};
