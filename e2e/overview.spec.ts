import { expect, test } from '@playwright/test';
import { startConsole, type Console } from './support/console.ts';
import { clippedTexts, seriousFindings } from './support/layout.ts';
import { countOf, showMap, showTable, siteCount, tableStatuses } from './support/overview.ts';

/* Filters with a way back, and everything about one site from each place; on the demo fleet. */

test.describe.configure({ mode: 'serial' });
let desk: Console;
test.beforeAll(async () => {
  desk = await startConsole();
  await expect.poll(() => siteCount(desk.page)).toBe(30);
});
test.afterAll(() => desk.close());

const drawer = () => desk.page.getByRole('dialog');
const answer = () => desk.page.getByTestId('answer');

test('a region acts on answer, numbers and table; Alt and arrows go back and forward', async () => {
  const { page } = desk;
  await showTable(page);
  await page.getByRole('combobox', { name: 'Filter by region' }).selectOption('Iberia');
  await expect(answer()).toContainText('in Iberia');
  const few = await siteCount(page);
  expect(few).toBeGreaterThan(0);
  expect(few).toBeLessThan(30);
  await expect.poll(async () => Object.keys(await tableStatuses(page)).length).toBe(few);
  await page.getByRole('combobox', { name: 'Filter by tag' }).selectOption({ index: 1 });
  await expect(answer()).toContainText('in this filter');
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(answer()).toContainText('in Iberia');
  await page.keyboard.press('Alt+ArrowLeft');
  await expect.poll(() => siteCount(page)).toBe(30);
  await page.keyboard.press('Alt+ArrowRight');
  await expect(answer()).toContainText('in Iberia');
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect.poll(() => siteCount(page)).toBe(30);
});

test('a column sorts the table, and turns round', async () => {
  const { page } = desk;
  const column = page.getByRole('columnheader', { name: 'Site', exact: true });
  const ids = () => page.locator('.tbody [role="row"] .id').allTextContents();
  await column.getByRole('button').click();
  await expect(column).toHaveAttribute('aria-sort', 'ascending');
  // The rows rest while the pointer is over them.
  await page.getByRole('banner').hover();
  await expect.poll(async () => (await ids())[0]).toBe('BL-AMS-01');
  await column.getByRole('button').press('Enter');
  await expect(column).toHaveAttribute('aria-sort', 'descending');
  await expect.poll(async () => (await ids())[0]).toBe('BL-ZRH-01');
  await page.getByRole('columnheader', { name: 'Status, worst first' }).getByRole('button').click();
  await page.getByRole('banner').hover();
});

test('by keyboard alone: from the table into the drawer, which tells of the site, and back', async () => {
  const { page } = desk;
  const grid = page.getByRole('grid', { name: 'Sites' });
  await grid.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(drawer()).toBeFocused();
  for (const part of ['Who and where', 'Link', 'NVRs and cameras', 'Disks', 'Certificate', 'Versions']) {
    await expect(drawer().getByRole('heading', { name: part })).toBeVisible();
  }
  await expect(drawer().getByText('Agent', { exact: true })).toBeVisible();
  expect(await seriousFindings(desk.page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(drawer()).toBeHidden();
  await expect(grid).toBeFocused();
});

test('from an alert, and from the card on the map', async () => {
  const { page } = desk;
  await showMap(page);
  await expect.poll(async () => (await countOf(page, 'err')) + (await countOf(page, 'warn'))).toBeGreaterThan(0);
  const alert = page.getByRole('list', { name: 'Active alerts' }).locator('button.main-hit').first();
  await alert.click();
  await expect(drawer()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(drawer()).toBeHidden();
  await page.getByTestId('site-card').getByRole('button', { name: 'Details' }).click();
  await expect(drawer()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('site-card').getByRole('button', { name: 'Details' })).toBeFocused();
  expect(desk.errors).toEqual([]);
});

test('on a wall of pixels the selected site has a column of its own, which covers nothing and keeps its place', async () => {
  const { page } = desk;
  await page.keyboard.press('Escape');
  await page.setViewportSize({ width: 3_840, height: 2_160 });
  const column = page.locator('.drawer.docked');
  const map = page.getByRole('region', { name: 'Map of sites' });
  await expect(column).toContainText('No site selected');
  const before = await map.boundingBox();
  const alert = page.getByRole('list', { name: 'Active alerts' }).locator('button.main-hit').first();
  await alert.press('Enter');
  await expect(column.getByRole('heading', { name: 'Versions' })).toBeVisible();
  await expect(column).toBeFocused();
  await expect(drawer()).toBeHidden();
  expect(await map.boundingBox()).toEqual(before);
  // The panels beside it stay in use.
  await page.getByTestId('alert-count').click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(column).toContainText('No site selected');
  await page.setViewportSize({ width: 1_440, height: 900 });
  await expect(column).toHaveCount(0);
  await alert.click();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('site-card')).toBeVisible();
});

test('German words are not cut off in filters and drawer, and axe finds nothing serious in light', async () => {
  const { page } = desk;
  await page.getByRole('button', { name: 'Light theme' }).click();
  await page.getByRole('combobox', { name: 'Language' }).selectOption('de');
  await page.getByTestId('site-card').getByRole('button', { name: 'Einzelheiten' }).click();
  await expect(drawer().getByRole('heading', { name: 'Versionen' })).toBeVisible();
  expect(await clippedTexts(page)).toEqual([]);
  expect(await seriousFindings(desk.page)).toEqual([]);
  expect(desk.errors).toEqual([]);
});
