import { expect, test, type Page } from '@playwright/test';
import mqtt from 'mqtt';
import { connectPublisher, TestSite } from '../main/engine/site-speaker.test-support.ts';
import { startBroker, type Broker } from './support/broker.ts';
import { startConsole } from './support/console.ts';
import { banner, showTable, siteCount, twoFrames } from './support/overview.ts';
import { clockEnv, fastClock, startSites } from './support/sites.ts';

/** Sites that a broker holds a decision about, with what was decided. */
const decisionsAt = async (broker: Broker): Promise<Record<string, string>> => {
  const client = await mqtt.connectAsync(broker.url, { protocolVersion: 5 });
  const found: Record<string, string> = {};
  client.on('message', (topic, payload) => {
    const { state } = JSON.parse(payload.toString()) as { readonly state: string };
    found[topic.split('/').at(-1) ?? ''] = state;
  });
  await client.subscribeAsync('fleet/v1/_desk/site/+');
  // Retained copies come before the answer to what was sent after the subscription.
  await client.publishAsync('test/round-trip', '', { qos: 1 });
  await client.endAsync(true);
  return found;
};

test('shown sites are added by one click; one that comes later waits, and is added by its own button', async () => {
  const clock = fastClock();
  const broker = await startBroker();
  const sites = startSites({ clock, hubs: [broker.url], count: 6 });
  const desk = await startConsole({ args: ['--hub', broker.url], env: clockEnv(clock) });
  const { page } = desk;
  const bar = page.getByTestId('adopt');
  await expect(bar).toContainText('6 sites are shown as if they were added');
  expect(await decisionsAt(broker)).toEqual({});
  await bar.getByRole('button', { name: 'Add all 6' }).click();
  await expect(bar).toBeHidden();
  await expect.poll(async () => Object.values(await decisionsAt(broker))).toEqual(Array(6).fill('adopted'));
  await desk.close();

  // Another computer, whose hub is in its settings: what was decided is known there, and a newcomer waits.
  const other = await startConsole({ env: clockEnv(clock) });
  const form = { name: 'Hub', url: broker.url };
  expect(await other.page.evaluate((args) => window.blocao.invoke('add-hub', args), form)).toMatchObject({ ok: true });
  await expect.poll(() => siteCount(other.page)).toBe(6);
  await sites.kill();
  const more = startSites({ clock, hubs: [broker.url], count: 8 });
  const waiting = other.page.getByTestId('adopt');
  await expect(waiting).toContainText('2 sites wait to be added');
  await waiting.getByRole('button', { name: 'Show' }).click();
  await waiting.getByRole('button', { name: /^Ignore / }).first().click();
  await expect(waiting).toContainText('1 site waits to be added');
  await waiting.getByRole('button', { name: /^Add [A-Z]/ }).click();
  await expect(waiting).toBeHidden();
  await expect.poll(() => siteCount(other.page)).toBe(7);
  await expect
    .poll(async () => Object.values(await decisionsAt(broker)).sort())
    .toEqual([...Array<string>(7).fill('adopted'), 'ignored']);

  // The ignored one is found again, and comes back.
  await showTable(other.page);
  await other.page.getByRole('button', { name: '1 ignored site' }).press('Enter');
  const dialog = other.page.getByRole('dialog', { name: 'Ignored sites' });
  await dialog.getByRole('button', { name: /^Add [A-Z]/ }).click();
  await expect(dialog).toContainText('No site is ignored.');
  await other.page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect.poll(() => siteCount(other.page)).toBe(8);
  await expect.poll(async () => Object.values(await decisionsAt(broker))).toEqual(Array(8).fill('adopted'));
  expect([...desk.errors, ...other.errors]).toEqual([]);
  await other.close();
  await more.kill();
  await broker.kill();
});

test('a replaced router is told of, and is the site\'s own after one click', async () => {
  const clock = fastClock();
  const broker = await startBroker();
  const publisher = await connectPublisher(broker.url);
  const desk = await startConsole({ args: ['--hub', broker.url], env: clockEnv(clock) });
  const { page } = desk;
  const bar = page.getByTestId('adopt');
  await publisher.send(new TestSite('BL-LAB-1', 2_000_000_000).health());
  await expect.poll(() => siteCount(page)).toBe(1);
  const next = new TestSite('BL-LAB-1', 1);
  // Two minutes of the fleet, in which its states rise.
  await expect
    .poll(async () => {
      await publisher.send(next.health('warn'));
      return bar.textContent();
    })
    .toContain('BL-LAB-1: another router, or a re-installed one, reports. Is it yours?');
  await bar.getByRole('button', { name: 'Show BL-LAB-1' }).click();
  await expect(page.getByRole('dialog')).toContainText('what the one before says is dropped');
  await page.keyboard.press('Escape');
  await bar.getByRole('button', { name: 'Accept the new router of BL-LAB-1' }).press('Enter');
  await expect(bar).toBeHidden();
  expect(desk.errors).toEqual([]);
  await desk.close();
  await publisher.close();
  await broker.kill();
});

