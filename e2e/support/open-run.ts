import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isHeadless, openScreen } from '../../scripts/headless/screen.ts';

/**
 * One folder for everything that a run leaves behind, and where the machine has no display an Xvfb. Workers inherit the
 * environment set here. Other users may pass through the folder: one test runs as such.
 */
// oxlint-disable-next-line import/no-default-export -- Playwright calls the default export
export default async function openRun(): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'blocao-e2e-'));
  chmodSync(folder, 0o711);
  process.env['BLOCAO_E2E_FOLDER'] = folder;
  const screen = isHeadless() ? await openScreen() : undefined;
  Object.assign(process.env, screen?.env);
  return () => {
    screen?.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
}
