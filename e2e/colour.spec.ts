import { expect, test, type Locator, type Page } from '@playwright/test';
import { connectPublisher, TestSite, type TestDocument, type TestPublisher } from '../main/engine/site-speaker.test-support.ts';
import { startBroker, type Broker } from './support/broker.ts';
import { startConsole, type Console } from './support/console.ts';
import { showMap, showTable, siteCount } from './support/overview.ts';

/*
 * Colour is never alone: with one grey for every status and severity the marks still differ in pixels, and each says its
 * word. Pins on the canvas have a test of their own beside their drawing.
 */

const SEVERITIES = ['critical', 'warning', 'info'] as const;

/** Every token of status and severity the same; those of words, grounds and edges, too. */
const inOneGrey = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const { style } = document.documentElement;
    const kinds = ['st-ok', 'st-warn', 'st-err', 'st-offline', 'st-maint', 'st-unknown', 'sev-critical', 'sev-warning', 'sev-info'];
    for (const kind of kinds) {
      style.setProperty(`--${kind}`, '#9a9a9a');
      style.setProperty(`--${kind}-text`, '#d0d0d0');
      style.setProperty(`--${kind}-on`, '#101010');
      style.setProperty(`--${kind}-bg`, '#303030');
    }
    for (const kind of ['st-ok-quiet', 'st-stale', 'sev-warning-line']) style.setProperty(`--${kind}`, '#9a9a9a');
    style.setProperty('--st-warn-edge', 'transparent');
  });

/** Share of pixels in which two pictures of marks differ clearly, from 0 to 1. */
const difference = (page: Page, a: Buffer, b: Buffer): Promise<number> =>
  page.evaluate(
    async (pictures) => {
      const [one, other] = await Promise.all(
        pictures.map(async (base64) => {
          const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))]));
          const ctx = new OffscreenCanvas(24, 24).getContext('2d')!;
          ctx.drawImage(bitmap, 0, 0);
          return ctx.getImageData(0, 0, Math.min(24, bitmap.width), Math.min(24, bitmap.height)).data;
        }),
      );
      const pixels = Math.min(one!.length, other!.length) / 4;
      let differ = 0;
      for (let at = 0; at < pixels; at += 1) if (Math.abs(one![4 * at]! - other![4 * at]!) > 40) differ += 1;
      return differ / pixels;
    },
    [a.toString('base64'), b.toString('base64')] as const,
  );

/** Pairs of marks that look alike, by name. */
const alike = async (page: Page, marks: ReadonlyMap<string, Locator>): Promise<readonly string[]> => {
  const pictures: [string, Buffer][] = [];
  for (const [name, mark] of marks) pictures.push([name, await mark.screenshot()]);
  const pairs: string[] = [];
  for (const [at, [name, picture]] of pictures.entries())
    for (const [other, second] of pictures.slice(at + 1))
      if ((await difference(page, picture, second)) < 0.04) pairs.push(`${name} and ${other}`);
  return pairs;
};

const STATUSES = ['offline', 'err', 'warn', 'unknown', 'maintenance', 'ok'];
const WORD = /^(Offline|Error|Warning|Unknown|Maintenance|OK)/;

test.describe.configure({ mode: 'serial' });
let broker: Broker;
let publisher: TestPublisher;
let desk: Console;
test.beforeAll(async () => {
  broker = await startBroker();
  publisher = await connectPublisher(broker.url);
  const sites = SEVERITIES.map((_, at) => new TestSite(`BL-GREY-${at}`));
  for (const [at, site] of sites.entries()) await publisher.send(site.state('site', { lat: 48 + at, lon: 10 + at }), site.health());
  desk = await startConsole({ args: ['--hub', broker.url] });
  await expect.poll(() => siteCount(desk.page)).toBe(sites.length);
  await publisher.send(...sites.map((site, at) => site.alert(1, 'open', { severity: SEVERITIES[at]! })));
  await expect(desk.page.getByTestId('alert-count')).toHaveText('3');
  await inOneGrey(desk.page);
  await desk.page.getByRole('banner').hover();
});
test.afterAll(async () => {
  await desk?.close();
  await publisher?.close();
  await broker?.kill();
});

test('in one grey the six shapes of the health panel differ, and each says its status', async () => {
  const { page } = desk;
  // Those without a site in full strength.
  await page.locator('.hgrid .g').evaluateAll((all) => all.forEach((one) => ((one as SVGElement).style.cssText = 'opacity: 1; filter: none')));
  expect(await alike(page, new Map(STATUSES.map((status) => [status, page.locator(`.hgrid [data-status="${status}"] .g`)])))).toEqual([]);
  for (const status of STATUSES) await expect(page.locator(`.hgrid [data-status="${status}"]`)).toHaveAccessibleName(WORD);
});

test('in one grey the shares of the bar differ by pattern or height', async () => {
  const { page } = desk;
  await page.locator('.hbar').evaluate((bar, all) => {
    const probe = bar.cloneNode() as HTMLElement;
    probe.id = 'probe';
    probe.append(...all.map((status) => Object.assign(document.createElement('span'), { className: status })));
    for (const share of probe.children) (share as HTMLElement).style.flex = '1';
    bar.after(probe);
  }, STATUSES);
  const shares = new Map(STATUSES.map((status) => [status, page.locator(`#probe .${status}`)]));
  const heights = await Promise.all([...shares.values()].map(async (share) => (await share.boundingBox())!.height));
  expect(heights).toEqual([12, 12, 12, 12, 12, 6]);
  shares.delete('ok');
  expect(await alike(page, shares)).toEqual([]);
  await expect(page.locator('.hbar').first()).toHaveAccessibleName(/Offline, .*OK/);
});