test('a decision meets the site that was pointed at, whatever comes, goes or moves meanwhile; the focus stays in the list', async () => {
  const broker = await startBroker();
  const publisher = await connectPublisher(broker.url);
  const desk = await startConsole();
  const { page } = desk;
  const bar = page.getByTestId('adopt');
  const button = (name: string) => bar.getByRole('button', { name, exact: true });
  const wait = (...ids: readonly string[]) => publisher.send(...ids.map((id) => new TestSite(id).health()));
  await wait('BL-KEEP-0');
  expect(await page.evaluate((args) => window.blocao.invoke('add-hub', args), { name: 'Hub', url: broker.url })).toMatchObject({ ok: true });
  await button('Add 1').click();
  await expect(bar).toBeHidden();
  // A fleet that was adopted: who comes now waits.
  await wait('BL-WAIT-3', 'BL-WAIT-5', 'BL-WAIT-7');
  await expect(bar).toContainText('3 sites wait to be added');
  await button('Show').click();

  const box = (await button('Add BL-WAIT-5').boundingBox())!;
  const point = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const under = () => labelUnder(page, point);
  await page.mouse.move(point.x, point.y);
  await wait('BL-WAIT-1', 'BL-WAIT-4');
  await expect(bar).toContainText('More sites wait');
  expect(await under()).toBe('Add BL-WAIT-5');
  // A line above comes and goes.
  await broker.kill();
  await expect(banner(page)).toContainText('No hub reachable');
  expect(await under()).toBe('Add BL-WAIT-5');
  await broker.start();
  await expect(banner(page)).toBeHidden();
  expect(await under()).toBe('Add BL-WAIT-5');
  await page.mouse.dblclick(point.x, point.y);
  await expect(button('Add BL-WAIT-5')).toBeHidden();
  await page.mouse.click(point.x, point.y);
  expect(await under()).toBeNull();

  // With the pointer elsewhere the list is as it is; the focus moves on only where its own row goes.
  await page.getByRole('banner').hover();
  await expect(bar).toContainText('4 sites wait to be added');
  await expect.poll(() => decisionsAt(broker)).toMatchObject({ 'BL-WAIT-5': 'adopted' });
  await button('Ignore BL-WAIT-3').focus();
  await wait('BL-WAIT-2');
  await expect(bar).toContainText('5 sites wait to be added');
  await expect(button('Ignore BL-WAIT-3')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(button('Ignore BL-WAIT-4')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(button('Ignore BL-WAIT-7')).toBeFocused();
  const decided = async () =>
    Object.entries(await decisionsAt(broker)).filter(([id]) => id.startsWith('BL-WAIT')).sort(([a], [b]) => a.localeCompare(b));
  await expect.poll(decided).toEqual([['BL-WAIT-3', 'ignored'], ['BL-WAIT-4', 'ignored'], ['BL-WAIT-5', 'adopted']]);

  await takeBackOne(page, 'BL-WAIT-3', 'BL-WAIT-4');
  await expect.poll(decided).toEqual([['BL-WAIT-3', 'adopted'], ['BL-WAIT-4', 'ignored'], ['BL-WAIT-5', 'adopted']]);
  expect(desk.errors).toEqual([]);
  await desk.close();
  await publisher.close();
  await broker.kill();
});

/** Where the two ignored sites are taken back: the one below does not slide under the second click. */
async function takeBackOne(page: Page, one: string, below: string): Promise<void> {
  await showTable(page);
  await page.getByRole('button', { name: '2 ignored sites' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Ignored sites' });
  const { x, y } = (await dialog.getByRole('button', { name: `Add ${one}` }).boundingBox())!;
  await page.mouse.move(x + 10, y + 10);
  await page.mouse.click(x + 10, y + 10);
  await expect(dialog.getByText('Decided')).toBeVisible();
  await page.mouse.click(x + 10, y + 10);
  await expect(dialog.getByRole('button', { name: `Add ${below}` })).toBeVisible();
  await page.keyboard.press('Escape');
}

/** What a click there would meet, once what came is painted. */
async function labelUnder(page: Page, point: { readonly x: number; readonly y: number }): Promise<string | null | undefined> {
  await twoFrames(page);
  return page.evaluate(({ x, y }) => document.elementFromPoint(x, y)?.closest('button, li')?.getAttribute('aria-label'), point);
}
