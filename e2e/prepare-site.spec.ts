import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { trialHub, type TrialHub } from '../agent/testing/trial.ts';
import { startConsole, type Console } from './support/console.ts';
import { freshDir, root } from './support/paths.ts';

const program = [join(root, 'dist/agent/cli.cjs')];
let hub: TrialHub;
let desk: Console;
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
const folder = freshDir('kit');
const kit = join(folder, 'blocao-site-BL-LAB-7.tar');

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  hub = await trialHub();
  desk = await startConsole();
  await desk.page.getByRole('button', { name: 'Settings' }).waitFor();
  await desk.app.evaluate(({ dialog }, [save, open]) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: save ?? '' });
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [open ?? ''] });
  }, [kit, hub.caFile]);
});

test.afterAll(async () => {
  await desk?.close();
  await hub?.dispose();
});

const fill = async (page: Page, values: Readonly<Record<string, string>>): Promise<void> => {
  for (const [name, value] of Object.entries(values)) await page.getByLabel(name, { exact: true }).fill(value);
};
const run = (args: readonly string[]): string => execFileSync(process.execPath, [...program, ...args], { encoding: 'utf8', cwd: folder });

test('a form that lacks something says what, and saves nothing', async () => {
  const { page } = desk;
  await page.keyboard.press('8');
  await page.getByRole('button', { name: 'Prepare a site' }).click();
  await page.getByRole('button', { name: 'Save file for the installer' }).click();
  await expect(page.getByLabel('Site id')).toBeFocused();
  await expect(page.getByText('A site id has two to four parts')).toBeVisible();
  await expect(page.getByText('One to four hubs')).toBeVisible();
  await fill(page, { 'Site id': 'bl-lab-7', Hubs: `localhost:${hub.sitePort}` });
  await page.getByRole('button', { name: 'Save file for the installer' }).click();
  await expect(page.getByRole('alert')).toContainText('choose ca.crt of the hub');
  expect(existsSync(kit)).toBe(false);
});

test('a place is picked on the map, and one file with facts, steps and the agent is saved', async () => {
  const { page } = desk;
  await page.getByRole('button', { name: 'Choose a file' }).click();
  await fill(page, { Name: 'Lager Nord', 'Contact on site': 'Ana', Telephone: '+41 44 000 00 00' });
  await page.getByTestId('place-picker').click({ position: { x: 200, y: 150 } });
  await expect(page.getByLabel('Latitude')).toHaveValue(/^-?\d+(\.\d+)?$/);
  await fill(page, { Latitude: '47,3769', Longitude: '8.5417', 'Time zone': 'Europe/Zurich' });
  await expect(page.locator('.prep-pin')).toBeVisible();
  await page.getByRole('combobox', { name: 'Router' }).selectOption(`blocao-agent_${version}_amd64.deb`);
  await page.getByRole('button', { name: 'Save file for the installer' }).click();
  const sheet = page.getByTestId('prepare-sheet');
  await expect(sheet).toContainText(`Saved as ${kit}`);
  await expect(sheet.getByRole('listitem')).toHaveCount(8);
  await expect(sheet).toContainText('hub-sign site.csr --site BL-LAB-7');
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
});

test('on paper there is the sheet and nothing else', async () => {
  const { page } = desk;
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByTestId('prepare-sheet')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Print the steps' })).toBeHidden();
  await expect(page.getByLabel('Site id')).toBeHidden();
  await page.emulateMedia({ media: null });
});

test('the router takes the file: site-init asks nothing and the site is who the form said', () => {
  chmodSync(folder, 0o755);
  execFileSync('tar', ['-xf', kit], { cwd: folder });
  const inside = join(folder, 'blocao-site-BL-LAB-7');
  expect(readdirSync(inside).toSorted()).toEqual(['STEPS.txt', `blocao-agent_${version}_amd64.deb`, 'site-kit.json']);
  expect(readFileSync(join(inside, 'STEPS.txt'), 'utf8')).toContain('sudo blocao-agent site-init --kit site-kit.json');
  const target = join(folder, 'router');
  const said = run(['site-init', '--kit', join(inside, 'site-kit.json'), '--root', target, '--port', '18830']);
  expect(said).toContain('hub-sign site.csr --site BL-LAB-7');
  const settings = JSON.parse(readFileSync(join(target, 'etc/blocao-agent/settings.json'), 'utf8')) as Record<string, unknown>;
  expect(settings).toMatchObject({ site: 'BL-LAB-7', name: 'Lager Nord', lat: 47.3769, lon: 8.5417, time_zone: 'Europe/Zurich', contact: { name: 'Ana' } });
  expect(settings['hubs']).toEqual([{ name: 'localhost', host: 'localhost', port: hub.sitePort }]);
  const request = join(folder, 'site.csr');
  execFileSync('cp', [join(target, 'etc/blocao-agent/tls/site.csr'), request]);
  run(['hub-sign', request, '--site', 'BL-LAB-7', '--root', hub.root]);
  run(['site-init', '--root', target, '--certificate', join(folder, 'site.crt')]);
  expect(readFileSync(join(target, 'etc/blocao-agent/broker/mosquitto.conf'), 'utf8')).toContain(`address localhost:${hub.sitePort}`);
});
