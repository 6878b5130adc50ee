import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startConsole, type Console } from './support/console.ts';
import { siteCount } from './support/overview.ts';
import { freshDir, root } from './support/paths.ts';

const electron = join(root, 'node_modules', 'electron', 'dist', 'electron');

/** Runs the console to its end, as a shell would. */
const runToEnd = async (args: readonly string[], profile: string, env: Record<string, string> = {}) => {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(electron, ['.', ...sandbox, '--disable-gpu', ...args], {
    cwd: root,
    env: { ...process.env, BLOCAO_PROFILE: profile, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
};

test('credentials on the command line are refused before anything starts, and are not repeated', async () => {
  const { code, said } = await runToEnd(['--hub', 'mqtt://ana:hunter2@hub.example'], freshDir('profile'));
  expect(code).toBe(2);
  expect(said).toContain('BLOCAO_HUB_PASSWORD');
  expect(said).not.toContain('hunter2');
});

test('a clock speed that is none is refused in words', async () => {
  const { code, said } = await runToEnd([], freshDir('profile'), { BLOCAO_CLOCK_SPEED: '100' });
  expect(code).toBe(2);
  expect(said).toContain('BLOCAO_CLOCK_SPEED takes a number from 1 to 60.');
});

test('one profile has one console: a second start leaves at once and the first stays', async () => {
  const desk = await startConsole();
  const { code, said } = await runToEnd([], desk.profile);
  expect(code).toBe(0);
  expect(said).toContain('already open');
  expect(await desk.page.evaluate(() => document.readyState)).toBe('complete');
  await desk.close();
});

test('the clock of the demo goes on where the last run ended', async () => {
  const clock = async ({ page }: Console): Promise<number> => {
    await expect.poll(() => siteCount(page)).toBe(30);
    return Date.parse((await page.locator('time.clock').getAttribute('datetime')) ?? '');
  };
  const desk = await startConsole({ env: { BLOCAO_CLOCK_SPEED: '60' } });
  await clock(desk);
  // Far enough ahead of real time that a clock which starts anew would be seen.
  await expect.poll(async () => (await clock(desk)) - Date.now()).toBeGreaterThan(120_000);
  const last = await clock(desk);
  await desk.close();
  const again = await startConsole({ profile: desk.profile });
  expect(await clock(again)).toBeGreaterThanOrEqual(last);
  await again.close();
});
