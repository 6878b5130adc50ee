import { expect, test, type Page } from '@playwright/test';
import { connectPublisher, TestSite, type TestPublisher } from '../main/engine/site-speaker.test-support.ts';
import { startBroker, type Broker } from './support/broker.ts';
import { startConsole, type Console } from './support/console.ts';
import { banner, showMap, showTable, siteCount, twoFrames } from './support/overview.ts';

/*
 * The operator works while a thousand messages a second arrive at a real broker: rows stay under the pointer, the list stays
 * where it was scrolled to, the focus stays where it was put.
 */

const SITES = 200;
/** Enough for many frames and for every site to speak tens of times. */
const MESSAGES = 12_000;
const TICK_MS = 20;
const PER_TICK = 20;

test.describe.configure({ mode: 'serial' });
let broker: Broker;
let publisher: TestPublisher;
let desk: Console;
const sites = Array.from({ length: SITES }, (_, at) => new TestSite(`BL-LOAD-${100 + at}`));

test.beforeAll(async () => {
  broker = await startBroker();
  publisher = await connectPublisher(broker.url);
  for (const [at, site] of sites.entries()) {
    const place = { lat: 40 + (at % 15), lon: -5 + Math.floor(at / 15) * 1.7, name: `Site ${at}` };
    await publisher.send(site.state('site', place), site.health());
  }
  desk = await startConsole({ args: ['--hub', broker.url] });
  await expect.poll(() => siteCount(desk.page)).toBe(SITES);
  // The hub was read: the line of the old picture is gone, the one of the new sites is there.
  await expect(desk.page.getByTestId('adopt')).toBeVisible();
  await expect(banner(desk.page)).toBeHidden();
});
test.afterAll(async () => {
  await desk?.close();
  await publisher?.close();
  await broker?.kill();
});

