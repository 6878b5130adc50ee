import { expect, test } from '@playwright/test';
import { startConsole, type Console } from './support/console.ts';
import { seriousFindings } from './support/layout.ts';
import { countOf, siteCount } from './support/overview.ts';

/* Everything reached by a few letters, and the keys told; on the demo fleet. */

test.describe.configure({ mode: 'serial' });
let desk: Console;
test.beforeAll(async () => {
  desk = await startConsole();
  await expect.poll(() => siteCount(desk.page)).toBe(30);
});
test.afterAll(() => desk.close());

const palette = () => desk.page.getByRole('dialog', { name: 'Command palette' });
const box = () => palette().getByRole('combobox');
const options = () => palette().getByRole('option');

test('by keyboard alone: Ctrl+K finds a site and opens its drawer; Escape gives the focus back', async () => {
  const { page } = desk;
  const filter = page.getByRole('textbox', { name: 'Filter sites by text' });
  await filter.focus();
  await page.keyboard.press('Control+k');
  await expect(box()).toBeFocused();
  expect(await options().count()).toBeLessThanOrEqual(50);
  for (const group of ['Sites', 'Commands', 'Screens']) {
    await expect(palette().getByRole('group', { name: group })).toBeVisible();
  }
  expect(await seriousFindings(desk.page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(palette()).toBeHidden();
  await expect(filter).toBeFocused();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('munchen');
  const first = options().first();
  await expect(first).toContainText('BL-MUC-01');
  await expect(first).toHaveAttribute('aria-selected', 'true');
  await expect(box()).toHaveAttribute('aria-activedescendant', (await first.getAttribute('id')) ?? 'none');
  await page.keyboard.press('Enter');
  await expect(palette()).toBeHidden();
  const drawer = page.getByRole('dialog', { name: 'BL-MUC-01' });
  await expect(drawer).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(drawer).toBeHidden();
  await expect(filter).toBeFocused();
});

test('commands: arrows choose, Enter runs; a word that nothing answers says so', async () => {
  const { page } = desk;
  await page.getByRole('button', { name: 'Site, alert or command' }).click();
  await page.keyboard.type('zzzz');
  await expect(palette().getByText('Nothing is called that.')).toBeVisible();
  await box().fill('settings:');
  await expect(options().first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect(options().last()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Diagnostics' })).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('region iberia');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('answer')).toContainText('in Iberia');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('clear');
  await page.keyboard.press('Enter');
  await expect.poll(() => siteCount(page)).toBe(30);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('connect a hub');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByRole('textbox').first()).toBeFocused();
  await page.keyboard.press('Escape');
});

test('an alert is found by its words and leads to its site', async () => {
  const { page } = desk;
  await expect.poll(async () => (await countOf(page, 'err')) + (await countOf(page, 'warn'))).toBeGreaterThan(0);
  await page.keyboard.press('Control+k');
  const alert = palette().getByRole('group', { name: 'Alerts' }).getByRole('option').first();
  const site = (await alert.locator('.id').textContent()) ?? '';
  await alert.click();
  const drawer = page.getByRole('dialog', { name: site });
  await expect(drawer).toBeFocused();
  await page.keyboard.press('Escape');
});

test('? lists the keys, from the palette too; Escape closes; nothing serious in light and German', async () => {
  const { page } = desk;
  await page.getByRole('button', { name: 'Light theme' }).click();
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keys' });
  await expect(keys.getByText('Ctrl K')).toBeVisible();
  await expect(keys.getByText('Overview')).toBeVisible();
  expect(await seriousFindings(desk.page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(keys).toBeHidden();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('deutsch');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Standort, Alarm oder Befehl' })).toBeVisible();
  await page.keyboard.press('Control+k');
  const german = page.getByRole('dialog', { name: 'Befehlspalette' });
  await expect(german.getByRole('combobox')).toBeFocused();
  expect(await seriousFindings(desk.page)).toEqual([]);
  await page.keyboard.type('tasten');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Tasten' })).toBeVisible();
  await page.keyboard.press('Escape');
  expect(desk.errors).toEqual([]);
});
