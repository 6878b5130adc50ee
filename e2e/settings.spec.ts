import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Locator } from '@playwright/test';
import { freePort } from '../platform/free-port.test-support.ts';
import { createAuthority } from '../platform/certificates.test-support.ts';
import { connectPublisher } from '../main/engine/site-speaker.test-support.ts';
import { dynamicSecurityLines } from '../platform/dynamic-security.test-support.ts';
import { startBroker, type Broker } from './support/broker.ts';
import { startConsole, type Console } from './support/console.ts';
import { startKeychain, type PrivateKeychain } from './support/keychain.ts';
import { seriousFindings } from './support/layout.ts';
import { freshDir } from './support/paths.ts';

const PASSWORD = 'correct horse battery staple';
const OPERATOR = { user: 'operator', password: PASSWORD };
const VIEWER = {
  ...{ user: 'viewer', password: PASSWORD, deniedReads: ['fleet/v1/+/event/#'] },
  deniedWrites: ['fleet/v1/_desk/#', 'fleet/v1/+/cmd/req', 'fleet/v1/+/hint/git'],
};

let broker: Broker;
let keychain: PrivateKeychain;
let desk: Console;
const file = join(freshDir('export'), 'settings.json');

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  const security = dynamicSecurityLines(freshDir('security'), [OPERATOR, VIEWER]);
  const config = ['allow_anonymous false', ...security];
  [broker, keychain] = await Promise.all([startBroker({ config }), startKeychain()]);
  desk = await startConsole({ env: keychain.env });
  await desk.page.getByRole('button', { name: 'Settings' }).waitFor();
});

test.afterAll(async () => {
  await desk?.close();
  keychain?.close();
  await broker?.kill();
});

const tab = (name: string): Promise<void> => desk.page.getByRole('button', { name, exact: true }).click();
const field = (name: string): Locator => desk.page.getByRole('textbox', { name, exact: true });
const fill = async (values: Readonly<Record<string, string>>): Promise<void> => {
  for (const [name, value] of Object.entries(values)) await field(name).fill(value);
};
const report = (): Locator => desk.page.getByTestId('hub-test');
const tryIt = (): Promise<void> => desk.page.getByRole('button', { name: 'Test connection' }).click();

/** What the system's dialogs would answer. */
const answerDialogs = (path: string): Promise<void> =>
  desk.app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
  }, path);

