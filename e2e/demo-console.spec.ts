import { expect, test, type Page } from '@playwright/test';
import { sitePage } from './support/console-desk.ts';
import { startConsole, type Console } from './support/console.ts';
import { siteCount } from './support/overview.ts';

/* A newcomer opens the simulated console of a site of the demo fleet: through the demo's own tailnet on loopback. */

test.describe.configure({ mode: 'serial' });
let desk: Console;
test.beforeAll(async () => {
  desk = await startConsole();
});
test.afterAll(() => desk.close());

const open = async (site: string): Promise<Page> => {
  await desk.page.keyboard.press('Control+k');
  await desk.page.keyboard.type(`console ${site}`);
  await expect(desk.page.locator('.pal-row.on')).toContainText(`Open console of ${site}`);
  await desk.page.keyboard.press('Enter');
  return sitePage(desk, `http://${site.toLowerCase()}.demo.test:5000`);
};

test('the demo joins its own tailnet without a setting', async () => {
  await expect.poll(() => siteCount(desk.page)).toBe(30);
  await expect(desk.page.getByTestId('tailnet')).toHaveText('ready');
});

test('a click opens the simulated console, which says that it is one', async () => {
  const page = await open('BL-WH-N');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('SIMULATED CONSOLE – BL-WH-N – no real cameras');
});

test('its WebSocket, form and H.264 video come through the tunnel', async () => {
  const page = await sitePage(desk, 'http://bl-wh-n.demo.test:5000');
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
