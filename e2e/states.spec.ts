import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { freePort } from '../platform/free-port.test-support.ts';
import { connectPublisher, TestSite } from '../main/engine/site-speaker.test-support.ts';
import { dynamicSecurityLines } from '../platform/dynamic-security.test-support.ts';
import { startBroker } from './support/broker.ts';
import { startConsole, type Console } from './support/console.ts';
import { clippedTexts, seriousFindings, smallTargets } from './support/layout.ts';
import { banner, countOf } from './support/overview.ts';
import { freshDir } from './support/paths.ts';

/* Never blank: each state by its real cause, with words of its own and the next step. Pictures go to test-results. */

const words = (page: Page) => page.getByTestId('first-words');

/** What the longest words lose at the smallest, the narrowest and the largest size. */
const cutInGerman = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(() => window.blocao.invoke('save-settings', { language: 'de' }));
  const found: string[] = [];
  for (const [width, height] of [[1_024, 700], [720, 450], [3_840, 2_160]] as const) {
    await page.setViewportSize({ width, height });
    found.push(...[...(await clippedTexts(page)), ...(await smallTargets(page))].map((text) => `${width}: ${text}`));
  }
  return found;
};

/** Runs a console for one state, pictures it, and lets axe look. */
const inState = async (name: string, options: Parameters<typeof startConsole>[0], check: (desk: Console) => Promise<void>): Promise<void> => {
  const desk = await startConsole(options);
  try {
    await desk.page.setViewportSize({ width: 1_440, height: 900 });
    await check(desk);
    await desk.page.screenshot({ path: test.info().outputPath(`${name}.png`) });
    expect(await seriousFindings(desk.page)).toEqual([]);
    expect(await cutInGerman(desk.page)).toEqual([]);
  } finally {
    await desk.close();
  }
};

test('connecting: a hub that says nothing is named, and then said not to answer', async () => {
  const silent = createServer();
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  await inState('connecting', { args: ['--hub', `mqtt://127.0.0.1:${port}`] }, async ({ page }) => {
    await expect(words(page)).toContainText('Connecting to');
    await expect(words(page)).toContainText('Sites appear as soon as the hub answers.');
  });
  silent.close();
});

test('no site: the hub answers and holds nothing; the way on is to prepare one', async () => {
  const broker = await startBroker();
  await inState('zero-sites', { args: ['--hub', broker.url] }, async ({ page }) => {
    await expect(words(page)).toContainText('No site has reported yet');
    await words(page).getByRole('button', { name: 'Prepare a site' }).click();
    await expect(page.getByRole('button', { name: 'Settings' })).toHaveAttribute('aria-current', 'page');
    await page.keyboard.press('1');
    await expect(words(page)).toBeVisible();
  });
  await broker.kill();
});

test('a hub that nothing answers for, and one that refuses the password: why, when next, and where to change it', async () => {
  const port = await freePort();
  await inState('unreachable', { args: ['--hub', `mqtt://127.0.0.1:${port}`] }, async ({ page }) => {
    await expect(words(page)).toContainText('nothing answers at this address and port');
    await expect(banner(page)).toContainText('No hub reachable since');
    await expect(words(page).getByRole('button', { name: 'Try now' })).toBeVisible();
  });
  const security = dynamicSecurityLines(freshDir('security'), [{ user: 'ana', password: 'right' }]);
  const broker = await startBroker({ config: ['allow_anonymous false', ...security] });
  const env = { BLOCAO_HUB_USER: 'ana', BLOCAO_HUB_PASSWORD: 'wrong' };
  await inState('wrong-password', { args: ['--hub', broker.url], env }, async ({ page }) => {
    await expect(words(page)).toContainText('it refuses this user or the password');
    await expect(words(page).getByRole('button', { name: 'Hubs in Settings' })).toBeVisible();
  });
  await broker.kill();
});

test('a refused subscription is named, with whom to ask; the rest is shown', async () => {
  const viewer = { user: 'ana', password: 'right', deniedReads: ['fleet/v1/+/event/#'] };
  const broker = await startBroker({ config: ['allow_anonymous false', ...dynamicSecurityLines(freshDir('security'), [viewer])] });
  const env = { BLOCAO_HUB_USER: 'ana', BLOCAO_HUB_PASSWORD: 'right' };
  await inState('refused', { args: ['--hub', broker.url], env }, async ({ page }) => {
    await expect(banner(page)).toContainText('refuses part of what this console needs: fleet/v1/+/event/#');
    await expect(banner(page)).toContainText('Ask whoever runs the hub');
  });
  await broker.kill();
});

test('all offline: said of each site; then the hub is gone as well, since when, and that the picture is old', async () => {
  const broker = await startBroker();
  const publisher = await connectPublisher(broker.url);
  const ids = ['BL-OFF-1', 'BL-OFF-2', 'BL-OFF-3'];
  for (const [at, id] of ids.entries()) {
    const site = new TestSite(id);
    await publisher.send(site.state('site', { name: `Site ${at}`, lat: 50 + at, lon: 9 }), site.health());
  }
  await publisher.close();
  // A minute of the fleet is a second.
  const env = { BLOCAO_CLOCK_SPEED: '60', BLOCAO_CLOCK_BASE_MS: String(Date.now()) };
  await inState('all-offline', { args: ['--hub', broker.url], env }, async ({ page }) => {
    await expect.poll(() => countOf(page, 'offline')).toBe(3);
    await expect(page.getByTestId('answer')).toContainText('3 sites offline');
    await page.screenshot({ path: test.info().outputPath('all-offline-hub-up.png') });
    await broker.kill();
    await expect(banner(page)).toContainText('No hub reachable since');
    await expect(banner(page)).toContainText('You see the picture of');
    await expect(banner(page).getByRole('button', { name: 'Try now' })).toBeVisible();
  });
});

test('a damaged database is put aside and said so, once', async () => {
  const broker = await startBroker();
  const profile = freshDir('profile');
  mkdirSync(join(profile, 'fleet'), { recursive: true });
  writeFileSync(join(profile, 'fleet', 'fleet.db'), Buffer.alloc(8_192, 'no database '));
  await inState('rebuilt', { profile, args: ['--hub', broker.url] }, async ({ page }) => {
    await expect(banner(page)).toContainText('The damaged file is kept aside');
    await banner(page).getByRole('button', { name: 'Hide' }).click();
    await expect(banner(page)).toBeHidden();
  });
  await broker.kill();
});
