import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { chromium, expect, test } from '@playwright/test';
import { freePort } from '../platform/free-port.test-support.ts';
import { freshDir, node, root } from './support/paths.ts';

test('npm start passes its arguments on: a CDP client finds the window', async () => {
  const port = await freePort();
  const script = join(root, 'scripts', 'run.mjs');
  const start = spawn(node, [script, 'start', `--remote-debugging-port=${port}`], {
    cwd: root,
    stdio: 'ignore',
    env: { ...process.env, BLOCAO_PROFILE: freshDir('profile') },
  });
  try {
    await expect(async () => {
      const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { timeout: 30_000 });
      const pages = browser.contexts().flatMap((context) => context.pages());
      expect(pages.map((page) => page.url())).toEqual(['app://console/index.html']);
      for (const page of pages) await expect(page.getByRole('banner')).toContainText('Fleet Console');
      await browser.close();
    }).toPass();
  } finally {
    const gone = once(start, 'exit');
    start.kill('SIGTERM');
    await gone;
  }
});
