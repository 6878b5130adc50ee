import { expect, test } from '@playwright/test';
import { startConsole, type Console } from './support/console.ts';
import { countOf, showTable, siteCount } from './support/overview.ts';

/* Rings, and what map, table and alerts panel share; on the demo fleet. */

test.describe.configure({ mode: 'serial' });
let desk: Console;
test.beforeAll(async () => {
  desk = await startConsole();
  await expect.poll(() => siteCount(desk.page)).toBe(30);
  await expect.poll(() => countOf(desk.page, 'unknown')).toBe(0);
});
test.afterAll(() => desk.close());

const ring = () => desk.page.locator('.pinlist button[data-key^="ring-"]').first();
const list = () => desk.page.locator('.ringcard');

test('Enter on a ring lists its sites, worst first; one of them opens, and Escape leads back to the ring', async () => {
  const { page } = desk;
  const name = (await ring().textContent()) ?? '';
  const n = Number(/^\d+/.exec(name)?.[0]);
  await ring().press('Enter');
  await expect(list().locator('li')).toHaveCount(n);
  await expect(list().locator('li button').first()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(list()).toBeHidden();
  await expect(ring()).toBeFocused();
  await page.keyboard.press('Enter');
  const first = await list().locator('li .id').first().textContent();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toContainText(first ?? '?');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('a ring falls apart into its sites when the map comes nearer', async () => {
  const { page } = desk;
  const map = page.getByRole('region', { name: 'Map of sites' });
  await ring().focus();
  if (await list().isHidden()) await page.keyboard.press('Enter');
  await list().getByRole('button', { name: 'Zoom in' }).click();
  await expect(map).toHaveAttribute('data-clusters', '0');
  await page.getByRole('button', { name: 'Show all sites' }).click();
  await expect(map).toHaveAttribute('data-sites', '30');
});

test('what is pointed at in the alerts panel is marked on the map and in the table; a selection is the same in all', async () => {
  const { page } = desk;
  const rows = page.getByRole('list', { name: 'Active alerts' }).getByRole('listitem');
  const row = rows.filter({ hasText: 'BL-BCN-01' }).first();
  await expect(row).toBeVisible();
  await row.hover();
  await expect(page.locator('.plabel.over .id')).toHaveText('BL-BCN-01');
  await showTable(page);
  await row.hover();
  await expect(page.locator('.trow.pointed .id')).toHaveText('BL-BCN-01');
  await page.locator('#site-row-BL-BCN-01').click();
  await expect(row).toHaveClass(/\bsel\b/);
  await page.keyboard.press('m');
  await expect(page.getByTestId('site-card')).toContainText('BL-BCN-01');
});

test('a new critical alert is told to screen readers, what stood there at the start is not', async () => {
  const { page } = desk;
  const announcer = page.getByTestId('announcer');
  // The demo's story brings critical alerts in its first minutes.
  await expect(announcer).toContainText('New critical alert: BL-');
});

test('what is asked in the middle of a zoom is done', async () => {
  const { page } = desk;
  await page.evaluate(async () => {
    const press = (name: string): void => document.querySelector<HTMLElement>(`button[aria-label="${name}"]`)!.click();
    const zooming = async (): Promise<void> => {
      while (!document.querySelector('.leaflet-zoom-anim')) await new Promise((resolve) => requestAnimationFrame(resolve));
    };
    for (let n = 0; n < 3; n += 1) {
      press('Zoom in');
      await zooming();
    }
    press('Show all sites');
  });
  await expect(page.getByRole('region', { name: 'Map of sites' })).toHaveAttribute('data-sites', '30');
});

test('with less motion the map neither flies nor pulses', async () => {
  const { page } = desk;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.keyboard.press('t');
  await page.keyboard.press('m');
  await expect(page.locator('.leaflet-container')).not.toHaveClass(/leaflet-fade-anim/);
  const moves = await page.evaluate(() => {
    const probe = document.createElement('span');
    probe.className = 'pulse';
    document.querySelector('.plabels')?.append(probe);
    const { animationName } = getComputedStyle(probe);
    probe.remove();
    return animationName;
  });
  expect(moves).toBe('none');
  await page.getByRole('button', { name: 'Zoom in' }).click();
  // The zoom is there with the click, not after a flight.
  expect(await page.locator('.leaflet-zoom-anim').count()).toBe(0);
  await page.emulateMedia({ reducedMotion: null });
});

test('the map may be left in the middle of a zoom', async () => {
  const { page } = desk;
  for (let n = 0; n < 3; n += 1) {
    await page.keyboard.press('m');
    await page.getByRole('button', { name: 'Zoom out' }).click();
    await page.keyboard.press('t');
  }
  // Longer than any zoom takes: the next map has drawn itself, and been asked something.
  await page.keyboard.press('m');
  await page.getByRole('button', { name: 'Show all sites' }).click();
  await expect(page.getByRole('region', { name: 'Map of sites' })).toHaveAttribute('data-sites', '30');
  expect(desk.errors).toEqual([]);
});
