import { expect, test } from '@playwright/test';
import { startConsole, utilityPid } from './support/console.ts';
import { siteCount } from './support/overview.ts';

test('FS-738: an engine that hangs is noticed, started again, and that is said; the picture stays meanwhile', async () => {
  const desk = await startConsole();
  const { page } = desk;
  await expect.poll(() => siteCount(page)).toBe(30);
  const pid = await utilityPid(desk, 'engine');
  expect(pid).toBeDefined();
  // Five beats of 3 s are missed before it counts as hanging.
  process.kill(pid as number, 'SIGSTOP');
  await expect(page.getByTestId('banner')).toContainText('did not answer and is started again');
  expect(await siteCount(page)).toBe(30);
  await expect.poll(() => utilityPid(desk, 'engine')).not.toBe(pid);
  await expect(page.getByTestId('banner')).toContainText('Demo fleet');
  await page.keyboard.press('8');
  await page.getByRole('button', { name: 'Diagnostics', exact: true }).click();
  await expect(page.getByText('Started again 1 time')).toBeVisible();
  await expect(page.getByText('it did not answer any more and was ended')).toBeVisible();
  await desk.close();
});
