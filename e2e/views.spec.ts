import { expect, test } from '@playwright/test';
import { startConsole, type Console } from './support/console.ts';
import { showTable, siteCount } from './support/overview.ts';

/* Saved views and the columns of the table, by keyboard; on the demo fleet, over a restart of the console. */

test.describe.configure({ mode: 'serial' });
let desk: Console;
test.beforeAll(async () => {
  desk = await startConsole();
  await expect.poll(() => siteCount(desk.page)).toBe(30);
});
test.afterAll(() => desk.close());

const views = () => desk.page.getByRole('group', { name: 'Saved views' });
const dialog = () => desk.page.getByRole('dialog', { name: 'Saved views' });
const heads = async (): Promise<readonly string[]> => desk.page.getByRole('columnheader').allTextContents();

test('what is filtered is saved under a name and shown again with Alt and its number, or from the palette', async () => {
  const { page } = desk;
  await page.getByRole('combobox', { name: 'Filter by region' }).selectOption('Iberia');
  await showTable(page);
  const few = await siteCount(page);
  await page.keyboard.press('v');
  await expect(dialog().getByRole('textbox')).toBeFocused();
  await page.keyboard.type('Iberia, as a table');
  await page.keyboard.press('Enter');
  await expect(dialog()).toBeHidden();
  await expect(views().getByRole('button', { pressed: true })).toHaveText('Iberia, as a table');
  await page.keyboard.press('Alt+1');
  await expect.poll(() => siteCount(page)).toBe(30);
  await expect(views().getByRole('button', { pressed: true })).toHaveText('All sites');
  await page.keyboard.press('m');
  await page.keyboard.press('Alt+2');
  await expect.poll(() => siteCount(page)).toBe(few);
  await expect(page.getByRole('grid', { name: 'Sites' })).toBeVisible();
  await page.keyboard.press('Alt+ArrowLeft');
  await expect.poll(() => siteCount(page)).toBe(30);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('view iberia');
  await page.keyboard.press('Enter');
  await expect.poll(() => siteCount(page)).toBe(few);
});

test('a column is chosen by keyboard and stands in its place; what does not fit is counted', async () => {
  const { page } = desk;
  await page.keyboard.press('Alt+1');
  await page.getByRole('button', { name: 'Columns' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('checkbox', { name: 'NVRs' }).focus();
  await page.keyboard.press('Space');
  await page.getByRole('checkbox', { name: 'Cameras' }).focus();
  await page.keyboard.press('Space');
  await expect.poll(heads).toContain('NVRs');
  expect(await heads()).not.toContain('Cameras');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Columns' })).toBeFocused();
  await page.setViewportSize({ width: 1024, height: 700 });
  await expect(page.getByText('more in a wider window')).toBeVisible();
  await page.setViewportSize({ width: 1440, height: 900 });
});

test('views and columns stand after a restart; a view gets another name, goes, and comes back by undo', async () => {
  const { profile } = desk;
  await desk.close();
  desk = await startConsole({ profile });
  const { page } = desk;
  await expect.poll(() => siteCount(page)).toBe(30);
  await showTable(page);
  await expect.poll(heads).toContain('NVRs');
  await page.keyboard.press('v');
  const name = dialog().getByRole('textbox', { name: 'Name of Iberia, as a table' });
  await name.fill('South');
  await name.press('Enter');
  await expect(views().getByRole('button', { name: 'South' })).toBeAttached();
  await dialog().getByRole('button', { name: 'Take away South' }).click();
  await expect(views().getByRole('button', { name: 'South' })).not.toBeAttached();
  await dialog().getByRole('button', { name: 'Undo' }).click();
  await page.keyboard.press('Escape');
  await expect(dialog()).toBeHidden();
  await expect(views().getByRole('button', { name: 'South' })).toBeVisible();
  expect(desk.errors).toEqual([]);
});

test('the second click of a double one takes no other view away', async () => {
  const { page } = desk;
  const names = () => views().getByRole('button').allTextContents();
  for (const name of ['North', 'West']) {
    await page.keyboard.press('v');
    await expect(dialog().getByRole('textbox', { name: 'Save what is shown as' })).toBeFocused();
    await page.keyboard.type(name);
    await page.keyboard.press('Enter');
    await expect(dialog()).toBeHidden();
  }
  await page.keyboard.press('v');
  // The middle one, so that another comes into its place wherever the dialog goes.
  const box = (await dialog().getByRole('button', { name: 'Take away North' }).boundingBox())!;
  const point = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await page.mouse.click(point.x, point.y);
  await expect(dialog().getByRole('button', { name: 'Take away North' })).toBeHidden();
  const under = () => page.evaluate(({ x, y }) => document.elementFromPoint(x, y)?.closest('button')?.getAttribute('aria-label') ?? '', point);
  const next = await under();
  expect(next).toMatch(/^Take away (South|West)$/);
  await page.mouse.down({ clickCount: 2 });
  await page.mouse.up({ clickCount: 2 });
  // A click of its own is about it, and the only one that was.
  await page.mouse.click(point.x, point.y);
  await expect(dialog().getByRole('button', { name: next })).toBeHidden();
  await expect(dialog().getByRole('button', { name: /^Take away/ })).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect.poll(names).toEqual(['All sites', next === 'Take away South' ? 'West' : 'South']);
});
