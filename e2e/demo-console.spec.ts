import { expect, test, type Page } from '@playwright/test';
import { sitePage } from './support/console-desk.ts';
import { startConsole, type Console } from './support/console.ts';
import { showTable, siteCount } from './support/overview.ts';

/* A newcomer opens the simulated console of a site of the demo fleet: through the demo's own tailnet on loopback. */

test.describe.configure({ mode: 'serial' });
let desk: Console;
test.beforeAll(async () => {
  // The story cuts BL-WH-N off from the 15th to the 99th second.
  desk = await startConsole({ env: { BLOCAO_CLOCK_SPEED: '5' } });
});
test.afterAll(() => desk.close());

const click = async (site: string): Promise<void> => {
  await desk.page.keyboard.press('Control+k');
  await desk.page.keyboard.type(`console ${site}`);
  await expect(desk.page.locator('.pal-row.on')).toContainText(`Open console of ${site}`);
  await desk.page.keyboard.press('Enter');
};

const open = async (site: string): Promise<Page> => {
  await click(site);
  return sitePage(desk, `http://${site.toLowerCase()}.demo.test:5000`);
};

test('the demo joins its own tailnet without a setting', async () => {
  await expect.poll(() => siteCount(desk.page)).toBe(30);
  await expect(desk.page.getByTestId('tailnet')).toHaveText('ready');
});

test('a click opens the simulated console, which says that it is one', async () => {
  const page = await open('BL-MUC-01');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('SIMULATED CONSOLE – BL-MUC-01 – no real cameras');
});

test('its WebSocket, form and H.264 video come through the tunnel', async () => {
  const page = await sitePage(desk, 'http://bl-muc-01.demo.test:5000');
  await expect(page.locator('#socket')).toContainText('T');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.locator('#noted')).toContainText('20 bytes arrived');
  const pictures = async (): Promise<number> => Number.parseInt((await page.locator('#live').textContent()) ?? '', 10);
  await expect.poll(pictures).toBeGreaterThan(30);
});

test('another site has its own', async () => {
  const page = await open('BL-WH-S');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('SIMULATED CONSOLE – BL-WH-S – no real cameras');
  expect(desk.errors).toEqual([]);
});

test('a site that is offline in the story has no console either, and the screen says since when', async () => {
  await desk.page.keyboard.press('1');
  await showTable(desk.page);
  await desk.page.getByRole('textbox', { name: 'Filter sites by text' }).fill('BL-WH');
  await expect(desk.page.getByRole('gridcell', { name: /silent for/ })).toBeVisible({ timeout: 60_000 });
  await desk.page.getByRole('textbox', { name: 'Filter sites by text' }).press('Escape');
  await click('BL-WH-N');
  await expect(desk.page.getByText(/It is offline since/)).toBeVisible();
  await expect(desk.page.getByRole('heading', { name: 'Cannot open BL-WH-N' })).toBeVisible();
});
