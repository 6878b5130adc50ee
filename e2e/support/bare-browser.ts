import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, type Page } from '@playwright/test';
import { freshDir } from './paths.ts';

/** The same browser without any of the console around it: no proxy, no guard, every certificate believed. */
export const openBare = async (url: string, switches: readonly string[] = []): Promise<{ readonly page: Page; readonly close: () => Promise<void> }> => {
  const dir = freshDir('bare');
  const main = `
    const { app, BrowserWindow, session } = require('electron');
    app.setPath('userData', ${JSON.stringify(join(dir, 'data'))});
    app.whenReady().then(() => {
      session.defaultSession.setCertificateVerifyProc((request, answer) => answer(0));
      new BrowserWindow({ width: 1000, height: 700, webPreferences: { sandbox: true } }).loadURL('about:blank');
    });`;
  const about = { name: 'bare', productName: 'bare', version: '1.0.0', desktopName: 'bare.desktop', main: 'main.cjs' };
  writeFileSync(join(dir, 'main.cjs'), main);
  writeFileSync(join(dir, 'package.json'), JSON.stringify(about));
  const app = await _electron.launch({ cwd: dir, args: ['--disable-gpu', ...switches, dir] });
  const page = await app.firstWindow();
  await page.goto(url);
  return { page, close: () => app.close() };
};
