import { expect, test, type Locator } from '@playwright/test';
import { startBroker, type Broker } from './support/broker.ts';
import { startConsole, utilityPid, type Console } from './support/console.ts';
import { alertsOf, banner, countOf, showMap, showTable, tableStatuses } from './support/overview.ts';
import { clockEnv, fastClock, ownOpenAlerts, ownStatuses, startSites, type Sites } from './support/sites.ts';
import { readStore } from './support/store.ts';

/* The console on a real mosquitto with simulated sites: one start, in the order of an eventful shift. */

const VICTIM = 'BL-MUC-01';
/** A tick this late by wall time means that the computer slept (contract §4). */
const SLEPT_FROM_MS = 10_000;
test.describe.configure({ mode: 'serial' });

let broker: Broker;
let sites: Sites;
let desk: Console;

test.beforeAll(async () => {
  const clock = fastClock();
  broker = await startBroker();
  sites = startSites({ clock, hubs: [broker.url] });
  desk = await startConsole({ args: ['--hub', broker.url], env: clockEnv(clock) });
  await showTable(desk.page);
});
test.afterAll(async () => {
  await desk.close();
  await sites.kill();
  await broker.kill();
});

/** Begins to wait before the cause, so that a short-lived line is not missed. */
const bannerSays = (text: RegExp): Promise<void> => expect(banner(desk.page)).toContainText(text);
const row = (site: string): Locator => desk.page.locator(`#site-row-${site}`);
/** The pin as the map says it to a screen reader; the canvas draws the same record. */
const pin = (site: string): Locator => desk.page.locator('.pinlist button').filter({ hasText: site });
const pictureIsTheSitesOwn = (): Promise<void> =>
  expect(async () => expect(await tableStatuses(desk.page)).toEqual(await ownStatuses(sites))).toPass();

test('the fleet of the hub stands on screen with the statuses that the sites have', async () => {
  await bannerSays(/30/);
  await expect.poll(() => countOf(desk.page, 'ok')).toBe(6);
  await pictureIsTheSitesOwn();
  expect(desk.errors).toEqual([]);
});

test('a site whose line dies is said to be offline everywhere, and is well again by itself', async () => {
  sites.scenario(VICTIM, 'wan_down', 'begin');
  await expect(row(VICTIM)).toContainText('Offline');
  await expect(alertsOf(desk.page, VICTIM)).toHaveCount(1);
  expect(await countOf(desk.page, 'offline')).toBe(1);
  await expect(desk.page.getByTestId('answer')).toContainText('1 site offline');
  await showMap(desk.page);
  await expect(pin(VICTIM)).toContainText('offline since');

  sites.scenario(VICTIM, 'wan_down', 'end');
  await expect(pin(VICTIM)).not.toContainText('since');
  await showTable(desk.page);
  await expect(row(VICTIM)).toContainText('OK');
  await expect(alertsOf(desk.page, VICTIM)).toHaveCount(0);
  await pictureIsTheSitesOwn();
});

test('trouble at a site shows with its kind, and goes when the site is well', async () => {
  sites.scenario(VICTIM, 'safe_mode', 'begin');
  await expect(row(VICTIM)).toContainText('Error');
  await expect(alertsOf(desk.page, VICTIM)).toContainText('safe mode');
  sites.scenario(VICTIM, 'safe_mode', 'end');
  await expect(row(VICTIM)).toContainText('OK');
});

test('the engine killed: the window says so, and is back with the picture that the sites have', async () => {
  sites.scenario(VICTIM, 'nvr_down', 'begin');
  await expect(row(VICTIM)).toContainText('Error');
  const before = await utilityPid(desk, 'engine');
  const said = bannerSays(/engine/i);
  process.kill(before ?? 0, 'SIGKILL');
  await said;
  sites.scenario(VICTIM, 'nvr_down', 'end');
  await expect.poll(() => utilityPid(desk, 'engine')).not.toBe(before);
  await pictureIsTheSitesOwn();
  await expect(async () => expect(readStore(desk.profile).openAlerts).toEqual(await ownOpenAlerts(sites))).toPass();
  await bannerSays(/30/);
});

test('after sleep the console asks its hub for everything again and blames no site', async () => {
  const subscriptions = (): number => broker.log().split('Received SUBSCRIBE from console-').length;
  const before = subscriptions();
  const engine = (await utilityPid(desk, 'engine')) ?? 0;
  const wakesTs = Date.now() + SLEPT_FROM_MS + 1_000;
  process.kill(engine, 'SIGSTOP');
  await expect.poll(() => Date.now()).toBeGreaterThan(wakesTs);
  process.kill(engine, 'SIGCONT');
  await desk.app.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'));
  await expect.poll(subscriptions).toBeGreaterThan(before);
  await pictureIsTheSitesOwn();
  expect(await countOf(desk.page, 'offline')).toBe(0);
});

test('a broker that lost everything is back: the picture heals', async () => {
  const said = bannerSays(/No hub reachable/);
  await broker.kill();
  await said;
  sites.scenario(VICTIM, 'nvr_down', 'begin');
  await broker.start();
  await expect(row(VICTIM)).toContainText('Error');
  sites.scenario(VICTIM, 'nvr_down', 'end');
  await expect.poll(() => countOf(desk.page, 'ok')).toBe(6);
  await pictureIsTheSitesOwn();
  expect(desk.errors).toEqual([]);
});
