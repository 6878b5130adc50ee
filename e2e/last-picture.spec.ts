import { expect, test } from '@playwright/test';
import { startBroker } from './support/broker.ts';
import { startConsole } from './support/console.ts';
import { banner, showTable, tableStatuses } from './support/overview.ts';
import { clockEnv, fastClock, startSites } from './support/sites.ts';

test('started without its hub, the console shows the last picture and says how old it is', async () => {
  const clock = fastClock();
  const broker = await startBroker();
  const sites = startSites({ clock, hubs: [broker.url] });
  const start = { args: ['--hub', broker.url], env: clockEnv(clock) };
  const desk = await startConsole(start);
  await showTable(desk.page);
  await expect(async () => expect(Object.values(await tableStatuses(desk.page))).toEqual(Array(6).fill('ok'))).toPass();
  await desk.close();
  await sites.kill();
  await broker.kill();

  const again = await startConsole({ ...start, profile: desk.profile });
  await expect(banner(again.page)).toContainText(/old picture|picture of/i);
  await expect(banner(again.page)).toContainText(/\d+ (s|min|h)/);
  await showTable(again.page);
  const statuses = async () => Object.values(await tableStatuses(again.page));
  await expect.poll(statuses).toHaveLength(6);
  // What cannot be known is never shown in the last good colour for long (contract §4: 95 s without any hub).
  await expect.poll(statuses).toEqual(Array(6).fill('unknown'));
  await expect(again.page.locator('.tbody [role="row"]').first()).toContainText('was OK at');
  expect(again.errors).toEqual([]);
  await again.close();
});
