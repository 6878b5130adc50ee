import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { startConsole, type Console } from './support/console.ts';
import { banner, countOf, showMap, showTable, siteCount, tableStatuses } from './support/overview.ts';

/* The first run of a newcomer: an empty profile, no hub, no argument. */

test.describe.configure({ mode: 'serial' });
let desk: Console;
test.beforeAll(async () => {
  desk = await startConsole();
});
test.afterAll(() => desk.close());

/** Sites on the map: pins, and the members of rings, as the buttons behind the canvas say them. */
const sitesOnMap = (page: Page): Promise<number> =>
  page.locator('.pinlist button[aria-pressed], .pinlist li li button').count();

test('the window is there at once, says that this is a demo, and fills with 30 sites', async () => {
  await expect(desk.page.getByRole('banner')).toContainText('Fleet Console');
  await expect(banner(desk.page)).toContainText('Demo fleet, 30 simulated sites – clock ×10');
  await expect.poll(() => siteCount(desk.page)).toBe(30);
  await expect.poll(() => sitesOnMap(desk.page)).toBe(30);
});

test('the story begins by itself: a site goes offline, one in error and one in warning', async () => {
  for (const status of ['offline', 'err', 'warn'] as const) {
    await expect.poll(() => countOf(desk.page, status)).toBeGreaterThan(0);
  }
});

test('the window can be used meanwhile: table, filter, selection, language', async () => {
  const { page } = desk;
  await showTable(page);
  await page.getByRole('textbox', { name: 'Filter sites by text' }).fill('BL-WH');
  await expect.poll(async () => Object.keys(await tableStatuses(page))).toEqual(['BL-WH-N', 'BL-WH-S']);
  await page.getByRole('textbox', { name: 'Filter sites by text' }).press('Escape');
  await showMap(page);
  await page.getByRole('combobox', { name: 'Language' }).selectOption('de');
  await expect(page.getByRole('heading', { name: 'Aktive Alarme' })).toBeVisible();
  await page.getByRole('combobox', { name: 'Sprache' }).selectOption('en');
  expect(desk.errors).toEqual([]);
});

for (const theme of ['dark', 'light'] as const) {
  test(`axe finds nothing serious on the ${theme} overview, map and table`, async () => {
    const { page } = desk;
    if (theme === 'light') await page.getByRole('button', { name: 'Light theme' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    for (const show of [showMap, showTable]) {
      await show(page);
      // Electron opens no second page, which the ordinary mode wants.
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
    }
  });
}
