import { expect, test } from '@playwright/test';
import mqtt from 'mqtt';
import { startBroker, type Broker } from './support/broker.ts';
import { startConsole } from './support/console.ts';
import { siteCount } from './support/overview.ts';
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
  expect([...desk.errors, ...other.errors]).toEqual([]);
  await other.close();
  await more.kill();
  await broker.kill();
});
