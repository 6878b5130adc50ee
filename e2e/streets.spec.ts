import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { makeStreets } from '../platform/streets.test-support.ts';
import { startConsole, type Console } from './support/console.ts';
import { siteCount } from './support/overview.ts';
import { freshDir } from './support/paths.ts';

/* A street map from a file: chosen, drawn, refused where it is none, and the world map where it is broken. */

test.describe.configure({ mode: 'serial' });
let desk: Console;
const folder = freshDir('streets');
test.beforeAll(async () => {
  desk = await startConsole();
  await expect.poll(() => siteCount(desk.page)).toBe(30);
});
test.afterAll(() => desk.close());

const fileWith = (name: string, bytes: Buffer): string => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};

/** Chooses a file in the settings as the system's dialog would answer. */
const choose = async (path: string): Promise<void> => {
  const { app, page } = desk;
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, path);
  await page.keyboard.press('8');
  await page.getByRole('button', { name: 'Appearance', exact: true }).click();
  await page.getByRole('group', { name: 'Street map' }).getByRole('button', { name: 'Choose a file' }).click();
};

const said = () => desk.page.getByRole('group', { name: 'Street map' }).getByRole('status');
const drawnTiles = (page: Page): Promise<number> =>
  page.locator('.leaflet-streets-pane canvas').evaluate((canvas) => Number(canvas.dataset['tiles'] ?? 0));

/** Colours of the street canvas, as many as a few sampled lines show. */
const colours = (page: Page): Promise<number> =>
  page.locator('.leaflet-streets-pane canvas').evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    const seen = new Set<string>();
    for (let at = 0; at < data.length; at += 404) seen.add(`${data[at]},${data[at + 1]},${data[at + 2]},${data[at + 3]}`);
    return seen.size;
  });

/** Names of the street map that lie over what a pin says. */
const namesOverLabels = (page: Page): Promise<readonly string[]> =>
  page.locator('.mapname').evaluateAll((names) => {
    const labels = [...document.querySelectorAll('.plabel')].map((label) => label.getBoundingClientRect());
    return names
      .filter((name) => {
        const box = name.getBoundingClientRect();
        return labels.some((label) => box.left < label.right && label.left < box.right && box.top < label.bottom && label.top < box.bottom);
      })
      .map((name) => name.textContent);
  });

test('what is no street map is told why, and nothing changes', async () => {
  const streets = makeStreets();
  await choose(fileWith('photo.pmtiles', Buffer.from('\u0089PNG and so on')));
  await expect(said()).toHaveText('photo.pmtiles is no PMTiles file.');
  await choose(fileWith('half.pmtiles', streets.subarray(0, streets.length - 9)));
  await expect(said()).toHaveText('half.pmtiles is not whole: it ends too early.');
  await desk.page.keyboard.press('1');
  await expect(desk.page.locator('.leaflet-streets-pane canvas')).toHaveCount(0);
});

test('streets are drawn when the map comes near, and go when they are given up', async () => {
  const { page } = desk;
  await choose(fileWith('city.pmtiles', makeStreets({ maxZoom: 16 })));
  await expect(said()).toHaveText('city.pmtiles is shown from now on.');
  await page.keyboard.press('1');
  const nearer = page.getByRole('button', { name: 'Zoom in' });
  for (let step = 0; step < 5; step += 1) await nearer.click();
  await expect.poll(() => drawnTiles(page)).toBeGreaterThan(0);
  await expect.poll(() => colours(page)).toBeGreaterThan(3);
  await expect(page.locator('.mapname.city').first()).toHaveText('Altstadt');
  // Roads come later, along their line; none of the names lies over a pin's label.
  await expect(async () => {
    await nearer.click();
    await expect(page.locator('.mapname.major').first()).toHaveText('Nordallee', { timeout: 1_000 });
  }).toPass();
  expect(await namesOverLabels(page)).toEqual([]);
  await page.keyboard.press('8');
  await page.getByRole('button', { name: 'Take away', exact: true }).click();
  await page.keyboard.press('1');
  await expect(page.locator('.leaflet-streets-pane canvas')).toHaveCount(0);
});

test('tiles that unpack without end or say nonsense leave the world map, with a word', async () => {
  const { page } = desk;
  for (const [name, tile] of [['bomb', gzipSync(Buffer.alloc(60_000_000))], ['nonsense', gzipSync(Buffer.from('no tile at all'))]] as const) {
    await choose(fileWith(`${name}.pmtiles`, makeStreets({ maxZoom: 9, tile })));
    await page.keyboard.press('1');
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await expect(page.getByText('Part of the street map could not be read; the world map stays.')).toBeVisible();
    expect(await drawnTiles(page)).toBe(0);
    await expect.poll(() => siteCount(page)).toBe(30);
  }
  expect(desk.errors).toEqual([]);
});