/** A thousand messages a second: figures, and now and then an alert that opens or closes, so that rows want to move. */
const load = async (): Promise<void> => {
  let sent = 0;
  let alerts = 0;
  while (sent < MESSAGES) {
    for (let n = 0; n < PER_TICK; n += 1, sent += 1) {
      const site = sites[sent % SITES]!;
      if (sent % 97 !== 0) publisher.blast(site.health('ok', { cpu_pct: (sent * 7) % 100 }));
      else publisher.blast(site.alert(1_000 + Math.floor(alerts++ / 2), alerts % 2 === 1 ? 'open' : 'close', { severity: 'critical' }));
    }
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  // Answered by the hub after everything before it.
  await publisher.send();
};

interface Moved {
  readonly frames: number;
  readonly changes: readonly string[];
}

/**
 * Looks at each frame as it is painted, until `stop`: what stands under a point, where the focus is, and how far `scroller`,
 * where one is named, is scrolled.
 */
const watch = (page: Page, point: { readonly x: number; readonly y: number }, scroller?: string): Promise<() => Promise<Moved>> =>
  page
    .evaluate(
      ([at, selector]) => {
        const look = (): string => {
          const under = document.elementFromPoint(at.x, at.y)?.closest('[role="row"], [role="listitem"]');
          const active = document.activeElement;
          const list = selector === undefined ? null : document.querySelector(selector);
          return [
            `row ${under ? (under.querySelector('.id')?.textContent ?? '?') : '–'}`,
            `scrolled ${list?.scrollTop ?? '–'}`,
            `focus ${active?.getAttribute('data-key') ?? active?.className ?? '–'}`,
            `active row ${list?.getAttribute('aria-activedescendant') ?? '–'}`,
          ].join(', ');
        };
        const first = look();
        const seen = { frames: 0, changes: [] as string[], on: true };
        Object.assign(window, { watched: seen });
        const lookAtFrame = (): void => {
          seen.frames += 1;
          const now = look();
          if (now !== first && seen.changes.length < 5) seen.changes.push(`${first} → ${now}`);
          if (seen.on) requestAnimationFrame(frame);
        };
        // A new observer of sizes is called in the same frame, after the layout and after those of the app.
        const frame = (): void => {
          new ResizeObserver((_, observer) => {
            observer.disconnect();
            lookAtFrame();
          }).observe(document.body);
        };
        requestAnimationFrame(frame);
      },
      [point, scroller] as const,
    )
    .then(
      () => () =>
        page.evaluate(() => {
          const seen = (window as unknown as { watched: { frames: number; changes: string[]; on: boolean } }).watched;
          seen.on = false;
          return { frames: seen.frames, changes: seen.changes };
        }),
    );

test('rows rest under the pointer, the table stays scrolled and keeps focus and active row, then it sorts again', async () => {
  const { page } = desk;
  await showTable(page);
  const grid = page.getByRole('grid', { name: 'Sites' });
  await grid.focus();
  for (let n = 0; n < 40; n += 1) await page.keyboard.press('j');
  await page.mouse.move(500, 480);
  const order = () => page.locator('.tbody .id').allTextContents();
  const before = await order();
  const stop = await watch(page, { x: 500, y: 480 }, '.tscroll');
  await load();
  const { frames, changes } = await stop();
  expect(changes).toEqual([]);
  expect(frames).toBeGreaterThan(20);
  await expect(page.getByText('Sorting waits while you point at the list')).toBeVisible();
  await page.getByRole('banner').hover();
  await page.keyboard.press('Home');
  await expect.poll(async () => (await order())[0]).not.toBe(before[0]);
});

test('alerts rest under the pointer, and a focused pin keeps the focus', async () => {
  const { page } = desk;
  await showMap(page);
  const pin = page.locator('.pinlist button[tabindex="0"]');
  await pin.focus();
  const rows = page.getByRole('list', { name: 'Active alerts' }).getByRole('listitem');
  await expect(rows.first()).toBeVisible();
  const aboveId = await rows.first().locator('.id').textContent();
  const box = (await rows.nth(1).boundingBox())!;
  const point = { x: box.x + 60, y: box.y + 12 };
  await page.mouse.move(point.x, point.y);
  const stop = await watch(page, point, '.alist');
  await load();
  // And the alert above the pointed one ends.
  const above = sites.find(({ id }) => id === aboveId)!;
  await publisher.send(above.state('alerts', { open: [], event_seq: 1_000_000 }));
  await expect(rows.first()).toContainText('Over');
  expect((await stop()).changes).toEqual([]);
  await page.getByRole('banner').hover();
  await expect(page.getByText('Over', { exact: true })).toHaveCount(0);
});

test('a row that is over keeps its height, and so the rows below keep their places', async () => {
  const { page } = desk;
  const [below, above] = [sites[5]!, sites[6]!];
  await publisher.send(below.alert(2, 'open', { severity: 'info', occurred_ts: Date.now() - 60_000 }));
  await publisher.send(above.alert(3, 'open', { severity: 'info' }));
  const list = page.locator('.alist');
  const rowOf = ({ id }: TestSite) => list.getByRole('listitem').filter({ hasText: id }).last();
  await expect(async () => {
    await list.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
    await expect(rowOf(below)).toBeInViewport({ timeout: 500 });
    await expect(rowOf(above)).toBeInViewport({ timeout: 500 });
  }).toPass();
  const box = (await rowOf(below).boundingBox())!;
  const point = { x: box.x + 60, y: box.y + 6 };
  await page.mouse.move(point.x, point.y);
  const stop = await watch(page, point, '.alist');
  await publisher.send(above.alert(3, 'close', { severity: 'info' }));
  await expect(rowOf(above)).toContainText('Over');
  await twoFrames(page);
  expect((await stop()).changes).toEqual([]);
  await page.getByRole('banner').hover();
  await list.evaluate((element) => element.scrollTo({ top: 0 }));
});

for (const { name, show, list, row } of [
  { name: 'a site', show: showTable, list: '.tscroll', row: '.tbody [role="row"]' },
  { name: 'an alert', show: showMap, list: '.alist', row: '.alist [role="listitem"]' },
])
  test(`${name} rests under the pointer when a line above it tells of a lost hub, and when that line goes`, async () => {
    const { page } = desk;
    const loseHub = async (): Promise<void> => {
      await broker.kill();
      await expect(banner(page)).toContainText('No hub reachable');
      await twoFrames(page);
    };
    const findHub = async (): Promise<void> => {
      await broker.start();
      await expect(banner(page)).toBeHidden();
      await twoFrames(page);
    };
    await show(page);
    await page.locator(list).evaluate((element) => element.scrollTo({ top: 0 }));
    await page.getByRole('banner').hover();
    const box = (await page.locator(row).nth(2).boundingBox())!;
    const point = { x: box.x + 60, y: box.y + 6 };
    // With the pointer elsewhere the rows move: the line takes room.
    const stopFree = await watch(page, point);
    await loseHub();
    expect((await stopFree()).changes).not.toEqual([]);
    await page.mouse.move(point.x, point.y);
    await twoFrames(page);
    const stop = await watch(page, point);
    await findHub();
    await loseHub();
    await findHub();
    expect((await stop()).changes).toEqual([]);
    await page.getByRole('banner').hover();
    await expect(page.locator(list)).toHaveCSS('padding-top', '0px');
  });

test('critical alerts that come last under the resting pointer are told above them, and shown by keyboard', async () => {
  const { page } = desk;
  const rows = page.getByRole('list', { name: 'Active alerts' }).getByRole('listitem');
  await rows.nth(1).hover();
  const before = await rows.locator('.id').allTextContents();
  const hint = page.getByRole('status').getByRole('button', { name: '2 new critical alerts – show' });
  // Of other sites than those of the load.
  await publisher.send(...[sites[1]!, sites[3]!].map((site) => site.alert(1, 'open', { severity: 'critical' })));
  await expect(hint).toBeVisible();
  expect(await rows.locator('.id').allTextContents()).toEqual(before);
  await hint.press('Enter');
  await expect(hint).toBeHidden();
  await expect(page.locator('.alist')).toBeFocused();
  await expect(rows.first()).toContainText(/BL-LOAD-10[13]/);
  expect(desk.errors).toEqual([]);
});
