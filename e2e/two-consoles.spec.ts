import { expect, test, type Page } from '@playwright/test';
import { dynamicSecurityLines } from '../platform/dynamic-security.test-support.ts';
import { startHttpProxy, type TestProxy } from '../platform/http-proxy.test-support.ts';
import { startBroker, type Broker } from './support/broker.ts';
import { startConsole, type Console } from './support/console.ts';
import { startKeychain, type PrivateKeychain } from './support/keychain.ts';
import { seriousFindings } from './support/layout.ts';
import { freshDir } from './support/paths.ts';

/* Two consoles of one fleet, the second set up from the first by one file, one of them only looking, both through a proxy. */

const PASSWORD = 'correct horse battery staple';
const OPERATOR = { user: 'operator', password: PASSWORD };
const VIEWER = { user: 'viewer', password: PASSWORD, deniedWrites: ['fleet/v1/_desk/#', 'fleet/v1/+/cmd/req', 'fleet/v1/+/hint/git'] };
const file = `${freshDir('handed-over')}/settings.json`;

let broker: Broker;
let proxy: TestProxy;
let keychains: readonly PrivateKeychain[];
let first: Console;
let second: Console;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  const config = ['allow_anonymous false', ...dynamicSecurityLines(freshDir('security'), [OPERATOR, VIEWER])];
  broker = await startBroker({ config });
  proxy = await startHttpProxy({ login: 'web:through', ports: [broker.port] });
  keychains = await Promise.all([startKeychain(), startKeychain()]);
  [first, second] = await Promise.all([startConsole({ env: keychains[0]!.env }), startConsole({ env: keychains[1]!.env })]);
});

test.afterAll(async () => {
  await Promise.all([first?.close(), second?.close()]);
  for (const keychain of keychains ?? []) keychain.close();
  await proxy?.close();
  await broker?.kill();
});

const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
const openSettings = async (page: Page): Promise<void> => {
  // Keys count once the frame stands.
  await page.getByRole('button', { name: 'Settings' }).waitFor();
  await page.keyboard.press('8');
};
const fill = async (page: Page, values: Readonly<Record<string, string>>): Promise<void> => {
  for (const [name, value] of Object.entries(values)) await page.getByRole('textbox', { name, exact: true }).fill(value);
};

/** What the system's dialogs would answer. */
const answerDialogs = ({ app }: Console, path: string): Promise<void> =>
  app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
  }, path);

test('FS-732: a hub behind an HTTP proxy is tested, connected, and its proxy\'s password stands in the keychain only', async () => {
  const { page } = first;
  await openSettings(page);
  await press(page, 'Add hub');
  await fill(page, { Name: 'Frankfurt', Address: broker.url, User: 'operator', Password: PASSWORD });
  await fill(page, { 'Proxy address': proxy.url, 'Proxy user': 'web', 'Proxy password': 'wrong' });
  await press(page, 'Test connection');
  await expect(page.getByTestId('hub-test')).toContainText('The test ended at: Network proxy.');
  await expect(page.getByTestId('hub-test')).toContainText('Check user and password of the proxy.');
  await fill(page, { 'Proxy password': 'through' });
  await press(page, 'Test connection');
  await expect(page.getByTestId('hub-test')).toContainText('All is well');
  expect(await seriousFindings(page)).toEqual([]);
  await press(page, 'Save');
  await expect(page.getByTestId('hubs')).toHaveText('1 of 1');
  expect(proxy.opened.every((place) => place === `127.0.0.1:${broker.port}`)).toBe(true);
  const entries = (await keychains[0]!.entries()).map(({ account, password }) => `${account} ${password}`).sort();
  expect(entries).toEqual([`operator@127.0.0.1:${broker.port} ${PASSWORD}`, `web@${proxy.url.slice('http://'.length)} through`].sort());
});

test('a second console is set up from the first by one file and the passwords', async () => {
  await answerDialogs(first, file);
  await press(first.page, 'Export and import');
  await press(first.page, 'Export settings');
  await expect(first.page.getByText(`Saved to ${file}`)).toBeVisible();
  const { page } = second;
  await answerDialogs(second, file);
  await openSettings(page);
  await press(page, 'Export and import');
  await press(page, 'Import settings');
  await expect(page.getByText('Type the password of: Frankfurt')).toBeVisible();
  await press(page, 'Hubs');
  await press(page, 'Edit Frankfurt');
  await fill(page, { User: 'viewer', Password: PASSWORD, 'Proxy password': 'through' });
  await press(page, 'Save');
  await expect(page.getByTestId('hubs')).toHaveText('1 of 1');
});

test('FS-741: a threshold set at one console stands at the other, which may only look', async () => {
  const { page } = first;
  await press(page, 'Thresholds');
  await expect(page.getByText('No rule: the usual thresholds hold.')).toBeVisible();
  await press(page, 'Add a rule');
  await page.getByRole('combobox', { name: 'Holds for' }).selectOption('tags');
  await press(page, 'Save for all consoles');
  await expect(page.getByRole('alert')).toContainText('Name at least one region, tag or site.');
  await fill(page, { Tags: 'flagship', 'After so many minutes of silence': '15' });
  expect(await seriousFindings(page)).toEqual([]);
  await press(page, 'Save for all consoles');
  await expect(page.getByText('Saved. All consoles take it over.')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Thresholds' })).toContainText('Tags: flagship – after 15 min');
  await expect(page.getByRole('button', { name: 'Add a rule' })).toBeFocused();

  await press(second.page, 'Thresholds');
  await expect(second.page.getByRole('list', { name: 'Thresholds' })).toContainText('Tags: flagship – after 15 min');
  await expect(second.page.getByText('This console may only look.')).toBeVisible();
  await expect(second.page.getByRole('button', { name: 'Add a rule' })).toBeHidden();
  expect(await seriousFindings(second.page)).toEqual([]);

  await page.getByRole('button', { name: 'Change: Site offline' }).click();
  await fill(page, { 'After so many minutes of silence': '20' });
  await press(page, 'Save for all consoles');
  await expect(second.page.getByRole('list', { name: 'Thresholds' })).toContainText('after 20 min');
  await expect(page.getByRole('heading', { name: 'Earlier versions' })).toBeVisible();
  await page.getByRole('button', { name: 'Take back: Site offline' }).click();
  await expect(second.page.getByText('No rule: the usual thresholds hold.')).toBeVisible();
});

test('FS-736: Diagnostics tell latency, certificate and health of the hub', async () => {
  const { page } = first;
  await press(page, 'Diagnostics');
  const health = page.getByRole('region', { name: 'Health of Frankfurt' });
  await expect(health).toContainText('none: the connection is not encrypted');
  await expect(health).toContainText(/Latency\s*[\d.]+ ms/);
  await expect(async () => {
    await press(page, 'Refresh');
    await expect(health).toContainText('mosquitto version', { timeout: 1_000 });
  }).toPass();
  expect(await seriousFindings(page)).toEqual([]);
  expect(first.errors).toEqual([]);
  expect([...first.log, ...second.log].join('\n')).not.toMatch(/correct horse|through/);
});

test('FS-749: without a keychain that is said where passwords are typed', async () => {
  const bare = await startConsole({ env: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus' } });
  await openSettings(bare.page);
  await expect(bare.page.getByText('No keychain can be reached at this computer.')).toBeVisible();
  await bare.close();
});
