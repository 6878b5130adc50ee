import type { Page } from '@playwright/test';

/** Words of `fleet/model/status.ts` as the English screen says them. */
const WORDS = {
  offline: 'Offline',
  err: 'Error',
  warn: 'Warning',
  unknown: 'Unknown',
  maintenance: 'Maintenance',
  ok: 'OK',
} as const;
export type Status = keyof typeof WORDS;

/** How many sites the health panel counts in a status. */
export const countOf = async (page: Page, status: Status): Promise<number> =>
  Number(await page.locator(`.hgrid button[data-status="${status}"] b`).textContent());

/** Sites that the health panel counts in all. */
export const siteCount = async (page: Page): Promise<number> => {
  const counts = await page.locator('.hgrid button b').allTextContents();
  return counts.reduce((sum, text) => sum + Number(text), 0);
};

export const showTable = (page: Page): Promise<void> =>
  page.getByRole('button', { name: 'Table', exact: true }).click();
export const showMap = (page: Page): Promise<void> => page.getByRole('button', { name: 'Map', exact: true }).click();

/** Status per site as the table's rows say it; the table must be shown, with few enough sites to stand in view. */
export const tableStatuses = async (page: Page): Promise<Record<string, Status>> => {
  const rows = await page
    .locator('.tbody [role="row"]')
    .evaluateAll((elements) =>
      elements.map((row) => [
        row.querySelector('.id')?.textContent ?? '',
        row.querySelector('.gl [aria-label]')?.getAttribute('aria-label') ?? '',
      ]),
    );
  return Object.fromEntries(
    rows.map(([id, word]) => [id, statusOf(word ?? '')]).sort(([a], [b]) => String(a).localeCompare(String(b))),
  );
};

const statusOf = (words: string): Status | string =>
  (Object.keys(WORDS) as Status[]).find((status) => words.startsWith(WORDS[status])) ?? words;

export const banner = (page: Page) => page.getByTestId('banner');

/** What came until now is painted. */
export const twoFrames = (page: Page): Promise<void> =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))));

/** Active alerts of one site in the panel. */
export const alertsOf = (page: Page, site: string) =>
  page.getByRole('list', { name: 'Active alerts' }).getByRole('listitem').filter({ hasText: site });
