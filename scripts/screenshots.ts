// `node scripts/run.mjs screenshots [folder]`: pictures of the running app for README and guides. The demo fleet at
// 1440×900, once something is offline, in error and in warning.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { buildAll } from './build/build-all.ts';
import { isHeadless, openScreen } from './headless/screen.ts';
import { root } from './paths.ts';
import { setUp } from './setup/set-up.ts';
import { runTask } from './task.ts';

const folder = path.resolve(process.argv[2] ?? path.join(root, 'docs', 'images'));
const sizePx = { width: 1440, height: 900 };
const limitMs = 120_000;

async function takePictures(): Promise<void> {
  await setUp('test', { display: true });
  await buildAll();
  const screen = isHeadless() ? await openScreen() : undefined;
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'blocao-pictures-'));
  const env = { ...process.env, ...screen?.env, BLOCAO_PROFILE: profile } as Record<string, string>;
  const app = await _electron.launch({ cwd: root, args: ['--disable-gpu', '.'], env });
  try {
    const page = await app.firstWindow();
    await page.setViewportSize(sizePx);
    await untilSomethingHappened(page);
    fs.mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: path.join(folder, 'overview.png') });
    await page.keyboard.press('t');
    await page.screenshot({ path: path.join(folder, 'overview-table.png') });
    await page.keyboard.press('m');
    await page.getByRole('button', { name: 'Light theme' }).click();
    await page.locator('html[data-theme="light"]').waitFor();
    await page.screenshot({ path: path.join(folder, 'overview-light.png') });
    await page.getByRole('button', { name: 'Dark theme' }).click();
    await page.locator('html[data-theme="dark"]').waitFor();
    await takeGuide(page);
    await takeConsole(app, page);
  } finally {
    await app.close();
    screen?.close();
    fs.rmSync(profile, { recursive: true, force: true });
  }
}

/** What docs/operators-guide.md shows beside the overview: by keyboard, as it tells its readers. */
async function takeGuide(page: Page): Promise<void> {
  const picture = async (name: string): Promise<void> => void (await page.screenshot({ path: path.join(folder, name) }));
  await page.locator('.al .main-hit').first().press('Enter');
  await page.getByRole('heading', { name: 'Versions' }).waitFor();
  await picture('site-drawer.png');
  await page.keyboard.press('Escape');
  await page.getByRole('combobox', { name: 'Filter by region' }).selectOption('Iberia');
  await page.keyboard.press('v');
  await page.keyboard.type('Iberia');
  await page.keyboard.press('Enter');
  await page.keyboard.press('v');
  await picture('saved-views.png');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Alt+1');
  await page.keyboard.press('?');
  await picture('keys.png');
  await page.keyboard.press('Escape');
  await page.keyboard.press('8');
  await page.getByRole('button', { name: 'Add hub' }).waitFor();
  await picture('settings-hubs.png');
  await page.getByRole('button', { name: 'Diagnostics', exact: true }).click();
  await page.getByRole('button', { name: 'Copy report' }).waitFor();
  await picture('diagnostics.png');
}

/** A site's console in its frame. Its page is a view of its own, of which a picture of the window shows nothing: it is laid in. */
async function takeConsole(app: ElectronApplication, page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.keyboard.type('console muc');
  await page.keyboard.press('Enter');
  const place = page.locator('.console-place');
  await page.getByText('Connected').waitFor({ timeout: limitMs });
  const site = app.context().pages().find((one) => one.url().includes('bl-muc-01'));
  if (site === undefined) throw new Error('the page of the site is not there');
  await site.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 1, undefined, { timeout: limitMs });
  const bytes = await site.screenshot();
  await place.evaluate(async (element, base64) => {
    // The page's own rules let no picture in by its address.
    const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(base64), (one) => one.charCodeAt(0))]));
    const laid = Object.assign(document.createElement('canvas'), { width: bitmap.width, height: bitmap.height });
    laid.getContext('2d')?.drawImage(bitmap, 0, 0);
    element.replaceChildren(laid);
  }, bytes.toString('base64'));
  await page.screenshot({ path: path.join(folder, 'site-console.png') });
}

/** Counts per status of the health panel: the whole fleet known, and the three kinds of trouble on screen. */
async function untilSomethingHappened(page: Page): Promise<void> {
  await page.waitForFunction(
    () => {
      const count = (status: string) => Number(document.querySelector(`[data-status="${status}"] b`)?.textContent ?? 0);
      const worst = document.querySelector('.al .id')?.textContent;
      const isLabelled = [...document.querySelectorAll('.plabel .id')].some(({ textContent }) => textContent === worst);
      const isBad = count('offline') > 0 && count('err') > 1 && count('warn') > 1;
      return isBad && isLabelled && count('unknown') === 0 && count('ok') > 10;
    },
    undefined,
    { timeout: limitMs },
  );
}

await runTask(takePictures);
