import { expect, test, type Page } from '@playwright/test';
import { startBroker } from './support/broker.ts';
import { startConsole, type Console } from './support/console.ts';
import { clippedTexts, seriousFindings, smallTargets } from './support/layout.ts';
import { startLongFleet } from './support/long-fleet.ts';
import { siteCount } from './support/overview.ts';

/*
 * Every screen at every size, in both themes, with the longest words that it can get: no text cut off, nothing beyond the
 * window, and no serious finding of axe.
 */

const SIZES = [
  ['1024×700', { width: 1_024, height: 700 }],
  ['1440×900', { width: 1_440, height: 900 }],
  ['1920×1080', { width: 1_920, height: 1_080 }],
  ['3840×2160', { width: 3_840, height: 2_160 }],
  // CSS pixels of a window of 1440×900 at 200 % zoom.
  ['1440×900 at 200 %', { width: 720, height: 450 }],
] as const;
const THEMES = ['dark', 'light'] as const;

const choose = (page: Page, settings: object): Promise<unknown> =>
  page.evaluate((change) => window.blocao.invoke('save-settings', change), settings);

/** What the overview can show at once, by what leads to it and back. */
const SCREENS: readonly (readonly [string, (page: Page) => Promise<void>])[] = [
  ['map', (page) => page.keyboard.press('m')],
  ['table', (page) => page.keyboard.press('t')],
  [
    'drawer',
    async (page) => {
      await page.locator('.al .main-hit').first().press('Enter');
      await page.locator('.drawer-body').waitFor();
    },
  ],
];

/** Settings, tab by tab, and what stands over the console. */
async function elsewhere(page: Page, look: (screen: string) => Promise<void>): Promise<void> {
  await page.keyboard.press('1');
  for (const [key, dialog] of [['v', 'views'], ['?', 'keys'], ['Control+k', 'palette']] as const) {
    await page.keyboard.press(key);
    await page.locator('[aria-modal="true"]').waitFor();
    await look(dialog);
    await page.keyboard.press('Escape');
  }
  await page.keyboard.press('8');
  const tabs = page.locator('.settings .fbar button');
  for (let at = 0; at < (await tabs.count()); at += 1) {
    await tabs.nth(at).press('Enter');
    await look(`settings ${await tabs.nth(at).textContent()}`);
  }
  await page.keyboard.press('1');
}

async function clippedElsewhere(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [size, viewport] of SIZES) {
    await page.setViewportSize(viewport);
    await elsewhere(page, async (screen) => {
      found.push(...[...(await clippedTexts(page)), ...(await smallTargets(page))].map((text) => `${size}, ${screen}: ${text}`));
    });
  }
  return found;
}

/** Words that a size would cut, on each screen in each theme. */
async function clippedEverywhere(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [size, viewport] of SIZES) {
    await page.setViewportSize(viewport);
    for (const [screen, show] of SCREENS) {
      await show(page);
      found.push(...[...(await clippedTexts(page)), ...(await smallTargets(page))].map((text) => `${size}, ${screen}: ${text}`));
    }
    await page.keyboard.press('Escape');
  }
  return found;
}

async function findingsEverywhere(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  for (const theme of THEMES) {
    await choose(page, { theme });
    for (const [size, viewport] of [SIZES[0], SIZES[4]]) {
      await page.setViewportSize(viewport);
      for (const [screen, show] of SCREENS) {
        await show(page);
        found.push(...(await seriousFindings(page)).map((text) => `${theme} ${size}, ${screen}: ${text}`));
      }
      await page.keyboard.press('Escape');
    }
  }
  return found;
}

async function findingsElsewhere(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  for (const theme of THEMES) {
    await choose(page, { theme });
    await elsewhere(page, async (screen) => {
      found.push(...(await seriousFindings(page)).map((text) => `${theme}, ${screen}: ${text}`));
    });
  }
  return found;
}

test('the longest German words at each size, both themes, and with large text', async () => {
  test.setTimeout(900_000);
  const broker = await startBroker();
  const fleet = await startLongFleet(broker.url);
  const desk = await startConsole({ args: ['--hub', broker.url] });
  const { page } = desk;
  try {
    await choose(page, { language: 'de', columns: ['name', 'state', 'region', 'tags', 'cameras', 'nvrs', 'disk', 'line', 'heard'] });
    await expect.poll(() => siteCount(page)).toBe(fleet.sites);
    await fleet.raise();
    await expect(page.getByTestId('alert-count')).not.toHaveText('0');
    expect(await clippedEverywhere(page)).toEqual([]);
    expect(await clippedElsewhere(page)).toEqual([]);
    await choose(page, { textSizePercent: 150 });
    expect([...(await clippedEverywhere(page)), ...(await clippedElsewhere(page))]).toEqual([]);
    await choose(page, { textSizePercent: 100 });
    expect(await findingsEverywhere(page)).toEqual([]);
    expect(await findingsElsewhere(page)).toEqual([]);
    expect(desk.errors).toEqual([]);
  } finally {
    await desk.close();
    await fleet.close();
    await broker.kill();
  }
});

const FLEETS = [
  { sites: 5, languages: ['en', 'de', 'es'] },
  { sites: 500, languages: ['de'] },
  { sites: 1_000, languages: ['es', 'de'] },
] as const;
for (const { sites, languages } of FLEETS) {
  test(`a fleet of ${sites} sites at each size: ${languages.join(', ')}`, async () => {
    test.setTimeout(900_000);
    const desk: Console = await startConsole({ args: ['--sites', String(sites)] });
    const { page } = desk;
    try {
      await expect.poll(() => siteCount(page), { timeout: 300_000 }).toBe(sites);
      const clipped: string[] = [];
      for (const language of languages) {
        await choose(page, { language });
        clipped.push(...(await clippedEverywhere(page)));
      }
      expect(clipped).toEqual([]);
      if (sites === 1_000) expect(await findingsEverywhere(page)).toEqual([]);
      expect(desk.errors).toEqual([]);
    } finally {
      await desk.close();
    }
  });
}
