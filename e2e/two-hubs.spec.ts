import { expect, test } from '@playwright/test';
import { startBroker } from './support/broker.ts';
import { startConsole } from './support/console.ts';
import { alertsOf, countOf, showTable, siteCount, tableStatuses } from './support/overview.ts';
import { clockEnv, fastClock, ownOpenAlerts, ownStatuses, startSites } from './support/sites.ts';
import { readStore } from './support/store.ts';

const BUSY = 'BL-MUC-01';

test('two hubs fed by the same sites, one killed: no gap and nothing twice', async () => {
  const clock = fastClock();
  const [first, second] = await Promise.all([startBroker(), startBroker()]);
  const sites = startSites({ clock, hubs: [first.url, second.url] });
  const desk = await startConsole({ args: ['--hub', first.url, '--hub', second.url], env: clockEnv(clock) });
  const { page } = desk;
  await showTable(page);
  await expect(page.getByTestId('hubs')).toHaveText('2 of 2');
  await expect(async () => expect(await tableStatuses(page)).toEqual(await ownStatuses(sites))).toPass();
  expect(await siteCount(page)).toBe(6);

  sites.scenario(BUSY, 'safe_mode', 'begin');
  await expect(alertsOf(page, BUSY)).toHaveCount(1);
  // From now on any site that turns offline or unknown is a gap.
  await page.evaluate(() => {
    const trouble = Object.assign(window, { gaps: [] as string[] });
    const look = () => {
      for (const status of ['offline', 'unknown']) {
        const shown = document.querySelector(`[data-status="${status}"] b`)?.textContent;
        if (shown !== '0') trouble.gaps.push(`${status} ${shown}`);
      }
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  await first.kill();
  await expect(page.getByTestId('hubs')).toHaveText('1 of 2');
  sites.scenario(BUSY, 'safe_mode', 'end');
  await expect(alertsOf(page, BUSY)).toHaveCount(0);
  sites.scenario(BUSY, 'nvr_down', 'begin');
  await expect(alertsOf(page, BUSY)).toHaveCount(1);

  await first.start();
  await expect(page.getByTestId('hubs')).toHaveText('2 of 2');
  await expect(async () => expect(await tableStatuses(page)).toEqual(await ownStatuses(sites))).toPass();
  await expect(alertsOf(page, BUSY)).toHaveCount(1);
  expect(await page.evaluate(() => (window as unknown as { gaps: string[] }).gaps)).toEqual([]);
  expect(await countOf(page, 'err')).toBe(1);
  // Committed: each event once though both hubs brought it, and open just what the sites hold open.
  const stored = readStore(desk.profile);
  expect(stored.events).toBeGreaterThanOrEqual(3);
  expect(stored.distinctEvents).toBe(stored.events);
  expect(stored.openAlerts).toEqual(await ownOpenAlerts(sites));
  await desk.close();
  await sites.kill();
  await Promise.all([first.kill(), second.kill()]);
});
