import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startBroker } from './support/broker.ts';
import { startConsole, utilityPid } from './support/console.ts';
import { startKeychain } from './support/keychain.ts';
import { banner } from './support/overview.ts';

const PASSWORD = 'correct horse battery staple';

/** Every byte of the profile that is ours (Chromium's own files are in `browser`). */
const profileText = (dir: string): string =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes(join(dir, 'browser')))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');

test('"Connect to your hub" leaves the demo, keeps the password in the keychain and nowhere else', async () => {
  const [broker, keychain] = await Promise.all([startBroker(), startKeychain()]);
  const desk = await startConsole({ env: keychain.env });
  const { page } = desk;
  await expect(banner(page)).toContainText('Demo fleet');

  await page.getByRole('button', { name: 'Connect to your hub' }).click();
  const form = { Name: 'Frankfurt', Address: `${broker.url}/`, User: 'desk', Password: PASSWORD };
  for (const [label, value] of Object.entries(form)) await page.getByRole('textbox', { name: label }).fill(value);
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.getByText('Demo fleet')).toBeHidden();
  expect(await keychain.entries()).toEqual([{ account: `desk@127.0.0.1:${broker.port}`, password: PASSWORD }]);
  await expect.poll(() => broker.log()).toMatch(/New client connected .* as console-[0-9a-f]{8} .*u'desk'/);
  await expect.poll(() => utilityPid(desk, 'demo')).toBeUndefined();
  await expect(page.getByTestId('hubs')).toHaveText('1 of 1');
  expect(desk.errors).toEqual([]);
  await desk.close();

  expect(JSON.parse(readFileSync(join(desk.profile, 'settings.json'), 'utf8'))).toMatchObject({
    hubs: [{ id: 'hub-1', name: 'Frankfurt', url: broker.url, user: 'desk' }],
  });
  expect(profileText(desk.profile)).not.toContain(PASSWORD);
  expect(desk.log.join('\n')).not.toContain(PASSWORD);

  // The next start needs neither the form nor the environment.
  const connects = broker.log().split("u'desk'").length;
  const again = await startConsole({ profile: desk.profile, env: keychain.env });
  await expect.poll(() => broker.log().split("u'desk'").length).toBeGreaterThan(connects);
  await again.close();
  keychain.close();
  await broker.kill();
});

test('without a keychain the password lasts as long as the console, which says so', async () => {
  const broker = await startBroker();
  const desk = await startConsole({ env: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' } });
  const form = { name: '', url: broker.url, user: 'desk', password: PASSWORD };
  const answer = await desk.page.evaluate((args) => window.blocao.invoke('add-hub', args), form);
  expect(answer).toEqual({ ok: true, secretKept: 'session' });
  await expect.poll(() => broker.log()).toMatch(/u'desk'/);
  await desk.close();
  expect(profileText(desk.profile)).not.toContain(PASSWORD);
  await broker.kill();
});