test('"Test connection" names the step that failed and what to try', async () => {
  await desk.page.keyboard.press('8');
  await tab('Add hub');
  await expect(field('Name')).toBeFocused();
  await fill({ Name: 'Frankfurt', Address: broker.url, User: 'operator', Password: PASSWORD });
  await tryIt();
  await expect(report()).toContainText('All is well');
  await expect(report().getByRole('list', { name: 'Result of the test' }).getByRole('listitem')).toHaveCount(13);

  await fill({ Password: 'wrong' });
  await tryIt();
  await expect(report()).toContainText('The test ended at: Login.');
  await expect(report()).toContainText('Check user and password.');

  await fill({ User: 'viewer', Password: PASSWORD });
  await tryIt();
  await expect(report()).toContainText('does not grant everything');
  await expect(report()).toContainText(/fleet\/v1\/\+\/event\/#\s*refused \(code 135\)/);
  await expect(report()).toContainText(/fleet\/v1\/_desk\/#\s*refused \(code 135\)/);

  await fill({ Address: `mqtts://127.0.0.1:${await freePort()}` });
  await tryIt();
  await expect(report()).toContainText('nothing answers at this address and port');
  await expect(report()).toContainText('wss://');
  expect(await seriousFindings(desk.page)).toEqual([]);
});

test('a hub is added, changed by the operator, and its password stands in the keychain only', async () => {
  await fill({ Address: broker.url, User: 'operator', Password: PASSWORD });
  await tab('Save');
  await expect(desk.page.getByText('Frankfurt was saved.')).toBeVisible();
  await expect(desk.page.getByTestId('hubs')).toHaveText('1 of 1');
  expect(await keychain.entries()).toEqual([{ account: `operator@127.0.0.1:${broker.port}`, password: PASSWORD }]);

  await tab('Edit Frankfurt');
  await fill({ Name: 'Frankfurt A' });
  const authority = createAuthority();
  await answerDialogs(authority.caPath);
  await desk.page.getByRole('button', { name: 'Own authority (CA): choose a file' }).click();
  await expect(desk.page.getByText(authority.caPath)).toBeVisible();
  await tryIt();
  await expect(report()).toContainText('All is well');
  await tab('Save');
  await expect(desk.page.getByText('Frankfurt A was saved.')).toBeVisible();
  const settings = readFileSync(join(desk.profile, 'settings.json'), 'utf8');
  expect(settings).toContain(authority.caPath);
  expect(settings).not.toContain('BEGIN CERTIFICATE');
  expect(settings).not.toContain(PASSWORD);
  await expect(desk.page.getByTestId('hubs')).toHaveText('1 of 1');
  authority.dispose();
});

test('appearance counts at once and settings go through one file without secrets', async () => {
  const { page } = desk;
  await tab('Appearance');
  await page.getByRole('combobox', { name: 'Text size' }).selectOption('125');
  await expect(page.locator('html')).toHaveCSS('font-size', '20px');
  await field('Customer’s name').fill('Harbour Stores');
  await page.getByRole('group', { name: 'Theme' }).getByRole('button', { name: 'Light' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await expect(page.getByRole('banner')).toContainText('Harbour Stores');
  expect(await seriousFindings(page)).toEqual([]);

  await answerDialogs(file);
  await tab('Export and import');
  await tab('Export settings');
  await expect(page.getByText(`Saved to ${file}`)).toBeVisible();
  const exported = readFileSync(file, 'utf8');
  expect(exported).not.toContain(PASSWORD);
  expect(JSON.parse(exported)).toMatchObject({ customer: 'Harbour Stores', theme: 'light', textSizePercent: 125 });
});

test('a hub is removed with its password; the file brings everything but the password back', async () => {
  const { page } = desk;
  await tab('Hubs');
  await tab('Remove Frankfurt A');
  await expect(page.getByRole('alert').getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.getByRole('alert').getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByText('Frankfurt A was removed.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add hub' })).toBeFocused();
  await expect(page.getByTestId('hubs')).toHaveText('No hub');
  expect(await keychain.entries()).toEqual([]);

  await tab('Appearance');
  await page.getByRole('combobox', { name: 'Text size' }).selectOption('100');
  await tab('Export and import');
  await tab('Import settings');
  await expect(page.getByText('Taken: 1 hub. Type the password of: Frankfurt A')).toBeVisible();
  await expect(page.locator('html')).toHaveCSS('font-size', '20px');
  writeFileSync(file, '{"customer":"x"}');
  await tab('Import settings');
  await expect(page.getByText('holds no settings of a fleet console')).toBeVisible();
});

test('Diagnostics show the link and copy a report without secrets', async () => {
  const { page } = desk;
  await tab('Hubs');
  await tab('Edit Frankfurt A');
  await fill({ User: 'viewer', Password: PASSWORD });
  await tab('Save');
  await expect(page.getByTestId('hubs')).toHaveText('1 of 1');
  await tab('Diagnostics');
  const hubs = page.getByRole('table', { name: 'Hubs' });
  await expect(hubs).toContainText('MQTT 5');
  await expect(hubs).toContainText('refused: fleet/v1/+/event/# (135)');
  await expect(hubs).toContainText('read only');
  const publisher = await connectPublisher(broker.url, { username: 'operator', password: PASSWORD });
  await publisher.send({ topic: 'fleet/v1/BL-0001/state/health', payload: 'no json', qos: 1, retain: false });
  await publisher.close();
  const counters = page.getByRole('table', { name: 'Dropped, refused, delayed' });
  await expect(counters).toContainText('Not valid JSON rejected.json');
  await tab('Refresh');
  await expect(page.getByText('Rows: states of sites')).toBeVisible();
  await expect(page.getByRole('table', { name: 'Messages that could not be read' })).toContainText('Not valid JSON json 7 bytes');
  expect(await seriousFindings(page)).toEqual([]);

  await tab('Copy report');
  await expect(page.getByText('The report is in the clipboard.')).toBeVisible();
  const text = await desk.app.evaluate(({ clipboard }) => clipboard.readText());
  expect(text).toContain(broker.url);
  expect(text).toContain('refused fleet/v1/+/event/# (135)');
  expect(text).toContain('rejected.json:BL-0001 1,');
  for (const secret of [PASSWORD, 'viewer', 'operator', '.crt', '.key', 'Harbour']) expect(text).not.toContain(secret);
  expect(desk.errors).toEqual([]);
  expect(desk.log.join('\n')).not.toContain(PASSWORD);
});