test('in one grey the alerts differ by shape; map, legend and table say the status in a word', async () => {
  const { page } = desk;
  const marks = new Map(SEVERITIES.map((severity, at) => [severity as string, page.locator('.al', { hasText: `BL-GREY-${at}` }).locator('.g')]));
  expect(await alike(page, marks)).toEqual([]);
  for (const [severity, mark] of marks) await expect(mark).toHaveAccessibleName(new RegExp(severity, 'i'));
  for (const entry of await page.locator('.legend > span').all()) {
    await expect(entry.locator('svg.g')).toHaveCount(1);
    await expect(entry).toHaveText(WORD);
  }
  for (const pin of await page.locator('.pinlist > li > button').all()) await expect(pin).toHaveAccessibleName(/Offline|Error|Warning|Unknown|Maintenance|OK|unknown|not known/i);
  await showTable(page);
  const rows = page.locator('.tbody [role="row"] .gl svg');
  await expect(rows).toHaveCount(SEVERITIES.length);
  for (const row of await rows.all()) await expect(row).toHaveAccessibleName(WORD);
});

/** Sites at one place that live (a second state proves it), so that they are one ring whose shares all have this status. */
const ringOf = async (name: string, at: { readonly lat: number; readonly lon: number }, makeSo: (site: TestSite) => readonly TestDocument[]) => {
  const sites = [1, 2, 3].map((n) => new TestSite(`BL-${name}-${n}`));
  await publisher.send(...sites.flatMap((site) => [site.state('site', at), site.health(), site.health(), ...makeSo(site)]));
};

/** Levels of red in the share at 9 o'clock of the ring that has the focus, its outline not among them; none while it has no mark. */
const focusedShare = (): readonly number[] => {
  for (const canvas of document.querySelectorAll<HTMLCanvasElement>('.leaflet-pane canvas')) {
    const ctx = canvas.getContext('2d')!;
    const { data, width } = ctx.getImageData(0, 0, canvas.width, canvas.height);
    const [xs, ys]: [number[], number[]] = [[], []];
    for (let at = 0; at < data.length; at += 4) {
      if (data[at]! > 20 || data[at + 1]! < 235 || data[at + 2]! > 20) continue;
      xs.push((at / 4) % width);
      ys.push(Math.floor(at / 4 / width));
    }
    if (xs.length === 0) continue;
    const middle = (all: readonly number[]): number => Math.round((Math.min(...all) + Math.max(...all)) / 2);
    const strip = ctx.getImageData(middle(xs) - 16, middle(ys) - 7, 7, 14).data;
    return Array.from({ length: strip.length / 4 }, (_, pixel) => strip[4 * pixel]!);
  }
  return [];
};

test('FS-974: in one grey the rings on the map differ by the marks of their shares', async () => {
  const { page } = desk;
  await showMap(page);
  await ringOf('OK', { lat: 40, lon: 0 }, () => []);
  await ringOf('WARN', { lat: 40, lon: 8 }, (site) => [site.alert(1, 'open', { severity: 'warning' })]);
  await ringOf('ERR', { lat: 40, lon: 16 }, (site) => [site.alert(1, 'open', { severity: 'critical' })]);
  await expect.poll(() => siteCount(page)).toBe(SEVERITIES.length + 9);
  await expect(page.locator('.pinlist button[data-key^="ring-"]')).toHaveCount(3);
  for (const status of ['ok', 'warn', 'err']) await expect(page.locator(`.hgrid [data-status="${status}"] b`)).toHaveText('3');
  // The map reads its colours anew with the theme; the mark of the focus tells where a ring is.
  await page.evaluate(() => document.documentElement.style.setProperty('--focus', 'rgb(0, 255, 0)'));
  await page.getByRole('button', { name: 'Light theme' }).click();
  const shares = new Map<string, readonly number[]>();
  for (const word of ['OK', 'Warning', 'Error']) {
    await page.locator('.pinlist button[data-key^="ring-"]', { hasText: word }).focus();
    await expect.poll(async () => (await page.evaluate(focusedShare)).length).toBeGreaterThan(0);
    shares.set(word, await page.evaluate(focusedShare));
  }
  const differing = (a: readonly number[], b: readonly number[]): number => a.filter((level, at) => Math.abs(level - b[at]!) > 40).length / a.length;
  const pairs = [...shares].flatMap(([one, a], at) => [...shares].slice(at + 1).map(([other, b]) => ({ pair: `${one} and ${other}`, share: differing(a, b) })));
  expect(pairs.filter(({ share }) => share < 0.04)).toEqual([]);
});

test("the system's forced colours leave bars and what is chosen visible", async () => {
  const { page } = desk;
  await page.emulateMedia({ forcedColors: 'active' });
  const pressed = page.locator('.hgrid [data-status="err"]');
  await pressed.press('Enter');
  await expect(pressed).toHaveCSS('outline-style', 'solid');
  await expect(page.locator('#probe .err')).toHaveCSS('background-color', 'rgb(154, 154, 154)');
  expect(desk.errors).toEqual([]);
});
