import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import type { TableColumn } from '../../fleet/saved-view.ts';

const root = join(import.meta.dirname, '..', '..');

/** The built console, as an operator starts it, at a window of its own. */
export interface App {
  readonly app: ElectronApplication;
  readonly page: Page;
  close(): Promise<void>;
}

export interface AppOptions {
  readonly profile: string;
  readonly hub: string;
  /** Further lines of Electron's command line. */
  readonly args?: readonly string[];
  /** Workers that the bench brings into the page need it. */
  readonly bypassCSP?: boolean;
}

export const temporaryProfile = (): { readonly path: string; remove(): void } => {
  const path = mkdtempSync(join(tmpdir(), 'blocao-bench-profile-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }) };
};

/** Settings of a profile before its first start. */
export const writeSettings = (profile: string, columns: readonly TableColumn[]): void =>
  writeFileSync(join(profile, 'settings.json'), JSON.stringify({ v: 1, theme: 'dark', language: 'en', columns }));

const ownEnvironment = (): Record<string, string> =>
  Object.fromEntries(Object.entries(process.env).filter(([name, value]) => value !== undefined && !/^(BLOCAO|ELECTRON)_/.test(name))) as Record<string, string>;

/** Answers once there is a window; what it shows is the caller's to wait for. */
export const startApp = async ({ profile, hub, args = [], bypassCSP = false }: AppOptions): Promise<App> => {
  const app = await _electron.launch({
    cwd: root,
    args: ['--disable-gpu', '.', '--hub', hub, ...args],
    env: { ...ownEnvironment(), BLOCAO_PROFILE: profile },
    bypassCSP,
  });
  const page = await app.firstWindow();
  return { app, page, close: () => app.close() };
};

/** For people: the Electron that draws. */
export const runtimeOf = ({ app }: App): Promise<string> =>
  app.evaluate(() => `Electron ${process.versions['electron']} (Chromium ${process.versions['chrome']}), software rendering on Xvfb`);

/** Sites that the health panel counts. */
export const countedSites = ({ page }: App): Promise<number> =>
  page.evaluate(() => [...document.querySelectorAll('.hgrid button b')].reduce((sum, one) => sum + Number(one.textContent?.replace(/\D/g, '')), 0));

/** Waits for a condition; throws with `what` after a minute and a half. */
export const until = async (what: string, look: () => Promise<boolean>): Promise<void> => {
  const endMs = performance.now() + 90_000;
  while (!(await look().catch(() => false))) {
    if (performance.now() > endMs) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};
