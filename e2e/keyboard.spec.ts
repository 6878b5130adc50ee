import { expect, test, type Page } from '@playwright/test';
import { startConsole, type Console } from './support/console.ts';
import { countOf, siteCount } from './support/overview.ts';

/* The whole overview by keyboard alone: no pointer is used in this file. On the demo fleet, once something has happened. */

test.describe.configure({ mode: 'serial' });
let desk: Console;
test.beforeAll(async () => {
  desk = await startConsole();
  await expect.poll(() => siteCount(desk.page)).toBe(30);
  await expect.poll(() => countOf(desk.page, 'warn')).toBeGreaterThan(0);
});
test.afterAll(() => desk.close());

/** Name and role of what has the focus, and whether a ring shows it. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const one = document.activeElement;
    if (!one || one === document.body) return undefined;
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    // A pin is drawn by the canvas; a box shows the focus of its field.
    const drawn = one.closest('.pinlist, .inp, .pal-box') !== null;
    const text = one.getAttribute('aria-label') ?? (one.textContent || one.getAttribute('placeholder') || '');
    return { text: text.slice(0, 60), tag: one.tagName, shown: drawn || (outlineStyle !== 'none' && outlineWidth !== '0px') };
  });

/** Everything that Tab reaches in one turn around the window, in order. */
const tabStops = async (page: Page): Promise<readonly NonNullable<Awaited<ReturnType<typeof focused>>>[]> => {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const stops: NonNullable<Awaited<ReturnType<typeof focused>>>[] = [];
  const seen = new Set<string>();
  for (let n = 0; n < 80; n += 1) {
    await page.keyboard.press('Tab');
    const stop = await focused(page);
    if (stop === undefined) break;
    const key = `${stop.tag} ${stop.text}`;
    if (n > 10 && seen.has(key) && key === [...seen][0]) break;
    seen.add(key);
    stops.push(stop);
  }
  return stops;
};

test('Tab reaches every control of the map view, each with a name and a visible focus, and gets out again', async () => {
  const { page } = desk;
  const stops = await tabStops(page);
  expect(stops.filter(({ text }) => text.trim() === '')).toEqual([]);
  expect(stops.filter(({ shown }) => !shown)).toEqual([]);
  const names = stops.map(({ text }) => text).join('\n');
  const wanted = ['Site, alert or command', 'Overview', 'All sites', 'Save this view', 'Filter by region', 'Filter by tag', 'Map', 'Table', 'Zoom in', 'Offline: ', 'OK: '];
  for (const control of wanted) expect(names).toContain(control);
  // One stop for all pins, and one for the list of alerts with its rows.
  expect(stops.filter(({ tag, text }) => tag === 'BUTTON' && /BL-\w+-\d+ .*, (OK|warning|error|offline)/.test(text)).length).toBeLessThanOrEqual(1);
});

test('pins by arrows: select, card, drawer, back; zoom and the whole fleet by their keys', async () => {
  const { page } = desk;
  const map = page.getByRole('region', { name: 'Map of sites' });
  await page.locator('.pinlist button[tabindex="0"]').focus();
  const first = await focused(page);
  for (const arrow of ['ArrowRight', 'ArrowDown', 'ArrowRight', 'ArrowDown']) await page.keyboard.press(arrow);
  expect(await focused(page)).not.toEqual(first);
  // To a pin: arrows may have led to a ring, which lists its sites instead.
  for (let n = 0; n < 20 && !(await focused(page))?.text.startsWith('BL-'); n += 1) await page.keyboard.press(n % 2 === 0 ? 'ArrowUp' : 'ArrowRight');
  const pin = await focused(page);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('site-card')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect.poll(() => focused(page)).toEqual(pin);
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('site-card')).toBeHidden();
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  await expect.poll(async () => Number(await map.getAttribute('data-sites'))).toBeLessThan(30);
  await page.keyboard.press('0');
  await expect(map).toHaveAttribute('data-sites', '30');
});

test('filters by keyboard: text, status and region; Escape and Alt with arrows take them back', async () => {
  const { page } = desk;
  await page.keyboard.press('/');
  await page.keyboard.type('munchen');
  await expect.poll(() => siteCount(page)).toBe(1);
  await page.keyboard.press('Escape');
  await expect.poll(() => siteCount(page)).toBe(30);
  await page.locator('.hgrid button[data-status="warn"]').focus();
  await page.keyboard.press('Space');
  await expect(page.locator('.hgrid button[data-status="warn"]')).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('combobox', { name: 'Filter by region' }).focus();
  await page.keyboard.type('Ib');
  await expect(page.getByTestId('answer')).toContainText('in Iberia');
  await page.keyboard.press('Alt+ArrowLeft');
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(page.locator('.hgrid button[data-status="warn"]')).toHaveAttribute('aria-pressed', 'false');
});

test('alerts and table by keyboard: an alert leads to its site, a column sorts, rows move by J and K', async () => {
  const { page } = desk;
  const row = page.locator('.al .main-hit').first();
  await row.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(row).toBeFocused();
  await page.keyboard.press('t');
  await page.getByRole('columnheader', { name: 'Name' }).getByRole('button').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'ascending');
  const grid = page.getByRole('grid', { name: 'Sites' });
  await grid.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await expect(grid).toHaveAttribute('aria-activedescendant', (await page.locator('.tbody [aria-rowindex="3"]').getAttribute('id')) ?? '');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(grid).toBeFocused();
  const stops = await tabStops(page);
  expect(stops.filter(({ text, shown }) => text.trim() === '' || !shown)).toEqual([]);
  expect(desk.errors).toEqual([]);
});
