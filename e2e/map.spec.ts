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
